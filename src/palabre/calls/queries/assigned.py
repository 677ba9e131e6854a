"""What a reader has to read: codes, languages and themes; never a name. The same few queries for one file and 2,000."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.calls.choices import AssignmentState, CallState
from palabre.calls.models import Application, ReviewAssignment, Reviewer, ThemeChoice
from palabre.calls.rules.reviewing import READING, own_reviewers, visible_assignments
from palabre.communities.choices import Role
from palabre.communities.rules import standing
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Text
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves
from palabre.people.models import Person

# what one may look for, and the states that it means
SHELVES: dict[str, frozenset[str]] = {
    "waiting": frozenset({AssignmentState.ASSIGNED, AssignmentState.DRAFTED, AssignmentState.REOPENED}),
    "unread": frozenset({AssignmentState.ASSIGNED}),
    "begun": frozenset({AssignmentState.DRAFTED, AssignmentState.REOPENED}),
    "done": frozenset({AssignmentState.SUBMITTED}),
}
# all that a list of files reads of an application: nothing that is sealed
OPENLY = ("code", "language", "state", "public_id")


DECIDING = READING - {CallState.REVIEW}
SHELF_WORDS = {
    "waiting": _("To do"),
    "unread": _("Not begun"),
    "begun": _("Begun"),
    "done": pgettext_lazy("reviews", "Handed in"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One part of a list, to choose by: its word, how many it holds, whether it is the one shown."""

    key: str
    label: Text
    number: int
    here: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Her place on one committee: `ready` once she said her ties, `reads` while there is something to read.

    `decides`: the committee sits, and she finds its pages.
    """

    reviewer: Reviewer
    ready: bool
    reads: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Her committees, and the files of one shelf."""

    places: list[Place]
    slice: Slice[ReviewAssignment]
    shelf: str
    shelves: list[Shelf]


def reading_page(actor: Person, asked: Mapping[str, Any]) -> ReadingPage:
    """Her files, twenty at a time, by their codes."""
    places = list(own_reviewers(actor).select_related("call__community").order_by("created_at", "pk"))
    shelf = str(asked.get("shelf", ""))
    shelf = shelf if shelf in SHELVES else "waiting"
    rows = visible_assignments(actor)
    states = Counter(dict(rows.order_by().values_list("state").annotate(number=Count("pk"))))
    found = page_of(_openly(rows.filter(state__in=SHELVES[shelf])), asked, by="application__code")
    calls = {one.call_id: one.call for one in places}
    for one in found.items:
        one.application.call = calls[one.application.call_id]
    words: list[Translatable] = [one.call for one in places]
    words += [one.application.call for one in found.items]
    words += [theme.theme for one in found.items for theme in one.application.theme_choices.all()]
    load_halves(words)
    return ReadingPage(
        places=[
            Place(one, one.declared_at is not None, one.call.state in READING, one.call.state in DECIDING)
            for one in places
        ],
        slice=found,
        shelf=shelf,
        shelves=[
            Shelf(key, label, sum(states[state] for state in SHELVES[key]), key == shelf)
            for key, label in SHELF_WORDS.items()
        ],
    )


def _openly(rows: Any) -> Any:
    """Without anything that is sealed."""
    fields = (*(f"application__{name}" for name in OPENLY), "application__call_id", "state", "public_id", "reviewer")
    themes = Prefetch("application__theme_choices", ThemeChoice.objects.select_related("theme"))
    return rows.select_related("application").only(*fields).prefetch_related(themes)


def files_waiting(actor: Person) -> int:
    """How many files she has still to read: for her day. Nothing is asked of the database for whoever reads nowhere."""
    if not standing(actor).communities_with(Role.REVIEWER):
        return 0
    return visible_assignments(actor).filter(state__in=SHELVES["waiting"]).count()


def themes_of(applications: list[Application]) -> None:
    """Their themes in the order of each, with both halves. Two queries."""
    rows = ThemeChoice.objects.filter(application__in=applications).select_related("theme").order_by("rank")
    found: dict[int, list[ThemeChoice]] = {one.pk: [] for one in applications}
    for row in rows:
        found[row.application_id].append(row)
    load_halves([row.theme for choices in found.values() for row in choices])
    for one in applications:
        one.themes = found[one.pk]  # type: ignore[attr-defined]
