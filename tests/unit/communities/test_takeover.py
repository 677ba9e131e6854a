"""What somebody with a role, two addresses or an old link must not take: a role, a place, a whole community."""

from __future__ import annotations

import pytest

from palabre.communities.actions import (
    accept_invitation,
    accept_move,
    appeal,
    ask_move,
    invite,
    leave_community,
    lift,
    suspend,
)
from palabre.communities.actions.organisations import add_place, invite_representative
from palabre.communities.actions.presence import NAMES_A_DAY, set_presence
from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.queries.telling import leaders_of, readers_of
from palabre.communities.rules import can_leave, deciders, visible_suspensions
from palabre.kit.verdict import Refused
from palabre.meetings.queries.attendance import invited_people
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_meeting, make_person
from tests.personas import Cast


def place(person: Person, community: Community) -> Membership:
    found = Membership.objects.filter(person=person, community=community).order_by("-pk").first()
    assert found is not None
    return found


def coordination(cast: Cast, name: str) -> Person:
    person = make_person(name)
    join(person, cast.here)
    grant(person, cast.here, Role.COORDINATOR)
    return person


def test_whoever_suspends_the_rest_of_the_coordination_does_not_leave_an_appeal_to_nobody(cast: Cast) -> None:
    """The others are shut out too: those above decide, and hear of it."""
    second, third = coordination(cast, "Seconde"), coordination(cast, "Troisième")
    shut = suspend(actor=cast.coordinator, membership=place(second, cast.here), reason="x")
    assert not visible_suspensions(cast.person("steward")).exists()
    suspend(actor=cast.coordinator, membership=place(third, cast.here), reason="x")
    appeal(actor=second, suspension=shut, text="Non.")
    assert deciders(shut) == [cast.steward.pk]
    assert list(visible_suspensions(cast.person("steward"))) == [shut]
    lift(actor=cast.person("steward"), suspension=shut, answer="Revenez.")
    assert place(second, cast.here).state == "active"


def test_a_suspended_coordination_is_not_one_to_whom_others_hand_over(cast: Cast) -> None:
    second = coordination(cast, "Seconde")
    assert can_leave(cast.coordinator, place(cast.coordinator, cast.here))
    suspend(actor=cast.coordinator, membership=place(second, cast.here), reason="x")
    assert not can_leave(cast.person("coordinator"), place(cast.coordinator, cast.here))


def test_whoever_is_suspended_hears_nothing_more_by_her_role(cast: Cast) -> None:
    meeting = make_meeting(cast.here)
    told = (readers_of(cast.here.pk), leaders_of(cast.here.pk, [Role.FACILITATOR]), invited_people(meeting))
    assert all(cast.facilitator.pk in {getattr(one, "pk", one) for one in people} for people in told)
    suspend(actor=cast.coordinator, membership=place(cast.facilitator, cast.here), reason="x")
    told = (readers_of(cast.here.pk), leaders_of(cast.here.pk, [Role.FACILITATOR]), invited_people(meeting).all())
    assert not any(cast.facilitator.pk in {getattr(one, "pk", one) for one in people} for people in told)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TREASURER])
def test_nobody_names_herself_through_an_address_that_becomes_hers(cast: Cast, role: str) -> None:
    sent = invite(actor=cast.steward, community=cast.here, email="autre@example.org", language="fr", role=role)
    Person.objects.filter(pk=cast.steward.pk).update(email="autre@example.org")
    with pytest.raises(Refused):
        accept_invitation(token=sent.token(), person=Person.objects.get(pk=cast.steward.pk))
    assert not RoleGrant.objects.filter(person=cast.steward, community=cast.here).exists()


def test_an_invitation_from_before_a_suspension_brings_nobody_back(cast: Cast) -> None:
    speaks = add_place(actor=cast.coordinator, community=cast.here, name="Maison", kind="ngo")
    said = {"email": cast.member.email, "name": "M", "language": "fr"}
    sent = invite_representative(actor=cast.coordinator, place=speaks, **said)
    suspend(actor=cast.coordinator, membership=place(cast.member, cast.here), reason="x")
    leave_community(actor=cast.person("member"), membership=place(cast.member, cast.here))
    with pytest.raises(Refused):
        accept_invitation(token=sent.token(), person=cast.person("member"))
    later = invite_representative(actor=cast.coordinator, place=speaks, **said)
    accept_invitation(token=later.token(), person=cast.person("member"))
    assert place(cast.member, cast.here).state == "active", "sent by whoever knows of it"


def test_a_move_is_not_accepted_by_who_asked_where_somebody_else_can(cast: Cast) -> None:
    after = make_community("Ailleurs", kind=CommunityKind.NETWORK)
    grant(cast.steward, after, Role.STEWARD)
    other = make_person("Autre")
    grant(other, after, Role.STEWARD)
    move = ask_move(actor=cast.person("steward"), community=cast.here, after=after)
    with pytest.raises(Refused):
        accept_move(actor=cast.person("steward"), move=move)
    accept_move(actor=other, move=move)
    assert Community.objects.get(pk=cast.here.pk).parent_id == after.pk


@pytest.mark.covers("INV-02")
def test_names_are_not_tried_one_after_the_other(cast: Cast) -> None:
    """« Somebody here already has this name » must not become a list of who belongs, where there is none."""
    mine = place(cast.member, cast.here)
    said = {"shows_pronouns": True, "profile": "", "listed": False, "about": "", "level": "active"}
    for number in range(NAMES_A_DAY):
        set_presence(actor=cast.person("member"), membership=mine, handle=f"Nom {number}", **said)
    with pytest.raises(Refused) as later:
        set_presence(actor=cast.person("member"), membership=mine, handle=cast.second_member.display_name, **said)
    with pytest.raises(Refused) as unknown:
        set_presence(actor=cast.person("member"), membership=mine, handle="Personne", **said)
    assert str(later.value) == str(unknown.value)
    kept = set_presence(actor=cast.person("member"), membership=mine, handle=f"Nom {NAMES_A_DAY - 1}", **said)
    assert kept.handle == f"Nom {NAMES_A_DAY - 1}", "what she says beside her name goes on"
    assert set_presence(actor=cast.person("member"), membership=mine, handle="", **said).handle == ""
