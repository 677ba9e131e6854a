"""What every way in has in common: the person behind an address, a new account, and the place she leaves for another."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.belonging import leave_community
from palabre.communities.choices import PlaceState
from palabre.communities.models import JoinRequest, OrganisationPlace, Representative
from palabre.communities.models import Membership as Place
from palabre.communities.rules import can_leave, fresh
from palabre.kit.verdict import Refused, no, require
from palabre.people.actions import create_person
from palabre.people.models import Person

NOT_THE_ADDRESS = no(_("This invitation was sent to another address than yours."))
SIGN_IN_FIRST = no(_("There is already an account with this address. Sign in first, then open the invitation again."))
OVER = no(_("This invitation has already been used, or it is too old."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What somebody without an account says of herself when she comes in."""

    display_name: str
    password: str
    language: str
    zone: str
    pronouns: str = ""


def arrive(*, email: str, person: Person | None, newcomer: Newcomer | None) -> Person:
    """Whoever is signed in, if the address is hers; else a new account. Raises Refused."""
    if person is not None:
        if person.email.casefold() != email.casefold():
            raise Refused(NOT_THE_ADDRESS)
        return fresh(person)
    if newcomer is None or Person.objects.filter(email__iexact=email).exists():
        raise Refused(SIGN_IN_FIRST)
    return create_person(
        email=email,
        display_name=newcomer.display_name,
        password=newcomer.password,
        language=newcomer.language,
        zone=newcomer.zone,
        pronouns=newcomer.pronouns,
    )


def leave_for(request: JoinRequest) -> None:
    """She moves: the place that she said she leaves ends now, unless somebody must take over from her first."""
    place = request.leaves
    if place is None or request.person is None or place.person_id != request.person_id:
        return
    if can_leave(fresh(request.person), place):
        leave_community(actor=request.person, membership=place)


def speak_for(*, place: OrganisationPlace, membership: Place, votes: bool) -> Representative:
    """She speaks for an organisation here from now on; one voice at most for each place. Raises Refused."""
    place = OrganisationPlace.objects.select_for_update().get(pk=place.pk)
    if place.state != PlaceState.ACTIVE or place.community_id != membership.community_id:
        require(OVER)
    running = Representative.objects.filter(place=place, until=None)
    known = running.filter(membership=membership).first()
    if known is not None:
        return known
    if membership.organisation_id is None:
        membership.organisation_id = place.organisation_id
        membership.save(update_fields=["organisation"])
    free = not running.filter(votes=True).exists()
    return Representative.objects.create(place=place, membership=membership, votes=votes and free)
