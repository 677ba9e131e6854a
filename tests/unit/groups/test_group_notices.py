"""Who hears of a choice, a place, a question, a step, a group that nobody leads; and what it says on her day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from palabre.exchange.queries.own.groups import group_preferences_of, group_words_of, groups_of
from palabre.groups.actions.forming import choose, open_choice
from palabre.groups.actions.leading import end_lead
from palabre.groups.actions.questions import agree_question
from palabre.groups.actions.sharing_out import confirm_sharing, propose_sharing
from palabre.groups.actions.stages import take_stage
from palabre.groups.choices import GroupStage
from palabre.groups.models import Grouping
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from tests.personas import Cast
from tests.unit.groups.making_groups import asked, at_work, make_group

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    read_journal()
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_everybody_to_be_placed_hears_of_the_choice_and_then_of_her_group(cast: Cast, as_person) -> None:
    make_group(cast)
    make_group(cast, 1)
    open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=3))
    cohort = {cast.member.pk, cast.second_member.pk, cast.core.pk, cast.translator.pk}
    assert told("groups.choice_opened") == cohort
    assert "Choisissez votre groupe" in as_person(cast.member).get("/home/?lang=fr").content.decode()
    Grouping.objects.update(choose_until=timezone.now())
    propose_sharing(actor=cast.coordinator, community=cast.here)
    confirm_sharing(actor=cast.coordinator, community=cast.here)
    assert told("groups.formed") == cohort
    page = as_person(cast.member).get("/home/?lang=fr").content.decode()
    assert "Vous avez une place dans un groupe de travail" in page
    assert "Choisissez votre groupe" not in page


def test_a_group_hears_of_its_steps_and_questions_and_nobody_else_does(cast: Cast, as_person) -> None:
    group = at_work(cast, GroupStage.FORMING)
    take_stage(actor=cast.member, group=group, to=GroupStage.QUESTIONS)
    day = timezone.localdate() - timedelta(days=1)
    agree_question(actor=cast.member, question=asked(cast, group), decided_on=day, decision="Oui")
    others = {cast.second_member.pk, cast.core.pk}
    assert told("groups.stage_taken") == told("groups.question_agreed") == others
    page = as_person(cast.core).get("/home/?lang=fr").content.decode()
    assert "Votre groupe a franchi une étape" in page
    assert "Votre groupe a validé une question" in page


def test_a_group_that_nobody_leads_hears_it_and_the_coordination_too(cast: Cast, as_person) -> None:
    group = at_work(cast)
    end_lead(actor=cast.member, group=group, person=cast.member)
    assert told("groups.lead_missing") == {cast.second_member.pk, cast.core.pk, cast.coordinator.pk}
    assert "plus de responsable" in as_person(cast.core).get("/home/?lang=fr").content.decode()


def test_her_archive_holds_her_places_choices_and_words_and_nobody_elses(cast: Cast) -> None:
    group, other = at_work(cast), make_group(cast, 1)
    open_choice(actor=cast.coordinator, community=cast.here, until=timezone.now() + timedelta(days=3))
    choose(actor=cast.core, community=cast.here, ranking=[other, group])
    asked(cast, group, "À elle ?")
    with override("fr"):
        assert [row["group"] for row in groups_of(cast.core).rows] == [group.theme]
    assert [row["rank"] for row in group_preferences_of(cast.core).rows] == [1, 2]
    assert [row["text"] for row in group_words_of(cast.second_member).rows] == ["À elle ?"]
    assert not group_words_of(cast.core).rows
