"""Who hears of a plan, of help from outside, of a check-in and of an output; no mail says which, or what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.groups.models import CheckIn, Output, SupportRequest, WorkingGroup, WorkPlan
from palabre.groups.queries.hearing import (
    inside_of,
    output_by_key,
    outputs_seen,
    plan_by_key,
    plans_seen,
    readers_of,
    requests_seen,
    speakers_of,
    support_by_key,
    team_of,
)
from palabre.groups.rules.checkins import visible_check_ins
from palabre.groups.rules.outputs import group_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Telling, finds, lines, tells, writes
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

MAIL = "groups/email/plan.txt"


@tells("groups.plan_submitted")
def _handed_in(entry: Entry) -> Iterator[Telling]:
    """Who approves it."""
    for person_id in team_of(entry.community_id or 0):
        yield Telling(person_id=person_id, mail=MAIL, keys={"plan": entry.subject_id or 0, "number": _number(entry)})


@writes(MAIL)
def _handed_in_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once it was answered, or another version is there."""
    plan = plan_by_key(keys["plan"])
    waits = plan is not None and plan.state == "submitted" and plan.number == keys["number"]
    return Letter({}) if waits else None


@tells("groups.plan_returned", "groups.plan_approved")
def _answered(entry: Entry) -> Iterator[Telling]:
    plan = plan_by_key(entry.subject_id or 0)
    for person_id in inside_of(plan.group) if plan else ():
        yield Telling(person_id=person_id)


@tells("groups.support_asked")
def _asked(entry: Entry) -> Iterator[Telling]:
    for person_id in team_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells("groups.support_answered")
def _help(entry: Entry) -> Iterator[Telling]:
    support = support_by_key(entry.subject_id or 0)
    for person_id in inside_of(support.plan.group) if support else ():
        yield Telling(person_id=person_id)


@tells("groups.check_in_opened")
def _opened(entry: Entry) -> Iterator[Telling]:
    """Leads only (INV-22)."""
    for person_id in speakers_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells("groups.output_published")
def _published(entry: Entry) -> Iterator[Telling]:
    output = output_by_key(entry.subject_id or 0)
    for person_id in readers_of(entry.community_id or 0) if output else ():
        yield Telling(person_id=person_id)


@finds("work_plan")
def _plans(reader: Person, ids: Iterable[int]) -> Mapping[int, WorkPlan]:
    found = plans_seen(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves([one.group for one in found.values()])
    return found


@finds("support_request")
def _requests(reader: Person, ids: Iterable[int]) -> Mapping[int, SupportRequest]:
    found = requests_seen(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves([one.plan.group for one in found.values()])
    return found


@finds("check_in")
def _check_ins(reader: Person, ids: Iterable[int]) -> Mapping[int, CheckIn]:
    return visible_check_ins(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()


@finds("output")
def _outputs(reader: Person, ids: Iterable[int]) -> Mapping[int, Output]:
    found = outputs_seen(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves([*found.values(), *(group_of(one) for one in found.values())])
    return found


def _about_plan(kind: str, sentence: Promise) -> None:
    @lines(kind)
    def _line(plan: WorkPlan) -> Line:
        return Line(str(sentence), reverse("groups:plan", args=[plan.group.public_id]), _theme(plan.group))


_about_plan("groups.plan_submitted", _("A work plan waits for your reading"))
_about_plan("groups.plan_returned", _("Your work plan was returned with a remark"))
_about_plan("groups.plan_approved", _("Your work plan is approved"))


@lines("groups.support_asked")
def _asked_line(support: SupportRequest) -> Line:
    group = support.plan.group
    url = reverse("groups:support_answer", args=[group.public_id, support.public_id])
    return Line(str(_("A group looks for help from outside")), url, _theme(group))


@lines("groups.support_answered")
def _answered_line(support: SupportRequest) -> Line:
    group = support.plan.group
    url = reverse("groups:plan", args=[group.public_id])
    return Line(str(_("Your request for help is answered")), url, _theme(group))


@lines("groups.check_in_opened")
def _opened_line(check_in: CheckIn) -> Line:
    url = reverse("groups:check_in", args=[check_in.community.public_id, check_in.public_id])
    return Line(str(_("A check-in is open: say how it goes in your group")), url)


@lines("groups.output_published")
def _published_line(output: Output) -> Line:
    group = group_of(output)
    url = reverse("groups:output", args=[group.public_id, output.deliverable.public_id])
    said = best_words(output, "title", page_language()).text
    return Line(str(_("A final output is published: %(title)s")) % {"title": said}, url, _theme(group))


def _theme(group: WorkingGroup) -> str:
    return best_words(group, "theme", page_language()).text


def _number(entry: Entry) -> int:
    return int(entry.facts.get("number", 0))
