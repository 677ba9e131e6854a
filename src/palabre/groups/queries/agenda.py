"""The learning agenda: the aims of the community, and the agreed questions of every group with what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from palabre.communities.models import Community
from palabre.groups.choices import QuestionState
from palabre.groups.models import LearningAgenda, LearningQuestion, WorkingGroup
from palabre.groups.rules.questions import can_publish_agenda, can_write_aims
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class AgendaQuestion:
    """One agreed question; `new_on`, `reworded_on`: what happened after the agenda was published."""

    question: LearningQuestion
    new_on: datetime | None = None
    reworded_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgendaPart:
    group: WorkingGroup
    questions: list[AgendaQuestion]


@dataclass(frozen=True, slots=True)
class AgendaPage:
    agenda: LearningAgenda | None
    parts: list[AgendaPart]
    write: Verdict
    publish: Verdict

    @property
    def published_at(self) -> datetime | None:
        return self.agenda.published_at if self.agenda else None


def agenda_page(reader: Person, community: Community) -> AgendaPage:
    """Everything in four queries, whatever the number of groups."""
    agenda = LearningAgenda.objects.filter(community=community).first()
    groups = list(WorkingGroup.objects.filter(community=community))
    rows = list(
        LearningQuestion.objects.filter(group__community=community, state__in=QuestionState.agreed())
        .annotate(worded_at=Max("wordings__at"))
        .order_by("place")
    )
    load_halves([*groups, *rows, *([agenda] if agenda else [])])
    since = agenda.published_at if agenda else None
    return AgendaPage(
        agenda=agenda,
        parts=[AgendaPart(group, [_line(one, since) for one in rows if one.group_id == group.pk]) for group in groups],
        write=can_write_aims(reader, community),
        publish=can_publish_agenda(reader, community),
    )


def _line(question: LearningQuestion, since: datetime | None) -> AgendaQuestion:
    """Before the publication nothing is a change."""
    if since is None or question.agreed_at is None:
        return AgendaQuestion(question)
    if question.agreed_at > since:
        return AgendaQuestion(question, new_on=question.agreed_at)
    worded: datetime | None = question.worded_at  # type: ignore[attr-defined]
    return AgendaQuestion(question, reworded_on=worded if worded and worded > since else None)


def agenda_of(community: Community) -> LearningAgenda | None:
    return LearningAgenda.objects.filter(community=community).first()
