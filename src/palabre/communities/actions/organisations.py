"""Organisations take their place, say who speaks for them, and leave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.inviting import open_invitation
from palabre.communities.choices import OrganisationPart, PlaceState
from palabre.communities.models import Community, Invitation, Organisation, OrganisationPlace, Representative
from palabre.communities.rules import can_change_organisations, fresh
from palabre.journal.actions import record
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

NAMELESS = no(_("Write the name of the organisation."))
TWICE = no(_("This organisation already has a place here, or it has already asked for one."))
GONE = no(_("This has changed since you opened the page. Look at it again."))


def add_place(
    *, actor: Person, community: Community, name: str, kind: str, country: str = "", part: str = OrganisationPart.MEMBER
) -> OrganisationPlace:
    """An organisation belongs here from now on; one of the same name is the same. Raises Refused."""
    with transaction.atomic():
        community = _locked(fresh(actor), community)
        if not one_line(name):
            raise Refused(NAMELESS, "name")
        known = Organisation.objects.filter(added_in=community, name__iexact=one_line(name)).first()
        open_states = (PlaceState.REQUESTED, PlaceState.ACTIVE)
        if known and known.places.filter(community=community, state__in=open_states).exists():
            raise Refused(TWICE, "name")
        organisation = known or Organisation.objects.create(
            name=one_line(name), kind=kind, country=country, added_in=community
        )
        place = OrganisationPlace.objects.create(
            community=community, organisation=organisation, part=OrganisationPart(part)
        )
        _tell("communities.organisation_placed", actor, place)
    return place


def change_part(*, actor: Person, place: OrganisationPlace, part: str) -> OrganisationPlace:
    """Member, lead or host. Raises Refused."""
    with transaction.atomic():
        place = _open_place(fresh(actor), place)
        place.part = OrganisationPart(part)
        place.save(update_fields=["part"])
        _tell("communities.organisation_part_changed", actor, place)
    return place


def end_place(*, actor: Person, place: OrganisationPlace) -> OrganisationPlace:
    """The organisation leaves; the persons who spoke for it stay members in their own name. Raises Refused."""
    with transaction.atomic():
        place, now = _open_place(fresh(actor), place), timezone.now()
        place.state, place.until = PlaceState.LEFT, now
        place.save(update_fields=["state", "until"])
        place.representatives.filter(until=None).update(until=now)
        Invitation.objects.filter(place=place, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
        _tell("communities.organisation_left", actor, place)
    return place


def invite_representative(
    *, actor: Person, place: OrganisationPlace, email: str, name: str, language: str, votes: bool = False
) -> Invitation:
    """Somebody is asked by mail to speak for it here, whether she belongs already or not. Raises Refused."""
    with transaction.atomic():
        place = _open_place(fresh(actor), place)
        return open_invitation(
            by=actor, community=place.community, email=email, language=language, name=one_line(name),
            place=place, organisation=place.organisation, votes=votes,
        )  # fmt: skip


def end_representation(*, actor: Person, representative: Representative) -> Representative:
    """She no longer speaks for it; she stays a member. Its voice is free again. Raises Refused."""
    with transaction.atomic():
        representative = _running(fresh(actor), representative)
        representative.until = timezone.now()
        representative.save(update_fields=["until"])
        _tell("communities.representation_ended", actor, representative.place, representative)
    return representative


def give_voice(*, actor: Person, representative: Representative) -> Representative:
    """The one voice of its organisation passes to her: never two at once. Raises Refused."""
    with transaction.atomic():
        representative = _running(fresh(actor), representative)
        Representative.objects.filter(place=representative.place, until=None, votes=True).update(votes=False)
        representative.votes = True
        representative.save(update_fields=["votes"])
        _tell("communities.voice_given", actor, representative.place, representative)
    return representative


def _locked(actor: Person, community: Community) -> Community:
    community = Community.objects.select_for_update().get(pk=community.pk)
    require(can_change_organisations(actor, community))
    return community


def _open_place(actor: Person, place: OrganisationPlace) -> OrganisationPlace:
    _locked(actor, place.community)
    rows = OrganisationPlace.objects.select_for_update(of=("self",)).select_related("community", "organisation")
    found = rows.filter(pk=place.pk, state=PlaceState.ACTIVE).first()
    if found is None:
        raise Refused(GONE)
    return found


def _running(actor: Person, representative: Representative) -> Representative:
    place = _open_place(actor, representative.place)
    rows = Representative.objects.select_for_update(of=("self",)).select_related("membership")
    found = rows.filter(pk=representative.pk, place=place, until=None).first()
    if found is None:
        raise Refused(GONE)
    found.place = place
    return found


def _tell(kind: str, actor: Person, place: OrganisationPlace, who: Representative | None = None) -> None:
    record(
        kind,
        actor_id=actor.pk,
        about_id=who.membership.person_id if who else None,
        community_id=place.community_id,
        subject="organisationplace",
        subject_id=place.pk,
    )
