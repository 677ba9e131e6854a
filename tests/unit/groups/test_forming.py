"""Groups are opened, chosen, shared out; places move; leads are named and replaced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from palabre.communities.choices import Level, MembershipState
from palabre.communities.models import Membership
from palabre.groups.actions.erasing import end_places_left, erase_group_places
from palabre.groups.actions.forming import change_group, choose, drop_group, open_choice, open_group
from palabre.groups.actions.leading import end_lead, name_lead
from palabre.groups.actions.sharing_out import confirm_sharing, correct_line, place_member, propose_sharing
from palabre.groups.models import Grouping, GroupMembership, Preference, ProposedPlace
from palabre.groups.queries.forming import cohort, unplaced
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.circles import circles, fresh_circles, leads_of
from palabre.groups.rules.forming import can_see_places
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from tests.factories import join, make_person
from tests.personas import Cast
from tests.unit.groups.making_groups import at_work, make_group, newcomers, put_in

pytestmark = pytest.mark.django_db


def later(days: int = 7) -> object:
    return timezone.now() + timedelta(days=days)


def shut(grouping: Grouping) -> None:
    Grouping.objects.filter(pk=grouping.pk).update(choose_until=timezone.now() - timedelta(minutes=1))


def test_only_the_coordination_opens_groups(cast: Cast) -> None:
    for name in ("member", "core", "facilitator", "outsider", "steward", "nobody"):
        with pytest.raises(Refused):
            open_group(actor=cast.person(name), community=cast.here, theme="T", about="", language="fr")
    assert make_group(cast).position == 1
    assert make_group(cast, 1).position == 2


def test_a_group_has_a_theme_and_sensible_places(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        make_group(cast, theme=" ")
    assert refused.value.field == "theme_fr"
    with pytest.raises(Refused) as refused:
        make_group(cast, places=1)
    assert refused.value.field == "places"


def test_two_writers_of_one_group_notice_each_other(cast: Cast) -> None:
    group = make_group(cast)
    seen = seal_of(group, "places")
    change_group(actor=cast.coordinator, group=group, theme="Autre", about="", seen=seen)
    with pytest.raises(Clash):
        change_group(actor=cast.coordinator, group=group, theme="Encore", about="", seen=seen)


def test_a_group_in_which_nobody_was_placed_is_taken_back(cast: Cast) -> None:
    empty, full = make_group(cast), make_group(cast, 1)
    put_in(cast.member, full)
    drop_group(actor=cast.coordinator, group=empty)
    with pytest.raises(Refused):
        drop_group(actor=cast.coordinator, group=full)


def test_the_choice_opens_with_two_groups_in_both_languages(cast: Cast) -> None:
    make_group(cast)
    with pytest.raises(Refused):
        open_choice(actor=cast.coordinator, community=cast.here, until=later())
    one_half = make_group(cast, 1, other_theme="")
    with pytest.raises(Refused):
        open_choice(actor=cast.coordinator, community=cast.here, until=later())
    change_group(actor=cast.coordinator, group=one_half, theme="T", about="", other_theme="T")
    with pytest.raises(Refused) as refused:
        open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now())
    assert refused.value.field == "day"
    open_choice(actor=cast.coordinator, community=cast.here, until=later())


def test_a_choice_is_changed_until_the_moment_and_not_after(cast: Cast) -> None:
    one, two = make_group(cast), make_group(cast, 1)
    grouping = open_choice(actor=cast.coordinator, community=cast.here, until=later())
    choose(actor=cast.member, community=cast.here, ranking=[one, two])
    choose(actor=cast.member, community=cast.here, ranking=[two])
    assert list(Preference.objects.values_list("group", "rank")) == [(two.pk, 1)]
    with pytest.raises(Refused):
        choose(actor=cast.member, community=cast.here, ranking=[one, one])
    with pytest.raises(Refused):
        choose(actor=cast.member, community=cast.here, ranking=[])
    with pytest.raises(Refused):
        choose(actor=cast.member, community=cast.here, ranking=[one], now=grouping.choose_until)
    choose(actor=cast.member, community=cast.here, ranking=[one], now=grouping.choose_until - timedelta(seconds=1))
    for name in ("outsider", "nobody", "steward"):
        with pytest.raises(Refused):
            choose(actor=cast.person(name), community=cast.here, ranking=[one])


def test_whoever_accompanies_is_shared_out_only_if_she_chose(cast: Cast) -> None:
    one, _two = make_group(cast), make_group(cast, 1)
    open_choice(actor=cast.coordinator, community=cast.here, until=later())
    Membership.objects.filter(person=cast.second_member).update(level=Level.OBSERVER)
    people = set(cohort(cast.here).values_list("person_id", flat=True))
    assert people == {cast.member.pk, cast.core.pk, cast.translator.pk}
    choose(actor=cast.facilitator, community=cast.here, ranking=[one])
    assert cast.facilitator.pk in cohort(cast.here).values_list("person_id", flat=True)


def test_the_sharing_out_is_proposed_corrected_and_confirmed(cast: Cast) -> None:
    one, two = make_group(cast, places=3), make_group(cast, 1, places=2)
    grouping = open_choice(actor=cast.coordinator, community=cast.here, until=later())
    for name in ("member", "core", "second_member"):
        choose(actor=cast.person(name), community=cast.here, ranking=[one, two])
    with pytest.raises(Refused):
        propose_sharing(actor=cast.coordinator, community=cast.here)
    shut(grouping)
    with pytest.raises(Refused):
        propose_sharing(actor=cast.member, community=cast.here)
    propose_sharing(actor=cast.coordinator, community=cast.here)
    assert not GroupMembership.objects.exists()
    assert ProposedPlace.objects.get(person=cast.translator).group == two
    line = ProposedPlace.objects.get(person=cast.member)
    assert (line.group, line.rank) == (one, 1)
    correct_line(actor=cast.coordinator, line=line, group=two)
    confirm_sharing(actor=cast.coordinator, community=cast.here)
    assert GroupMembership.objects.get(person=cast.member).group == two
    assert not ProposedPlace.objects.exists()
    assert not unplaced(cast.here).exists()
    for again in (propose_sharing, confirm_sharing):
        with pytest.raises(Refused):
            again(actor=cast.coordinator, community=cast.here)


def test_too_many_by_hand_is_refused_when_it_is_confirmed(cast: Cast) -> None:
    make_group(cast, places=2)
    two = make_group(cast, 1, places=2)
    shut(open_choice(actor=cast.coordinator, community=cast.here, until=later()))
    propose_sharing(actor=cast.coordinator, community=cast.here)
    for line in ProposedPlace.objects.exclude(group=two)[:1]:
        correct_line(actor=cast.coordinator, line=line, group=two)
    with pytest.raises(Refused):
        confirm_sharing(actor=cast.coordinator, community=cast.here)
    assert not GroupMembership.objects.exists()


def test_more_members_than_places_is_refused_with_what_to_do(cast: Cast) -> None:
    make_group(cast, places=2)
    make_group(cast, 1, places=2)
    newcomers(cast.here, 1)
    shut(open_choice(actor=cast.coordinator, community=cast.here, until=later()))
    with pytest.raises(Refused, match="places"):
        propose_sharing(actor=cast.coordinator, community=cast.here)


@pytest.mark.covers("INV-05")
def test_a_member_belongs_to_exactly_one_group_and_a_move_keeps_history(cast: Cast) -> None:
    one, two = make_group(cast, places=2), make_group(cast, 1)
    place_member(actor=cast.coordinator, group=one, person=cast.member)
    place_member(actor=cast.coordinator, group=two, person=cast.member)
    place_member(actor=cast.coordinator, group=two, person=cast.member)
    rows = GroupMembership.objects.filter(person=cast.member).order_by("pk")
    assert [(row.group_id, row.left_at is None) for row in rows] == [(one.pk, False), (two.pk, True)]
    with pytest.raises(IntegrityError):
        put_in(cast.member, one)


def test_a_full_group_and_a_stranger_are_refused(cast: Cast) -> None:
    one = make_group(cast, places=2)
    for name in ("member", "core"):
        place_member(actor=cast.coordinator, group=one, person=cast.person(name))
    with pytest.raises(Refused):
        place_member(actor=cast.coordinator, group=one, person=cast.second_member)
    with pytest.raises(Refused):
        place_member(actor=cast.coordinator, group=make_group(cast, 1), person=cast.outsider)
    with pytest.raises(Refused):
        place_member(actor=cast.core, group=make_group(cast, 2), person=cast.second_member)


def test_one_or_two_lead_and_a_group_without_a_lead_names_one(cast: Cast) -> None:
    group = make_group(cast)
    for name in ("member", "core", "second_member"):
        put_in(cast.person(name), group)
    name_lead(actor=cast.member, group=group, person=cast.core)
    with pytest.raises(Refused):
        name_lead(actor=cast.member, group=group, person=cast.member)
    name_lead(actor=cast.core, group=group, person=cast.member)
    with pytest.raises(Refused):
        name_lead(actor=cast.coordinator, group=group, person=cast.second_member)
    assert {row.person_id for row in leads_of(cast.here)} == {cast.core.pk, cast.member.pk}
    for person in (cast.core, cast.member):
        end_lead(actor=person, group=group, person=person)
    assert Entry.objects.filter(kind="groups.lead_missing").count() == 1
    with pytest.raises(Refused):
        name_lead(actor=cast.coordinator, group=group, person=cast.translator)


def test_whoever_leaves_the_community_has_left_her_group_and_the_group_is_told(cast: Cast) -> None:
    group = at_work(cast)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.LEFT, left_at=timezone.now())
    assert not leads_of(cast.here).exists()
    name_lead(actor=cast.second_member, group=group, person=cast.second_member)
    end_lead(actor=cast.second_member, group=group, person=cast.second_member)
    assert end_places_left() == 1
    assert end_places_left() == 0
    place = GroupMembership.objects.get(person=cast.member)
    assert (place.left_at is not None, place.leads) == (True, False)


def test_a_suspended_member_keeps_her_place_and_counts_nowhere(cast: Cast) -> None:
    at_work(cast)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.SUSPENDED)
    assert end_places_left() == 0
    assert not leads_of(cast.here).exists()


def test_an_erased_lead_leaves_a_group_that_is_told(cast: Cast) -> None:
    at_work(cast)
    erase_group_places(person=cast.member)
    assert Entry.objects.filter(kind="groups.lead_missing").exists()
    assert not circles(fresh_circles(cast.member)).led


@pytest.mark.parametrize(("risk", "seen"), [("standard", True), ("elevated", False), ("high", False)])
def test_who_is_in_a_group_is_known_by_risk(cast: Cast, risk: str, seen: bool) -> None:
    cast.here.risk = risk
    cast.here.save(update_fields=["risk"])
    group = at_work(cast)
    other = make_person()
    join(other, cast.here)
    assert bool(can_see_places(other, group)) is seen
    assert can_see_places(cast.second_member, group)
    assert can_see_places(cast.facilitator, group)
