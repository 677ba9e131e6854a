"""Keepers, as the command line of the server makes them: whoever runs the server has the last word on who keeps it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.keeping import confirm_keeper, end_keeping, name_keeper
from palabre.kit.verdict import Refused, no
from palabre.people.actions import create_keeper, make_mail_link
from palabre.people.choices import LinkPurpose
from palabre.people.queries import person_by_address

NO_ADDRESS = no(_("This is not an e-mail address."))
NOBODY = no(_("There is no open account with this address."))


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


def account_of(email: str) -> str:
    """The letters of an open account. Raises Refused."""
    person = person_by_address(email)
    if person is None:
        raise Refused(NOBODY)
    return person.public_id


def confirm(*, email: str) -> None:
    """A year for whoever was named, or, where nobody else can name, for this account all the same. Raises Refused."""
    account = account_of(email)
    try:
        confirm_keeper(actor=None, account=account)
    except Refused:
        name_keeper(actor=None, account=account)
        confirm_keeper(actor=None, account=account)


def end(*, email: str) -> None:
    """Raises Refused."""
    end_keeping(actor=None, account=account_of(email))
