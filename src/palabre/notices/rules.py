"""Who may know that mails wait. Nobody reads what is in them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import NOT_YOURS, holds, is_keeper
from palabre.kit.verdict import YES, Verdict, no
from palabre.notices.models import Notice
from palabre.people.models import Person


def can_see_mail(actor: Person, community: Community) -> Verdict:
    """How many mails of a community wait, and since when."""
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def can_see_all_mail(actor: Person) -> Verdict:
    """The same for the whole instance."""
    return YES if is_keeper(actor) else no(_("This is done by the keeper of this site."))


def visible_notices(actor: Person) -> QuerySet[Notice]:
    """One's own."""
    return Notice.objects.filter(person=actor)
