"""Help from outside, and check-ins: who sees them, what is written there, what becomes of a difficulty."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from palabre.commitments.actions import keep_commitment, open_commitment
from palabre.commitments.queries import list_page, open_for
from palabre.commitments.rules import can_view_commitment, visible_commitments
from palabre.communities.models import Membership
from palabre.groups.actions.checkins import open_check_in, promise_at_check_in, write_report
from palabre.groups.actions.support import answer_support, ask_support
from palabre.groups.choices import GroupStage
from palabre.groups.models import CheckIn, GroupMembership, SupportRequest
from palabre.groups.queries.checkins import check_in_page, leads_to_note
from palabre.groups.queries.plans import plan_page, support_of
from palabre.groups.rules.checkins import can_open_check_in, can_view_check_in, can_write_report, visible_check_ins
from palabre.groups.rules.plans import can_answer_support, can_see_support
from palabre.kit.verdict import Clash, Refused
from tests.factories import grant, join, make_community, make_person
from tests.unit.groups.making_plans import Circle, at, day, make_circle

pytestmark = pytest.mark.django_db
NAMES = ("lead", "member", "second", "mel", "coordinator", "other_lead", "bystander")
SAID = {"progress": "Quatre équipes écoutées", "difficulties": "Pas d’interprète", "help_wanted": "", "next_steps": ""}


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def opened(circle: Circle, on: date | None = None) -> CheckIn:
    return open_check_in(actor=circle.person("mel"), community=circle.community, held_on=on or day(0))


def test_a_group_asks_for_help_and_mel_or_coordination_answers_once(circle: Circle) -> None:
    with pytest.raises(Refused):
        ask_support(actor=circle.person("mel"), group=circle.group, text="Une interprète")
    asked = ask_support(actor=circle.person("member"), group=circle.group, text="Une interprète pour mars")
    can = [name for name in NAMES if can_answer_support(circle.person(name), asked)]
    assert can == ["mel", "coordinator"]
    with pytest.raises(Refused) as wordless:
        answer_support(actor=circle.person("mel"), support=asked, granted=True, answer=" ")
    assert wordless.value.field == "answer"
    answer_support(actor=circle.person("mel"), support=asked, granted=False, answer="Pas avant avril.")
    with pytest.raises(Refused):
        answer_support(actor=circle.person("coordinator"), support=asked, granted=True, answer="Si.")
    assert plan_page(circle.person("member"), circle.group).support[0].row.answer == "Pas avant avril."
    ask_support(actor=circle.person("other_lead"), group=circle.other, text="Un formateur")
    assert [one.row.plan.group for one in support_of(circle.person("mel"), circle.community)] == [
        circle.other, circle.group,
    ]  # fmt: skip
    assert [n for n in NAMES if can_see_support(circle.person(n), circle.community)] == ["mel", "coordinator"]


def test_help_is_asked_for_in_its_time(circle: Circle) -> None:
    at(circle, GroupStage.QUESTIONS)
    with pytest.raises(Refused):
        ask_support(actor=circle.person("member"), group=circle.group, text="Trop tôt")
    assert not SupportRequest.objects.exists()


@pytest.mark.covers("INV-22")
def test_a_check_in_exists_for_leads_mel_and_coordination_only(circle: Circle) -> None:
    stranger = make_person("Ailleurs")
    there = make_community("Ailleurs")
    join(stranger, there)
    grant(stranger, there, "mel")
    assert [n for n in NAMES if can_open_check_in(circle.person(n), circle.community)] == ["mel", "coordinator"]
    check_in = opened(circle)
    seen = [name for name in NAMES if can_view_check_in(circle.person(name), check_in)]
    assert seen == ["lead", "mel", "coordinator", "other_lead"]
    assert [name for name in NAMES if visible_check_ins(circle.person(name)).exists()] == seen
    assert not visible_check_ins(stranger).exists()
    GroupMembership.objects.filter(person=circle.lead).update(leads=False)
    assert not can_view_check_in(circle.person("lead"), check_in)


def test_one_check_in_each_day(circle: Circle) -> None:
    opened(circle)
    for wrong in (day(0), None, day(800)):
        with pytest.raises(Refused) as refused:
            open_check_in(actor=circle.person("coordinator"), community=circle.community, held_on=wrong)
        assert refused.value.field == "held_on"


def test_each_group_reports_for_itself_and_two_writers_clash(circle: Circle) -> None:
    check_in = opened(circle)
    wanted = [n for n in NAMES if can_write_report(circle.person(n), check_in, circle.group)]
    assert wanted == ["lead", "mel", "coordinator"]
    with pytest.raises(Refused):
        write_report(actor=circle.person("other_lead"), check_in=check_in, group=circle.group, said=SAID)
    with pytest.raises(Refused):
        write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=dict.fromkeys(SAID, ""))
    report = write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=SAID, seen=0)
    with pytest.raises(Clash) as clash:
        write_report(actor=circle.person("mel"), check_in=check_in, group=circle.group, said=SAID, seen=0)
    assert clash.value.theirs.progress == SAID["progress"]
    assert report.version == 1


def test_a_difficulty_becomes_a_commitment_that_the_next_check_in_shows_first(circle: Circle) -> None:
    check_in = opened(circle, day(-30))
    report = write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=SAID)
    promise = {"text": "Trouver une interprète", "due": day(10), "person": circle.lead, "language": "fr"}
    with pytest.raises(Refused):
        promise_at_check_in(actor=circle.person("other_lead"), report=report, **promise)
    with pytest.raises(Refused) as dateless:
        promise_at_check_in(actor=circle.person("lead"), report=report, **(promise | {"due": None}))
    assert dateless.value.field == "due"
    thread = promise_at_check_in(actor=circle.person("lead"), report=report, **promise)
    following = opened(circle)
    page = check_in_page(circle.person("mel"), following)
    assert page.before == check_in
    assert page.promised == [(circle.group, [thread.commitment])]
    keep_commitment(actor=circle.person("lead"), commitment=thread.commitment, evidence="Contrat signé")
    page = check_in_page(circle.person("mel"), following)
    assert page.promised[0][1][0].state == "done"


PROMISE = {"text": "Trouver une interprète", "language": "fr"}


def test_mel_notes_what_a_lead_promises_there_and_only_there(circle: Circle) -> None:
    """`member` leads nothing; MEL is no member of the cohort."""
    Membership.objects.filter(person=circle.mel).delete()
    check_in = opened(circle)
    report = write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=SAID)
    assert set(leads_to_note(circle.person("mel"), circle.community)) == {circle.lead.pk, circle.other_lead.pk}
    assert leads_to_note(circle.person("lead"), circle.community) == []
    promise = PROMISE | {"due": day(10)}
    for actor, owner in (("mel", "member"), ("lead", "other_lead")):
        with pytest.raises(Refused) as refused:
            promise_at_check_in(actor=circle.person(actor), report=report, person=circle.person(owner), **promise)
        assert refused.value.field == "owner"
    with pytest.raises(Refused):
        open_commitment(actor=circle.person("mel"), community=circle.community, person=circle.lead, **promise)
    thread = promise_at_check_in(actor=circle.person("mel"), report=report, person=circle.other_lead, **promise)
    assert thread.commitment.person == circle.other_lead


def test_what_was_promised_at_a_check_in_stays_among_the_leads(circle: Circle) -> None:
    check_in = opened(circle)
    report = write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=SAID)
    promise = PROMISE | {"due": day(10)}
    kept = promise_at_check_in(actor=circle.person("lead"), report=report, person=circle.lead, **promise).commitment
    for_all = open_commitment(
        actor=circle.person("member"), community=circle.community, person=circle.member, **promise
    )
    inside = ["lead", "mel", "coordinator", "other_lead"]
    for name in NAMES:
        reader = circle.person(name)
        assert can_view_commitment(reader, for_all)
        assert bool(can_view_commitment(reader, kept)) == (name in inside), name
        lists = [open_for(reader, circle.community), list_page(reader, circle.community, {}).part.items]
        assert [kept in one for one in lists] == [name in inside] * 2, name
        assert all(for_all in one for one in lists)
    GroupMembership.objects.filter(person=circle.lead).update(leads=False)
    assert can_view_commitment(circle.person("lead"), kept), "her own"
    assert not visible_commitments(make_person("Ailleurs")).exists()


def test_without_a_difficulty_there_is_nothing_to_answer(circle: Circle) -> None:
    check_in = opened(circle)
    said = SAID | {"difficulties": ""}
    report = write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said=said)
    with pytest.raises(Refused):
        promise_at_check_in(
            actor=circle.person("lead"), report=report, text="Rien", due=day(3), person=circle.lead, language="fr"
        )


def test_a_closed_group_reports_no_more(circle: Circle) -> None:
    check_in = opened(circle)
    at(circle, GroupStage.CLOSED)
    for name in ("lead", "mel"):
        with pytest.raises(Refused):
            write_report(actor=circle.person(name), check_in=check_in, group=circle.group, said=SAID)
    assert timezone.localdate() == check_in.held_on
