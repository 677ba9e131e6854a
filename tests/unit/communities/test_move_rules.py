"""A move and a question of protection: each condition by itself, and what a move leaves as it was."""

from __future__ import annotations

import pytest
from django.utils import timezone

from palabre.communities.actions import accept_move, ask_move
from palabre.communities.choices import CommunityKind, RiskProfile, Role, Sharing
from palabre.communities.models import Community, Move, RiskEasing, SharingAgreement
from palabre.communities.rules import (
    can_accept_move,
    can_ask_move,
    can_ask_risk,
    can_end_easing,
    can_end_move,
    fits,
    visible_easings,
    visible_moves,
)
from palabre.people.models import Person
from tests.factories import grant, make_community, make_person
from tests.personas import Cast


@pytest.fixture
def shore() -> Community:
    return make_community("Réseau Rivage", kind=CommunityKind.NETWORK)


@pytest.fixture
def carer(shore: Community) -> Person:
    person = make_person("Autre réseau")
    grant(person, shore, Role.STEWARD)
    return person


def now(move: Move) -> Move:
    return Move.objects.select_related("community", "after").get(pk=move.pk)


def test_a_move_ends_what_its_community_shared_and_nothing_else(cast: Cast, shore: Community, carer: Person) -> None:
    signed = timezone.now()
    before, sister, old = (
        SharingAgreement.objects.create(
            child=child, parent=cast.network, level=Sharing.RESULTS, signed_at=signed, ended_at=ended
        )
        for child, ended in ((cast.here, None), (cast.there, None), (cast.here, signed))
    )
    move = accept_move(actor=carer, move=ask_move(actor=cast.steward, community=cast.here, after=shore))
    for row in (before, sister, old):
        row.refresh_from_db()
    assert before.ended_at is not None
    assert sister.ended_at is None
    assert old.ended_at == signed, "what had ended keeps its day"
    row = now(move)
    assert (row.accepted_by, row.accepted_at is not None) == (carer, True)


def test_what_is_over_is_not_answered_twice(cast: Cast, shore: Community, carer: Person) -> None:
    move = now(ask_move(actor=cast.steward, community=cast.here, after=shore))
    assert can_accept_move(carer, move)
    assert can_end_move(carer, move)
    for field in ("accepted_at", "ended_at"):
        Move.objects.filter(pk=move.pk).update(accepted_at=None, ended_at=None)
        Move.objects.filter(pk=move.pk).update(**{field: timezone.now()})
        assert not can_accept_move(carer, now(move)), field
        assert not can_end_move(carer, now(move)), field
    assert can_ask_move(cast.person("steward"), cast.here, shore), "the next one may be asked for"


def test_a_move_is_from_where_the_community_stood_when_it_was_asked(
    cast: Cast, shore: Community, carer: Person
) -> None:
    move = ask_move(actor=cast.steward, community=cast.here, after=shore)
    Community.objects.filter(pk=cast.here.pk).update(parent=make_community(kind=CommunityKind.NETWORK))
    assert "elsewhere" in str(can_accept_move(carer, now(move)).why)


def test_where_a_community_fits(cast: Cast, shore: Community) -> None:
    steward = cast.person("steward")
    assert "already" in str(can_ask_move(steward, cast.here, cast.network).why)
    assert "below itself" in str(fits(shore, shore).why)
    Community.objects.filter(pk=shore.pk).update(stage="closed")
    shore.refresh_from_db()
    assert "closed" in str(fits(cast.here, shore).why)


def test_only_one_stands_for_everybody_else_and_others_may_stand_beside_it(cast: Cast, shore: Community) -> None:
    make_community("Beside", parent=shore)
    cast.here.catch_all = True
    assert fits(cast.here, shore), "others do not count"
    make_community("Mondiale", parent=shore, catch_all=True)
    assert "everybody else" in str(fits(cast.here, shore).why)
    assert fits(cast.there, shore)


def test_a_move_is_read_on_both_sides_and_by_who_coordinates_the_community(
    cast: Cast, shore: Community, carer: Person
) -> None:
    ask_move(actor=cast.steward, community=cast.here, after=shore)
    readers = {name for name, person in cast.everyone().items() if visible_moves(person).exists()}
    assert readers == {"steward", "coordinator"}
    assert visible_moves(carer).exists()
    inner = make_person()
    grant(inner, cast.here, Role.STEWARD)
    assert visible_moves(inner).exists()


@pytest.fixture
def easing(cast: Cast) -> RiskEasing:
    Community.objects.filter(pk=cast.here.pk).update(risk=RiskProfile.HIGH)
    return RiskEasing.objects.create(
        community=cast.here, before="high", after="standard", reason="R", asked_by=cast.coordinator
    )


def test_a_question_of_protection_is_taken_back_or_declined_while_it_waits(cast: Cast, easing: RiskEasing) -> None:
    allowed = {name for name, person in cast.everyone().items() if can_end_easing(person, easing)}
    assert allowed == {"coordinator", "steward"}
    for field in ("confirmed_at", "ended_at"):
        row = RiskEasing.objects.get(pk=easing.pk)
        setattr(row, field, timezone.now())
        assert not can_end_easing(cast.person("coordinator"), row), field


def test_protection_is_asked_for_once_and_never_for_what_stands(cast: Cast, easing: RiskEasing) -> None:
    here, actor = Community.objects.get(pk=cast.here.pk), cast.person("coordinator")
    assert "today" in str(can_ask_risk(actor, here, RiskProfile.HIGH).why)
    assert "already been asked" in str(can_ask_risk(actor, here, RiskProfile.STANDARD).why)
    for field in ("confirmed_at", "ended_at"):
        RiskEasing.objects.update(confirmed_at=None, ended_at=None)
        RiskEasing.objects.update(**{field: timezone.now()})
        assert can_ask_risk(actor, here, RiskProfile.STANDARD), field


def test_who_reads_a_question_of_protection(cast: Cast, easing: RiskEasing) -> None:
    readers = {name for name, person in cast.everyone().items() if visible_easings(person).exists()}
    assert readers == {"coordinator", "steward"}
    inner = make_person()
    grant(inner, cast.here, Role.STEWARD)
    assert visible_easings(inner).exists()


def test_whoever_cares_for_both_sides_does_not_answer_herself_unless_she_is_alone(
    cast: Cast, shore: Community, carer: Person
) -> None:
    grant(cast.steward, shore, Role.STEWARD)
    move = ask_move(actor=cast.person("steward"), community=cast.here, after=shore)
    assert "not the one who asked" in str(can_accept_move(cast.person("steward"), now(move)).why)
    assert can_accept_move(carer, now(move))
    Person.objects.filter(pk=carer.pk).update(is_active=False)
    assert can_accept_move(cast.person("steward"), now(move)), "nobody else is left to answer"


def test_a_move_that_was_made_leaves_room_for_the_next(cast: Cast, shore: Community, carer: Person) -> None:
    accept_move(actor=carer, move=ask_move(actor=cast.steward, community=cast.here, after=shore))
    here = Community.objects.get(pk=cast.here.pk)
    assert can_ask_move(Person.objects.get(pk=carer.pk), here, cast.network)
