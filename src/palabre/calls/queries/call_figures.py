"""How far the work on a call is, as one figure beside each of its pages: never for whoever they would tell of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, InterviewState
from palabre.calls.models import Application, Call, Interview, ReviewAssignment, Reviewer
from palabre.calls.rules.apart import knows_all
from palabre.calls.rules.deciding import PLACED
from palabre.calls.rules.publishing import without_answer
from palabre.calls.rules.screening import WAITING
from palabre.communities.choices import Role
from palabre.communities.rules import holds
from palabre.kit.verdict import Text
from palabre.people.models import Person

A = ApplicationState
DECIDED = PLACED | {A.WAITLISTED, A.DECLINED}
Numbers = dict[str, int]


def figures_of(actor: Person, call: Call) -> dict[str, Text]:
    """By the name of the page; nothing for whoever is tied to a file of this call (INV-13). One query beside that."""
    if not knows_all(actor, call):
        return {}
    numbers = _numbers(call)
    leads = holds(actor, call.community_id, Role.COORDINATOR)
    said = {**SAID, "calls:selection": _decided if leads else _given}
    return {view: words(numbers) for view, words in said.items() if numbers["filed"] or view == "calls:committee"}


def _numbers(call: Call) -> Numbers:
    files = Application.objects.filter(call=call, state__in=A.handed_in())
    given = ReviewAssignment.objects.running().filter(application__call=call)
    read = ReviewAssignment.objects.counted().filter(application__call=call)
    talks = Interview.objects.filter(application__call=call).exclude(state=InterviewState.CANCELLED)
    parts: dict[str, Subquery] = {
        "named": _number(Reviewer.objects.running().filter(call=call)),
        "filed": _number(files),
        "waiting": _number(files.filter(WAITING)),
        "given": _number(given),
        "handed": _number(read),
        "read": _number(files.filter(pk__in=read.values("application_id"))),
        "talks": _number(talks),
        "held": _number(talks.filter(state=InterviewState.HELD)),
        "readable": _number(files.filter(state__in=A.readable())),
        "decided": _number(files.filter(state__in=DECIDED)),
        "taken": _number(files.filter(state__in=PLACED)),
        "accepted": _number(files.filter(state=A.ACCEPTED)),
        "unanswered": _number(without_answer(call)),
    }
    found = Call.objects.filter(pk=call.pk).values_list(*parts.values()).get()
    return {"places": call.places, **{name: number or 0 for name, number in zip(parts, found, strict=True)}}


def _number(rows: QuerySet[Any]) -> Subquery:
    """So many, as a part of one query; NULL for none."""
    return Subquery(rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number"))


def _filed(numbers: Numbers) -> Text:
    filed = ngettext("%(number)d received", "%(number)d received", numbers["filed"]) % {"number": numbers["filed"]}
    if not numbers["waiting"]:
        return filed
    return gettext("{filed}, {number} to look at").format(filed=filed, number=numbers["waiting"])


def _named(numbers: Numbers) -> Text:
    words = ngettext("%(number)d person takes part", "%(number)d people take part", numbers["named"])
    return words % {"number": numbers["named"]}


def _letters(numbers: Numbers) -> Text:
    words = ngettext("%(number)d letter to send", "%(number)d letters to send", numbers["unanswered"])
    return words % {"number": numbers["unanswered"]} if numbers["unanswered"] else gettext("no letter to send")


def _of(words: Text, some: str, whole: str) -> Callable[[Numbers], Text]:
    return lambda numbers: str(words).format(number=numbers[some], all=numbers[whole])


_decided = _of(_("{number} of {all} decided"), "decided", "readable")
_given = _of(_("{number} of {all} places given"), "taken", "places")
SAID: dict[str, Callable[[Numbers], Text]] = {
    "calls:committee": _named,
    "calls:applications": _filed,
    "calls:assignments": _of(_("{number} of {all} readings handed in"), "handed", "given"),
    "calls:ranking": _of(_("{number} of {all} files with a review"), "read", "readable"),
    "calls:interviews": _of(_("{number} of {all} talks held"), "held", "talks"),
    "calls:letters": _letters,
    "calls:places": _of(_("{number} of {all} places accepted"), "accepted", "places"),
}
SAYING = {*SAID, "calls:selection"}
"""Pages beside which a figure stands."""
