"""Organisations: their place, who speaks for them, and one voice at most."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from palabre.communities.actions import (
    accept_invitation,
    add_place,
    admit,
    change_part,
    confirm_request,
    decline,
    end_place,
    end_representation,
    give_voice,
    invite,
    invite_representative,
    leave_community,
)
from palabre.communities.choices import JoinAs, MembershipState, OrganisationPart, PlaceState, RiskProfile
from palabre.communities.models import Community, Invitation, Membership, OrganisationPlace, Representative
from palabre.communities.rules import can_see_representatives, visible_places, visible_representatives
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.asking import NEW, asked_by_mail, link_to, regions_of


def placed(cast: Cast, name: str = "Maison du Fleuve") -> OrganisationPlace:
    return add_place(actor=cast.coordinator, community=cast.here, name=name, kind="ngo", country="ML")


def speaker(cast: Cast, place: OrganisationPlace, person: Person, *, votes: bool = False) -> Representative:
    invitation = invite_representative(
        actor=cast.coordinator, place=place, email=person.email, name="", language="fr", votes=votes
    )
    accept_invitation(token=invitation.token(), person=person)
    return Representative.objects.get(place=place, membership__person=person, until=None)


@pytest.mark.covers("S000-2")
def test_an_organisation_of_no_named_region_lands_in_global_and_names_two(cast: Cast) -> None:
    rest = regions_of(cast.network)["rest"]
    rest.grants.create(person=cast.outsider, role="coordinator")
    request = asked_by_mail(
        link_to(cast, cast.network), country="PE", joins_as=JoinAs.ORGANISATION, organisation_name="Casa del Río",
        organisation_kind="cbo", second_name="Luz", second_email="luz@example.org", second_votes=True,
    )  # fmt: skip
    request = confirm_request(token=request.token())
    assert request.community == rest
    assert request.place is not None
    assert request.place.state == PlaceState.REQUESTED
    assert not visible_places(cast.outsider).exists()
    admit(actor=cast.outsider, request=request)
    place = visible_places(cast.outsider).get()
    assert (place.organisation.name, place.organisation.country) == ("Casa del Río", "PE")
    invited = {one.email: one for one in Invitation.objects.filter(place=place)}
    assert {email: one.votes for email, one in invited.items()} == {"kadi@example.org": False, "luz@example.org": True}
    assert not Representative.objects.exists(), "nobody speaks for it before she has said yes"
    for invitation in invited.values():
        accept_invitation(token=invitation.token(), newcomer=NEW)
    rows = Representative.objects.filter(place=place, until=None)
    assert {row.membership.person.email: row.votes for row in rows} == {
        email: one.votes for email, one in invited.items()
    }
    assert set(Membership.objects.filter(community=rest).values_list("organisation__name", flat=True)) == {
        "Casa del Río"
    }


def test_an_organisation_that_is_not_admitted_leaves_no_invitation(cast: Cast) -> None:
    request = asked_by_mail(link_to(cast), joins_as=JoinAs.ORGANISATION, organisation_name="Maison")
    request = confirm_request(token=request.token())
    decline(actor=cast.coordinator, request=request, reply="Pas cette année.")
    assert OrganisationPlace.objects.get().state == PlaceState.DECLINED
    assert not Invitation.objects.exists()
    again = asked_by_mail(link_to(cast), joins_as=JoinAs.ORGANISATION, organisation_name="Maison")
    assert confirm_request(token=again.token()).place


def test_a_member_speaks_for_it_and_keeps_her_one_place(cast: Cast) -> None:
    place = placed(cast)
    row = speaker(cast, place, cast.second_member, votes=True)
    assert row.votes
    membership = Membership.objects.get(person=cast.second_member, community=cast.here)
    assert membership.organisation == place.organisation


def test_one_voice_at_most_and_it_moves(cast: Cast) -> None:
    place = placed(cast)
    first = speaker(cast, place, cast.member, votes=True)
    second = speaker(cast, place, cast.core, votes=True)
    assert not second.votes, "the voice is taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Representative.objects.filter(pk=second.pk).update(votes=True)
    give_voice(actor=cast.coordinator, representative=second)
    assert [row.pk for row in Representative.objects.filter(votes=True)] == [second.pk]
    end_representation(actor=cast.coordinator, representative=second)
    with pytest.raises(Refused):
        give_voice(actor=cast.coordinator, representative=second)
    give_voice(actor=cast.coordinator, representative=first)
    assert Representative.objects.get(votes=True, until=None) == first


@pytest.mark.django_db(transaction=True)
def test_the_voice_given_to_two_at_once_is_one_voice(cast: Cast) -> None:
    place = placed(cast)
    rows = [speaker(cast, place, person) for person in (cast.member, cast.core)]
    at_once([lambda row=row: give_voice(actor=cast.coordinator, representative=row) for row in rows])  # type: ignore[misc]
    assert Representative.objects.filter(place=place, votes=True, until=None).count() == 1


def test_only_the_coordination_changes_them(cast: Cast) -> None:
    place = placed(cast)
    row = speaker(cast, place, cast.member)
    for actor in (cast.steward, cast.facilitator, cast.member, cast.outsider, cast.keeper):
        for attempt in (
            lambda who: add_place(actor=who, community=cast.here, name="X", kind="ngo"),
            lambda who: change_part(actor=who, place=place, part=OrganisationPart.LEAD),
            lambda who: invite_representative(actor=who, place=place, email="x@example.org", name="", language="fr"),
            lambda who: give_voice(actor=who, representative=row),
            lambda who: end_representation(actor=who, representative=row),
            lambda who: end_place(actor=who, place=place),
        ):
            with pytest.raises(Refused):
                attempt(actor)
    with pytest.raises(Refused):
        placed(cast)
    change_part(actor=cast.coordinator, place=place, part=OrganisationPart.LEAD)
    assert OrganisationPlace.objects.get(pk=place.pk).part == OrganisationPart.LEAD


def test_whoever_leaves_speaks_for_nobody(cast: Cast) -> None:
    row = speaker(cast, placed(cast), cast.member, votes=True)
    leave_community(actor=cast.member, membership=row.membership)
    row.refresh_from_db()
    assert row.until


def test_an_organisation_that_leaves_takes_its_invitations_along(cast: Cast) -> None:
    place = placed(cast)
    row = speaker(cast, place, cast.member)
    waiting = invite_representative(actor=cast.coordinator, place=place, email="x@example.org", name="X", language="fr")
    end_place(actor=cast.coordinator, place=place)
    row.refresh_from_db()
    assert row.until
    assert row.membership.state == MembershipState.ACTIVE
    with pytest.raises(Refused):
        accept_invitation(token=waiting.token(), newcomer=NEW)


@pytest.mark.parametrize(("risk", "seen"), [("standard", True), ("elevated", False), ("high", False)])
def test_members_read_who_speaks_only_where_they_may_see_each_other(cast: Cast, risk: str, seen: bool) -> None:
    speaker(cast, placed(cast), cast.core)
    Community.objects.filter(pk=cast.here.pk).update(risk=RiskProfile(risk))
    assert visible_representatives(cast.person("member")).exists() is seen
    assert visible_representatives(cast.person("coordinator")).exists()
    assert not visible_representatives(cast.outsider).exists()


@pytest.mark.covers("INV-03")
def test_who_has_not_signed_reads_nobodys_name_and_who_is_shut_stands_in_no_list(cast: Cast) -> None:
    row = speaker(cast, placed(cast), cast.core)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.RESTRICTED)
    assert not can_see_representatives(cast.person("member"), cast.here)
    assert not visible_representatives(cast.person("member")).exists()
    Membership.objects.filter(person=cast.member).update(state=MembershipState.ACTIVE)
    assert visible_representatives(cast.person("member")).exists()
    Person.objects.filter(pk=row.membership.person_id).update(is_active=False)
    assert not visible_representatives(cast.person("member")).exists()
    assert not visible_representatives(cast.person("coordinator")).exists()


def test_whoever_is_invited_for_an_organisation_speaks_for_it_without_its_voice(cast: Cast) -> None:
    invitation = invite(
        actor=cast.coordinator, community=cast.here, email="kadi@example.org", language="fr",
        new_organisation="Maison du Sel", kind="cbo",
    )  # fmt: skip
    accept_invitation(token=invitation.token(), newcomer=NEW)
    row = Representative.objects.get(place__organisation__name="Maison du Sel")
    assert (row.membership.person.email, row.votes) == ("kadi@example.org", False)


def test_one_organisation_of_a_name_in_one_community(cast: Cast) -> None:
    place = placed(cast)
    name = place.organisation.name
    with pytest.raises(Refused) as refusal:
        add_place(actor=cast.coordinator, community=cast.here, name=" \n ", kind="ngo")
    assert refusal.value.field == "name"
    other = add_place(actor=cast.coordinator, community=cast.here, name="Une autre maison", kind="ngo")
    assert other.organisation != place.organisation
    there = add_place(actor=cast.outsider, community=cast.there, name=name, kind="ngo")
    assert there.organisation != place.organisation, "two communities do not know of each other's"
    end_place(actor=cast.coordinator, place=place)
    again = add_place(actor=cast.coordinator, community=cast.here, name=name.upper(), kind="ngo")
    assert again.organisation == place.organisation, "who comes back is the same"


def test_an_organisation_that_leaves_takes_its_speakers_and_its_open_invitations_along_and_nothing_else(
    cast: Cast,
) -> None:
    place = placed(cast)
    other = add_place(actor=cast.coordinator, community=cast.here, name="Une autre maison", kind="ngo")
    left, stays = speaker(cast, place, cast.member, votes=True), speaker(cast, other, cast.core, votes=True)
    said = {"name": "", "language": "fr"}
    ours = invite_representative(actor=cast.coordinator, place=place, email="a@example.org", **said)
    theirs = invite_representative(actor=cast.coordinator, place=other, email="b@example.org", **said)
    end_place(actor=cast.coordinator, place=place)
    for row in (place, left, stays, ours, theirs):
        row.refresh_from_db()
    assert (place.state, place.until is not None) == (PlaceState.LEFT, True)
    assert left.until is not None
    assert stays.until is None
    assert (ours.withdrawn_at is not None, theirs.withdrawn_at) == (True, None)
    used = Invitation.objects.filter(place=place).exclude(accepted_at=None).get()
    assert used.withdrawn_at is None, "what was accepted stays as it was"
    with pytest.raises(Refused):
        end_place(actor=cast.coordinator, place=place)
    with pytest.raises(Refused):
        give_voice(actor=cast.coordinator, representative=left)


def test_a_voice_that_is_given_is_taken_from_nobody_elsewhere(cast: Cast) -> None:
    place = placed(cast)
    other = add_place(actor=cast.coordinator, community=cast.here, name="Une autre maison", kind="ngo")
    first, theirs = speaker(cast, place, cast.member, votes=True), speaker(cast, other, cast.core, votes=True)
    second = speaker(cast, place, cast.second_member)
    assert give_voice(actor=cast.coordinator, representative=second).place == place
    for row in (first, second, theirs):
        row.refresh_from_db()
    assert [row.votes for row in (first, second, theirs)] == [False, True, True]
