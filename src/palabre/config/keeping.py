"""The first keeper, made on the command line of the server."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.kit.verdict import Refused, no
from palabre.people.actions import create_keeper, make_mail_link
from palabre.people.choices import LinkPurpose

NO_ADDRESS = no(_("This is not an e-mail address."))


def make_keeper(*, email: str, name: str, password: str) -> str:
    """Creates the keeper; returns the single-use link to choose a passphrase if none was given. Raises Refused."""
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused(NO_ADDRESS) from wrong
    person = create_keeper(email=email, display_name=name, password=password or None)
    if password:
        return ""
    token = make_mail_link(person=person, purpose=LinkPurpose.NEW_PASSWORD, life=timedelta(days=1)).token()
    return settings.ORIGIN + reverse("people:use_link", args=[token])
