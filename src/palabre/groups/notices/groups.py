"""Who hears of a choice, a place, a question, a step, a group that nobody leads. On their day; no mail says more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from palabre.groups.models import Grouping, LearningAgenda, LearningOutcome, LearningQuestion, WorkingGroup
from palabre.groups.queries.telling import (
    coordination_of,
    group_of_outcome,
    group_of_question,
    members_of_group,
    placed_by,
    placed_in,
    who_chooses,
)
from palabre.groups.rules.circles import visible_groups
from palabre.groups.rules.forming import visible_groupings
from palabre.groups.rules.outcomes import visible_outcomes
from palabre.groups.rules.questions import visible_agendas, visible_questions
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

GROUP = "working_group"


@tells("groups.choice_opened", "groups.choice_moved")
def _choice(entry: Entry) -> Iterator[Telling]:
    for person in who_chooses(entry.subject_id):
        yield Telling(person_id=person)


@tells("groups.formed")
def _formed(entry: Entry) -> Iterator[Telling]:
    for person, group in placed_by(entry.subject_id):
        yield Telling(person_id=person, subject=GROUP, subject_id=group)


@tells("groups.placed", "groups.lead_named")
def _about_her(entry: Entry) -> Iterator[Telling]:
    if entry.about_id is not None:
        yield Telling(person_id=entry.about_id, subject=GROUP, subject_id=entry.subject_id)


@tells("groups.stage_taken")
def _stage(entry: Entry) -> Iterator[Telling]:
    for person in members_of_group(entry.subject_id or 0):
        yield Telling(person_id=person, subject=GROUP, subject_id=entry.subject_id)


@tells("groups.lead_missing")
def _no_lead(entry: Entry) -> Iterator[Telling]:
    """The group, and whoever can name the next."""
    told = [*members_of_group(entry.subject_id or 0), *coordination_of(entry.community_id or 0)]
    for person in dict.fromkeys(told):
        yield Telling(person_id=person, subject=GROUP, subject_id=entry.subject_id)


@tells("groups.question_agreed", "groups.question_revised")
def _question(entry: Entry) -> Iterator[Telling]:
    for person in members_of_group(group_of_question(entry.subject_id)):
        yield Telling(person_id=person)


@tells("groups.outcome_adopted")
def _outcome(entry: Entry) -> Iterator[Telling]:
    for person in members_of_group(group_of_outcome(entry.subject_id)):
        yield Telling(person_id=person)


@tells("groups.agenda_published")
def _agenda(entry: Entry) -> Iterator[Telling]:
    for person in placed_in(entry.community_id or 0):
        yield Telling(person_id=person)


@finds("grouping")
def _groupings(reader: Person, ids: Iterable[int]) -> Mapping[int, Grouping]:
    rows = visible_groupings(reader).filter(pk__in=list(ids), formed_at=None)
    return rows.select_related("community").in_bulk()


@finds(GROUP)
def _groups(reader: Person, ids: Iterable[int]) -> Mapping[int, WorkingGroup]:
    found = visible_groups(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves(found.values())
    return found


@finds("learning_question")
def _questions(reader: Person, ids: Iterable[int]) -> Mapping[int, LearningQuestion]:
    return visible_questions(reader).filter(pk__in=list(ids)).select_related("group").in_bulk()


@finds("learning_outcome")
def _outcomes(reader: Person, ids: Iterable[int]) -> Mapping[int, LearningOutcome]:
    return visible_outcomes(reader).filter(pk__in=list(ids)).select_related("group").in_bulk()


@finds("learning_agenda")
def _agendas(reader: Person, ids: Iterable[int]) -> Mapping[int, LearningAgenda]:
    rows = visible_agendas(reader).filter(pk__in=list(ids))
    return rows.select_related("community").in_bulk()


@lines("groups.choice_opened", "groups.choice_moved")
def _choice_line(grouping: Grouping) -> Line:
    day = long_date(grouping.choose_until.date(), page_language())
    text = gettext("Choose your working group before %(day)s") % {"day": day}
    return Line(text=text, url=reverse("groups:choice", args=[grouping.community.public_id]))


@lines("groups.formed", "groups.placed")
def _placed_line(group: WorkingGroup) -> Line:
    return _of(group, gettext("You have a place in a working group"))


@lines("groups.lead_named")
def _lead_line(group: WorkingGroup) -> Line:
    return _of(group, gettext("You lead your working group from now on"))


@lines("groups.stage_taken")
def _stage_line(group: WorkingGroup) -> Line:
    return _of(group, gettext("Your group has taken a step: %(stage)s") % {"stage": group.get_stage_display()})


@lines("groups.lead_missing")
def _no_lead_line(group: WorkingGroup) -> Line:
    url = reverse("groups:leads", args=[group.public_id])
    return Line(text=gettext("Nobody leads this group: name who does"), url=url, meta=_theme(group))


@lines("groups.question_agreed")
def _question_line(question: LearningQuestion) -> Line:
    return _of_question(question, gettext("Your group has agreed on a learning question"))


@lines("groups.question_revised")
def _revised_line(question: LearningQuestion) -> Line:
    return _of_question(question, gettext("A learning question of your group has a new wording"))


@lines("groups.outcome_adopted")
def _outcome_line(outcome: LearningOutcome) -> Line:
    text = gettext("Your group has adopted its learning outcome")
    return Line(text=text, url=reverse("groups:outcome", args=[outcome.group.public_id]))


@lines("groups.agenda_published")
def _agenda_line(agenda: LearningAgenda) -> Line:
    text = gettext("The learning agenda of your community is published")
    return Line(text=text, url=reverse("groups:agenda", args=[agenda.community.public_id]))


def _of(group: WorkingGroup, text: str) -> Line:
    return Line(text=text, url=reverse("desk:group", args=[group.public_id]), meta=_theme(group))


def _of_question(question: LearningQuestion, text: str) -> Line:
    return Line(text=text, url=reverse("groups:question", args=[question.group.public_id, question.public_id]))


def _theme(group: WorkingGroup) -> str:
    return best_words(group, "theme", page_language()).text
