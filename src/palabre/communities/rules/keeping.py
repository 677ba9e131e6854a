"""Who keeps the instance, and how somebody comes to keep it: named by one keeper, confirmed by another (SR-15)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules.standing import is_keeper, keepers
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Keeper, Person
from palabre.people.rules import has_factor

TERM = timedelta(days=365)
NOT_A_KEEPER = _("This is done by the keeper of this site.")


def waiting_keepers() -> QuerySet[Keeper]:
    """Named, not confirmed, not taken back."""
    return Keeper.objects.filter(confirmed_at=None, until=None)


def can_name_keeper(actor: Person, person: Person) -> Verdict:
    """Any keeper names any open account; she names nobody twice. Naming a keeper again renews her year."""
    if not is_keeper(actor):
        return no(NOT_A_KEEPER)
    if not person.is_active:
        return no(_("No open account has these letters."))
    if waiting_keepers().filter(person=person).exists():
        return no(_("This account is named already. Another keeper confirms it."))
    return YES


def can_confirm_keeper(actor: Person, keeper: Keeper) -> Verdict:
    """Neither who named her, nor herself; and not without a second factor."""
    if not is_keeper(actor):
        return no(NOT_A_KEEPER)
    return may_confirm(actor.pk, keeper, factor=has_factor(keeper.person))


def may_confirm(keeper_pk: int, named: Keeper, *, factor: bool) -> Verdict:
    """The same for somebody of whom it is known that she keeps the instance; asks the database nothing."""
    if named.confirmed_at is not None or named.until is not None:
        return no(_("Nothing is waiting to be confirmed here."))
    if keeper_pk in {named.named_by_id, named.person_id}:
        return no(_("Another keeper confirms, or whoever runs the server: palabre keeper ADDRESS --confirm."))
    if not factor:
        return no(_("First this person sets up a second factor, under Me."))
    return YES


def can_end_keeping(actor: Person, keeper: Keeper) -> Verdict:
    """Take a naming back; or lay down one's own task, while somebody else has it."""
    if not is_keeper(actor):
        return no(NOT_A_KEEPER)
    return may_end(actor.pk, keeper, alone=not keepers().exclude(person=actor).exists())


def may_end(keeper_pk: int, named: Keeper, *, alone: bool) -> Verdict:
    """The same for somebody of whom it is known that she keeps the instance; asks the database nothing."""
    if named.confirmed_at is None and named.until is None:
        return YES
    if named.person_id != keeper_pk:
        return no(_("Only she herself, or whoever runs the server: palabre keeper ADDRESS --end."))
    if alone:
        return no(_("You are the last keeper. First name another one."))
    return YES
