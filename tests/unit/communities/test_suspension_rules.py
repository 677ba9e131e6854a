"""What an end of a suspension keeps, whom it concerns, and who is left to decide."""

from __future__ import annotations

import pytest
from django.utils import timezone

from palabre.communities.actions import appeal, exclude, lift, suspend
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership, OrganisationPlace, Representative, RoleGrant, Suspension
from palabre.communities.rules import can_appeal, can_exclude, can_lift, can_pause, deciders, visible_suspensions
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast


def place(person: Person, cast: Cast) -> Membership:
    return Membership.objects.get(person=person, community=cast.here)


@pytest.fixture
def shut(cast: Cast) -> Suspension:
    return suspend(actor=cast.coordinator, membership=place(cast.facilitator, cast), reason="Une raison")


@pytest.fixture
def second(cast: Cast) -> Person:
    person = make_person("Seconde")
    join(person, cast.here)
    grant(person, cast.here, Role.COORDINATOR)
    return person


def test_an_exclusion_ends_every_role_and_every_voice_and_says_how_it_was_decided(
    cast: Cast, shut: Suspension, second: Person
) -> None:
    house = OrganisationPlace.objects.create(community=cast.here, organisation=place(cast.member, cast).organisation)
    voice = Representative.objects.create(place=house, membership=shut.membership, votes=True)
    with pytest.raises(Refused) as refusal:
        exclude(actor=second, suspension=shut, answer="  ")
    assert refusal.value.field == "answer"
    exclude(actor=second, suspension=shut, answer="Décidé à trois.")
    row = Suspension.objects.get(pk=shut.pk)
    assert (row.end, row.ended_by, row.answer) == ("excluded", second, "Décidé à trois.")
    assert row.ended_at is not None
    assert place(cast.facilitator, cast).state == MembershipState.EXCLUDED
    assert not RoleGrant.objects.running().filter(person=cast.facilitator, community=cast.here).exists()
    voice.refresh_from_db()
    assert voice.until is not None
    for rule in (can_lift, can_exclude):
        assert "already ended" in str(rule(second, row).why)


def test_what_she_wrote_and_what_was_answered_are_kept(cast: Cast, shut: Suspension, second: Person) -> None:
    appeal(actor=cast.facilitator, suspension=shut, text="Ce n’était pas moi.")
    assert Suspension.objects.get(pk=shut.pk).appeal == "Ce n’était pas moi."
    lift(actor=second, suspension=shut, answer="En effet.")
    row = Suspension.objects.get(pk=shut.pk)
    assert (row.end, row.ended_by, row.answer) == ("lifted", second, "En effet.")


def test_opening_again_does_not_bring_back_whoever_left_meanwhile(cast: Cast, shut: Suspension) -> None:
    Membership.objects.filter(pk=shut.membership_id).update(state=MembershipState.LEFT)
    lift(actor=cast.coordinator, suspension=shut)
    assert place(cast.facilitator, cast).state == MembershipState.LEFT


def test_an_exclusion_leaves_whoever_left_meanwhile_as_she_left(cast: Cast, shut: Suspension, second: Person) -> None:
    Membership.objects.filter(pk=shut.membership_id).update(state=MembershipState.LEFT)
    exclude(actor=second, suspension=shut, answer="Décidé.")
    assert place(cast.facilitator, cast).state == MembershipState.LEFT


def test_a_break_is_begun_by_oneself_alone(cast: Cast) -> None:
    assert can_pause(cast.person("member"), place(cast.member, cast))
    assert not can_pause(cast.person("coordinator"), place(cast.member, cast))


def test_a_closed_account_decides_nothing_and_leaves_the_appeal_to_those_above(
    cast: Cast, shut: Suspension, second: Person
) -> None:
    Suspension.objects.filter(pk=shut.pk).update(appealed_at=timezone.now())
    row = Suspension.objects.get(pk=shut.pk)
    assert deciders(row) == [second.pk]
    assert not visible_suspensions(cast.person("steward")).exists()
    Person.objects.filter(pk=second.pk).update(is_active=False)
    assert deciders(row) == [cast.steward.pk]
    assert list(visible_suspensions(cast.person("steward"))) == [row]


def test_she_who_is_suspended_is_not_left_to_decide_on_herself(cast: Cast, shut: Suspension) -> None:
    grant(cast.facilitator, cast.here, Role.COORDINATOR)
    Suspension.objects.filter(pk=shut.pk).update(appealed_at=timezone.now())
    row = Suspension.objects.get(pk=shut.pk)
    assert deciders(row) == [cast.steward.pk]
    assert list(visible_suspensions(cast.person("steward"))) == [row]


def test_the_coordination_reads_every_suspension_of_its_own(cast: Cast, shut: Suspension, second: Person) -> None:
    assert {name for name, one in cast.everyone().items() if visible_suspensions(one).exists()} == {
        "coordinator",
        "facilitator",
    }
    assert list(visible_suspensions(second)) == [shut]


def test_only_the_network_just_above_is_left_to_decide(cast: Cast, shut: Suspension) -> None:
    far = make_person("Loin")
    grant(far, make_community(kind="global"), Role.STEWARD)
    helper = make_person("Aide")
    grant(helper, cast.network, Role.TRANSLATOR)
    Suspension.objects.filter(pk=shut.pk).update(appealed_at=timezone.now())
    assert deciders(Suspension.objects.get(pk=shut.pk)) == [cast.steward.pk]


def test_an_appeal_is_for_what_holds(cast: Cast, shut: Suspension) -> None:
    assert can_appeal(cast.person("facilitator"), shut)
    lift(actor=cast.coordinator, suspension=shut)
    assert "already ended" in str(can_appeal(cast.person("facilitator"), Suspension.objects.get(pk=shut.pk)).why)
