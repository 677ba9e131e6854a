"""A plan along its months: the list, and the drawing that says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from palabre.groups.choices import StepState
from palabre.groups.models import PlanStep
from palabre.groups.queries.plan_sketch import Aim, Promised, Sketch, Step
from palabre.kit.dates.names import language, names
from palabre.kit.reader import page_language
from palabre.languages.models import Translatable
from palabre.languages.queries import best_words

Span = tuple[Translatable, date, date, str]
Place = Callable[[date], float]
TOP, ROW, MOST_BARS, MOST_LABELS, LETTERS = 22, 38, 24, 7, 44


@dataclass(frozen=True, slots=True)
class Happening:
    """What the list shows on a day: a step that begins, something to hand over, an objective to reach. One is set."""

    day: date
    step: Step | None = None
    deliverable: Promised | None = None
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    name: str
    rows: list[Happening]


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One step, or one objective, in percentages of the width and pixels of the height."""

    x: str
    width: str
    y: int
    text_x: str
    text_y: int
    anchor: str
    label: str
    lang: str
    css: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the SVG is made of; `today` is empty when it lies outside."""

    height: int
    ticks: list[Tick]
    bars: list[Bar]
    today: str
    first: date
    last: date
    steps: bool


def by_month(drawn: Sketch) -> list[Month]:
    """Every step in the month in which it begins, every deliverable and objective in that of its day."""
    rows = [Happening(one.row.starts_on, step=one) for one in drawn.steps]
    rows += [Happening(one.row.due, deliverable=one) for aim in drawn.aims for one in aim.deliverables]
    rows += [Happening(aim.row.due, aim=aim) for aim in drawn.aims if aim.row.due]
    months: dict[date, list[Happening]] = {}
    for row in sorted(rows, key=lambda one: (one.day, one.step is None, one.deliverable is None)):
        months.setdefault(row.day.replace(day=1), []).append(row)
    return [Month(first, _month(first), found) for first, found in months.items()]


def drawing(drawn: Sketch) -> Drawing | None:
    """The steps as bars; of a plan with many, its objectives. None without a step."""
    if not drawn.steps:
        return None
    steps = len(drawn.steps) <= MOST_BARS
    spans = [_of_step(one) for one in drawn.steps] if steps else [_of_aim(aim) for aim in drawn.aims if aim.steps]
    first = min(start for _thing, start, _end, _css in spans).replace(day=1)
    last = _month_after(max(end for _thing, _start, end, _css in spans))
    days = (last - first).days

    def at(day: date) -> float:
        return (day - first).days * 100 / days

    bars = [_bar(row, place, at) for place, row in enumerate(spans)]
    now = timezone.localdate()
    return Drawing(
        height=TOP + len(bars) * ROW + 6,
        ticks=_ticks(first, last, at),
        bars=bars,
        today=f"{at(now):.1f}%" if first <= now < last else "",
        first=first,
        last=last - timedelta(days=1),
        steps=steps,
    )


def _of_step(one: Step) -> Span:
    css = "a" if one.late else "d" if one.row.state in (StepState.DONE, StepState.DROPPED) else "b"
    return one.row, one.row.starts_on, one.row.ends_on, css


def _of_aim(aim: Aim) -> Span:
    rows: list[PlanStep] = aim.steps
    return aim.row, min(one.starts_on for one in rows), max(one.ends_on for one in rows), "b"


def _bar(row: Span, place: int, at: Place) -> Bar:
    thing, start, end, css = row
    left, right = at(start), at(end + timedelta(days=1))
    width = max(right - left, 1.5)
    ends_there = left > 50 and left + width > 100 - left
    room = left + width if ends_there else 100 - left
    said = best_words(thing, "text", page_language())
    y = TOP + 8 + place * ROW
    return Bar(
        x=f"{left:.1f}%",
        width=f"{width:.1f}%",
        y=y,
        text_x=f"{min(left + width, 100):.1f}%" if ends_there else f"{left:.1f}%",
        text_y=y + 24,
        anchor="end" if ends_there else "start",
        label=_short(said.text, max(12, int(LETTERS * room / 100))),
        lang=said.language if said.language != page_language() else "",
        css=css,
    )


def _ticks(first: date, last: date, at: Place) -> list[Tick]:
    months = []
    day = first
    while day < last:
        months.append(day)
        day = _month_after(day)
    every = -(-len(months) // MOST_LABELS)
    short = names(language(page_language())).short_months
    return [
        Tick(f"{at(day):.1f}%", short[day.month - 1] if place % every == 0 else "") for place, day in enumerate(months)
    ]


def _month(first: date) -> str:
    return f"{names(language(page_language())).months[first.month - 1]} {first.year}"


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
