"""Versions of a plan as they were handed in: read whole, or two beside each other with the words that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from palabre.groups.choices import Approver, OutcomeKind, Smart
from palabre.groups.models import PlanApproval, PlanVersion, WorkPlan
from palabre.groups.queries.naming import Naming
from palabre.groups.queries.plans import Remark
from palabre.groups.rules.plans import in_force
from palabre.kit.dates import short_date
from palabre.kit.text import Op, word_diff
from palabre.people.models import Person

Piece = tuple[Op, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an objective: what it is, and its words."""

    key: str
    label: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One objective as it stood in a version."""

    key: str
    number: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Beside:
    """One line in two versions, each with the pieces that only it has."""

    label: str
    old: list[Piece]
    new: list[Piece]
    lang: str
    same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One objective in two versions: `state` is same, changed, new or gone."""

    number: int
    state: str
    lines: list[Beside]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list: who handed it in, who approved it, whether it is the one in force."""

    row: PlanVersion
    by: str
    approvals: list[tuple[str, str]]
    force: bool


def versions_of(plan: WorkPlan, names: Naming) -> list[VersionRow]:
    """The latest first. Three queries."""
    if not plan.pk:
        return []
    rows = list(PlanVersion.objects.filter(plan=plan).select_related("submitted_by").order_by("-number"))
    first = in_force(plan).first()
    given = list(PlanApproval.objects.filter(plan=plan).select_related("by").order_by("pk"))
    return [
        VersionRow(
            row=one,
            by=names.of(one.submitted_by),
            approvals=[
                (str(Approver(yes.approver).label), names.of(yes.by)) for yes in given if yes.number == one.number
            ],
            force=first is not None and first.pk == one.pk,
        )
        for one in rows
    ]


def remarks_on(plan: WorkPlan, number: int, names: Naming) -> list[Remark]:
    """What was said of one version."""
    rows = plan.comments.filter(number=number).select_related("by", "objective").order_by("at", "pk")
    return [Remark(one, names.of(one.by)) for one in rows]


def read_version(version: PlanVersion, names: Naming, language: str) -> list[Frozen]:
    """The words of one version, in the language asked for where they were written in it."""
    return _frozen(version.content, _names([version.content], names), language)


def compared(old: PlanVersion, new: PlanVersion, names: Naming, language: str) -> list[Compared]:
    """Objective by objective, in the order of the new version; what is gone stands at the end."""
    known = _names([old.content, new.content], names)
    before = {one.key: one for one in _frozen(old.content, known, language)}
    after = _frozen(new.content, known, language)
    kept = {one.key for one in after}
    rows = [_beside(before.get(one.key), one) for one in after]
    return rows + [_beside(one, None) for key, one in before.items() if key not in kept]


def _beside(old: Frozen | None, new: Frozen | None) -> Compared:
    there = {one.key: one for one in old.lines} if old else {}
    here = {one.key: one for one in new.lines} if new else {}
    order = [*here, *(key for key in there if key not in here)]
    lines = [_line(there.get(key), here.get(key)) for key in order]
    state = "new" if old is None else "gone" if new is None else "same" if all(one.same for one in lines) else "changed"
    shown = new or old
    return Compared(shown.number if shown else 0, state, lines)


def _line(old: Line | None, new: Line | None) -> Beside:
    shown = new or old
    pieces = word_diff(old.text if old else "", new.text if new else "")
    return Beside(
        label=shown.label if shown else "",
        old=[piece for piece in pieces if piece[0] != "ins"],
        new=[piece for piece in pieces if piece[0] != "del"],
        lang=shown.lang if shown else "",
        same=(old.text if old else "") == (new.text if new else ""),
    )


def _frozen(content: dict[str, Any], names: dict[int, str], language: str) -> list[Frozen]:
    return [
        Frozen(one["id"], number, [line for line in _lines(one, names, language) if line.text])
        for number, one in enumerate(content["objectives"], start=1)
    ]


def _lines(one: dict[str, Any], names: dict[int, str], language: str) -> list[Line]:
    checks = ", ".join(str(Smart(check).label) for check in one["checks"])
    return [
        Line("text", gettext("Objective"), *_said(one["text"], language)),
        Line("checks", gettext("Checks"), checks),
        Line("measure", gettext("How it is measured"), one["measure"], one["text"]["source"]),
        Line("due", gettext("Until"), _day(one["due"])),
        Line("note", gettext("Remark"), one["note"], one["text"]["source"]),
        *(_step(step, names, language) for step in one["steps"]),
        *(_promise(row, language) for row in one["deliverables"]),
    ]


def _step(step: dict[str, Any], names: dict[int, str], language: str) -> Line:
    text, lang = _said(step["text"], language)
    facts = [text, f"{_day(step['from'])} – {_day(step['to'])}"]
    if step["person"]:
        facts.append(names.get(step["person"], gettext("former member")))
    return Line(step["id"], gettext("Step"), " · ".join(facts), lang)


def _promise(row: dict[str, Any], language: str) -> Line:
    text, lang = _said(row["title"], language)
    kind = str(OutcomeKind(row["kind"]).label)
    return Line(row["id"], gettext("Deliverable"), " · ".join([text, kind, _day(row["due"])]), lang)


def _said(texts: dict[str, str], language: str) -> tuple[str, str]:
    """The words in that language, or in the one they were written in."""
    found = texts.get(language)
    return (found, language) if found else (texts[texts["source"]], texts["source"])


def _day(value: str) -> str:
    return short_date(date.fromisoformat(value)) if value else ""


def _names(contents: list[dict[str, Any]], names: Naming) -> dict[int, str]:
    """By the names that the community knows today; whoever was erased has none."""
    keys = {step["person"] for one in contents for aim in one["objectives"] for step in aim["steps"] if step["person"]}
    return {one.pk: names.of(one) for one in Person.objects.filter(pk__in=keys)}
