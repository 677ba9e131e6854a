"""Sittings and decisions: who may, on what, in which order; places are never exceeded; conflicts stand aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.calls.actions.deciding import Ruling, decide, note_sitting, offer_next
from palabre.calls.actions.interviewing import invite_to_talk
from palabre.calls.actions.letters import prepare_letters
from palabre.calls.choices import ApplicationState, CallState, ConflictKind, Outcome
from palabre.calls.models import Conflict, Interview, Letter, Review, SelectionDecision
from palabre.calls.rules.deciding import STEPS, candidates, places_left
from palabre.communities.choices import Role
from palabre.communities.models import Membership
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.factories import grant, join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import WORDS, Selecting, in_state, state_of
from tests.unit.calls.making_reviewing import make_application, to

pytestmark = pytest.mark.django_db
S, O = ApplicationState, Outcome  # noqa: E741


@pytest.fixture
def here(cast: Cast) -> Selecting:
    return Selecting(cast)


def refused(call: object, words: str = "", field: str | None = None) -> Refused:
    with pytest.raises(Refused, match=words or ".") as error:
        call()  # type: ignore[operator]
    if field is not None:
        assert error.value.field == field
    return error.value


def test_a_sitting_needs_two_of_the_committee_and_a_day_after_the_closing(here: Selecting) -> None:
    row = here.sitting(words="Nous avons pesé l’équilibre.")
    assert row.present.count() == 2
    refused(lambda: here.sitting(present=here.seats[:1]), "nobody decides alone", "present")
    refused(lambda: here.sitting(held_on=timezone.localdate() + timedelta(days=1)), field="held_on")
    refused(lambda: here.sitting(held_on=timezone.localdate() - timedelta(days=90)), field="held_on")
    elsewhere = Selecting(here.cast)
    refused(lambda: here.sitting(present=[*here.seats, elsewhere.seats[0]]), field="present")
    assert here.sitting(actor=here.reader()).recorded_by == here.reader()
    for name in ("member", "facilitator", "outsider", "steward", "nobody"):
        refused(lambda name=name: here.sitting(actor=here.cast.person(name)), "coordination and the committee")
    to(here.call, CallState.PUBLISHED)
    refused(here.sitting, "until the selection is published")


def test_several_files_are_decided_at_once_with_reasons_and_words(here: Selecting) -> None:
    one, two, three, _four = here.files
    sitting = here.sitting()
    made = decide(
        actor=here.lead, deliberation=sitting,
        rulings=[
            Ruling(application=one, outcome=O.SHORTLIST, **WORDS),
            Ruling(application=two, outcome=O.WAITLIST, rank=2, **WORDS),
            Ruling(application=three, outcome=O.DECLINE, reasons="Hors thème.", feedback="Une autre fois."),
        ],
    )  # fmt: skip
    assert [state_of(file) for file in here.files] == ["shortlisted", "waitlisted", "declined", "in_review"]
    assert [row.rank for row in made] == [None, 2, None]
    assert made[2].feedback == "Une autre fois."
    told = Entry.objects.filter(kind="calls.decided")
    assert [entry.facts["outcome"] for entry in told.order_by("pk")] == ["shortlist", "waitlist", "decline"]
    assert not any("thème" in str(entry.facts) for entry in Entry.objects.all())


def test_what_was_decided_lies_sealed(here: Selecting) -> None:
    from django.db import connection

    here.decide(O.DECLINE, here.files[0], reasons="Trop loin du thème ZQX")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reasons, feedback FROM calls_selectiondecision")
        assert "ZQX" not in str(cursor.fetchall())


def test_all_of_it_or_nothing(here: Selecting) -> None:
    one, two = here.files[:2]
    rulings = [
        Ruling(application=one, outcome=O.SHORTLIST, **WORDS),
        Ruling(application=two, outcome=O.DECLINE, reasons=" "),
    ]
    error = refused(lambda: decide(actor=here.lead, deliberation=here.sitting(), rulings=rulings))
    assert error.field == f"{two.public_id}-reasons"
    assert state_of(one) == S.IN_REVIEW
    assert not SelectionDecision.objects.exists()
    refused(
        lambda: decide(actor=here.lead, deliberation=here.sitting(), rulings=[rulings[0], rulings[0]]), "each one once"
    )


@pytest.mark.covers("INV-14")
def test_nothing_is_decided_on_a_file_that_fewer_than_two_have_read(here: Selecting) -> None:
    lonely = here.file()
    review = Review.objects.filter(assignment__application=lonely).first()
    assert review is not None
    review.void_at = timezone.now()
    review.save(update_fields=["void_at"])
    for outcome in (O.SHORTLIST, O.WAITLIST, O.DECLINE):
        error = refused(lambda outcome=outcome: here.decide(outcome, lonely), "Fewer reviews than needed")
        assert error.field == f"{lonely.public_id}-outcome"
    review.void_at = None
    review.save(update_fields=["void_at"])
    here.decide(O.SHORTLIST, lonely)
    assert state_of(lonely) == S.SHORTLISTED


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("state", sorted(set(ApplicationState) - {"draft"}))
def test_no_outcome_leaves_the_table(here: Selecting, state: str, outcome: str) -> None:
    file = in_state(here.files[0], state)
    allowed, after = STEPS[Outcome(outcome)]
    if state in allowed:
        here.decide(outcome, file)
        assert state_of(file) == after
        return
    refused(lambda: here.decide(outcome, file))
    assert state_of(file) == state


def test_offers_wait_for_the_selection(here: Selecting) -> None:
    here.shortlist(here.files[0])
    to(here.call, CallState.INTERVIEWS)
    refused(lambda: here.decide(O.OFFER, here.files[0]), "during the selection")
    to(here.call, CallState.REVIEW)
    refused(lambda: here.decide(O.DECLINE, here.files[1]), "once the reading is over")


def test_offers_never_exceed_the_places(here: Selecting) -> None:
    here.shortlist(*here.files)
    refused(lambda: here.decide(O.OFFER, *here.files[:3]), "not so many places")
    here.decide(O.OFFER, *here.files[:2])
    refused(lambda: here.decide(O.OFFER, here.files[2]), "not so many places")
    assert places_left(here.call) == 0
    in_state(here.files[0], S.WITHDRAWN)
    here.decide(O.OFFER, here.files[2])
    assert state_of(here.files[2]) == S.OFFERED


def test_the_waiting_list_has_an_order_and_one_place_for_each(here: Selecting) -> None:
    one, two, three, four = here.files
    assert here.decide(O.WAITLIST, one)[0].rank == 1
    assert here.decide(O.WAITLIST, two, rank=7)[0].rank == 7
    error = refused(lambda: here.decide(O.WAITLIST, three, rank=7), "already has this place")
    assert error.field == f"{three.public_id}-rank"
    assert here.decide(O.WAITLIST, three)[0].rank == 8
    in_state(one, S.WITHDRAWN)
    assert here.decide(O.WAITLIST, four, rank=1)[0].rank == 1


def test_a_free_place_goes_to_the_next_of_the_waiting_list(here: Selecting) -> None:
    one, two, three, four = here.files
    here.offer(three, four)
    here.decide(O.WAITLIST, one, rank=2)
    here.decide(O.WAITLIST, two, rank=1)
    refused(lambda: offer_next(actor=here.lead, application=two), "No place is free")
    in_state(three, S.WITHDRAWN)
    refused(lambda: offer_next(actor=here.lead, application=one), "before her")
    refused(lambda: offer_next(actor=here.reader(), application=two), "by the coordination")
    decision = offer_next(actor=here.lead, application=two)
    assert (state_of(two), decision.deliberation) == (S.OFFERED, None)
    refused(lambda: offer_next(actor=here.lead, application=two), "does not follow")


def test_whoever_is_tied_neither_decides_nor_counts(here: Selecting) -> None:
    file = here.files[0]
    Conflict.objects.create(reviewer=here.seats[0], application=file, kind=ConflictKind.DECLARED)
    refused(lambda: here.decide(O.DECLINE, file), "fewer than two may decide")
    assert file not in candidates(here.reader(0), here.call)
    assert file in candidates(here.reader(1), here.call)
    third = Selecting(here.cast, seats=3)
    tied = third.files[0]
    Conflict.objects.create(reviewer=third.seats[2], application=tied, kind=ConflictKind.DECLARED)
    refused(lambda: third.decide(O.DECLINE, tied, actor=third.reader(2)), "You are tied")
    third.decide(O.DECLINE, tied, actor=third.reader(0))
    assert state_of(tied) == S.DECLINED


def test_a_coordination_is_tied_by_the_data_too(here: Selecting) -> None:
    house = make_organisation("Maison du Fleuve")
    Membership.objects.filter(person=here.lead, community=here.cast.here).update(organisation=house)
    tied = here.file(organisation="  maison du FLEUVE ")
    refused(lambda: here.decide(O.SHORTLIST, tied), "You are tied")
    other = make_person("Autre coordination")
    join(other, here.cast.here)
    grant(other, here.cast.here, Role.COORDINATOR)
    here.decide(O.SHORTLIST, tied, actor=other)
    assert state_of(tied) == S.SHORTLISTED


def test_whoever_was_not_there_does_not_note_what_was_decided(cast: Cast) -> None:
    here = Selecting(cast, seats=3)
    sitting = here.sitting(present=here.seats[:2])
    rulings = [Ruling(application=here.files[0], outcome=O.DECLINE, **WORDS)]
    refused(lambda: decide(actor=here.reader(2), deliberation=sitting, rulings=rulings), "Whoever was at the sitting")
    decide(actor=here.reader(1), deliberation=sitting, rulings=rulings)
    assert state_of(here.files[0]) == S.DECLINED


def test_a_file_of_another_call_is_not_there(here: Selecting) -> None:
    elsewhere = make_application(Selecting(here.cast).call)
    refused(lambda: here.decide(O.DECLINE, elsewhere), "nothing here")


def test_a_decision_leaves_the_interview_as_it_was_and_drops_what_was_prepared(here: Selecting) -> None:
    file = here.files[0]
    here.shortlist(file)
    to(here.call, CallState.INTERVIEWS)
    invite_to_talk(actor=here.lead, call=here.call, applications=[file])
    to(here.call, CallState.SELECTION)
    here.decide(O.OFFER, file)
    assert Interview.objects.get(application=file).state == "invited"
    here.decide(O.WAITLIST, here.files[1])
    prepare_letters(actor=here.lead, call=here.call)
    in_state(file, S.WITHDRAWN)
    offer_next(actor=here.lead, application=here.files[1])
    assert not Letter.objects.filter(application=here.files[1]).exists()


def test_an_unsigned_coordination_only_reads(here: Selecting) -> None:
    Membership.objects.filter(person=here.lead, community=here.cast.here).update(state="approved")
    here.lead.__dict__.pop("_standing", None)
    refused(lambda: note_sitting(actor=here.lead, call=here.call, held_on=None, present=[]), "sign the code")
