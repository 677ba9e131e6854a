"""Who hears of plans, help, check-ins and outputs; what is kept of one person, and what stays when she is erased."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from palabre.exchange.actions.erasing import erase
from palabre.exchange.queries.own.planning import output_names_of, plan_words_of, steps_of
from palabre.groups.actions.approving import approve_plan, comment_plan, return_plan
from palabre.groups.actions.checkins import open_check_in, write_report
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.outputs import be_named, choose_credit
from palabre.groups.actions.plan_erasing import erase_plan_words
from palabre.groups.actions.publishing import publish_output
from palabre.groups.actions.support import answer_support, ask_support
from palabre.groups.models import CheckInReport, Contributor, PlanComment, PlanVersion
from palabre.groups.queries.naming import naming_for
from palabre.groups.queries.versions import read_version
from palabre.notices.chores import read_journal, send_mail
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.unit.groups.making_plans import Circle, day, make_circle, making, whole_output, whole_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def heard(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"groups.{kind}").values_list("person__display_name", flat=True)
    return sorted(rows)


def test_each_hears_what_waits_for_her(circle: Circle, as_person: Callable[[Person], Client]) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    return_plan(actor=circle.person("mel"), plan=circle.plan, text="Un mot.")
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    asked = ask_support(actor=circle.person("member"), group=circle.group, text="Une interprète")
    answer_support(actor=circle.person("mel"), support=asked, granted=True, answer="Oui.")
    open_check_in(actor=circle.person("mel"), community=circle.community, held_on=day(0))
    read_journal()
    assert heard("plan_submitted") == ["Coordinator", "Coordinator", "Mel", "Mel"]
    assert heard("plan_returned") == heard("plan_approved") == ["Lead", "Member", "Second"]
    assert heard("support_asked") == ["Coordinator", "Mel"]
    assert heard("support_answered") == ["Lead", "Member", "Second"]
    assert heard("check_in_opened") == ["Lead", "Other lead"]
    day_of_lead = as_person(circle.lead).get("/home/").content.decode()
    assert "Votre plan de travail est approuvé" in day_of_lead
    assert "Un point MEL est ouvert" in day_of_lead


def test_a_mail_says_neither_what_nor_where_and_nothing_once_it_is_answered(circle: Circle) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    read_journal()
    return_plan(actor=circle.person("mel"), plan=circle.plan, text="Un mot.")
    send_mail()
    assert mail.outbox == []
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    read_journal()
    send_mail()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        said = f"{letter.subject} {letter.body}"
        assert not [word for word in ("Racines", "Soin", "plan", "Lead") if word in said]


def test_a_published_output_is_told_to_the_community(circle: Circle, as_person: Callable[[Person], Client]) -> None:
    output = whole_output(circle, making(circle))
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    read_journal()
    assert heard("output_published") == ["Bystander", "Lead", "Mel", "Member", "Other lead", "Second"]
    assert "Douze récits" in as_person(circle.bystander).get("/home/").content.decode()


def test_what_is_kept_of_one_person_and_what_stays_without_her(circle: Circle) -> None:
    output = whole_output(circle, making(circle))
    choose_credit(actor=circle.person("lead"), output=output, credit="byline")
    output.refresh_from_db()
    be_named(actor=circle.person("member"), output=output, name="Awa D.")
    comment_plan(actor=circle.person("member"), plan=circle.plan, text="Ma remarque")
    ask_support(actor=circle.person("member"), group=circle.group, text="Mon aide")
    check_in = open_check_in(actor=circle.person("mel"), community=circle.community, held_on=day(0))
    write_report(actor=circle.person("lead"), check_in=check_in, group=circle.group, said={"progress": "Le mien"})
    assert len(steps_of(circle.member).rows) == 1
    assert [row["text"] for row in plan_words_of(circle.member).rows] == ["Ma remarque", "Mon aide"]
    assert [row["text"] for row in plan_words_of(circle.lead).rows] == ["Le mien"]
    assert [row["name"] for row in output_names_of(circle.member).rows] == ["Awa D."]
    erase(person=circle.person("member"))
    assert not Contributor.objects.exists()
    assert PlanComment.objects.get().by is None
    assert CheckInReport.objects.exists()
    version = PlanVersion.objects.get()
    names = naming_for(circle.person("lead"), circle.group)
    lines = [line.text for one in read_version(version, names, "fr") for line in one.lines]
    assert not [line for line in lines if "Member" in line]


def test_her_remarks_go_if_she_wants_her_words_deleted(circle: Circle) -> None:
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    for name in ("member", "second"):
        comment_plan(actor=circle.person(name), plan=circle.plan, text=f"De {name}")
    erase_plan_words(person=circle.member, delete=True)
    assert PlanComment.objects.get().by == circle.second
