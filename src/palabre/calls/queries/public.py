"""Calls as visitors read them: the same for everyone, and no name of a community that must not be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from palabre.calls.choices import CallState, RuleKind
from palabre.calls.models import Call, CallQuestion, CallTheme, EligibilityRule, SelectionCriterion
from palabre.calls.queries.moments import Moments, moments
from palabre.calls.rules.calls import announced_calls
from palabre.calls.rules.parts import parts_of
from palabre.communities.risk import PublicPage, protection_of
from palabre.kit.paging import Slice, page_of
from palabre.kit.visitors import KEPT
from palabre.languages.queries import best_words, load_halves

LATELY = timedelta(days=30)
MOST_BESIDE = 10


@dataclass(frozen=True, slots=True)
class PublicCall:
    """A call with everything that somebody who thinks of applying wants to know."""

    call: Call
    phase: CallState
    moments: Moments
    # the community's name, where it may be known; else empty
    community: str
    themes: list[CallTheme]
    may: list[EligibilityRule]
    may_not: list[EligibilityRule]
    scored: list[SelectionCriterion]
    weighed: list[SelectionCriterion]
    questions: list[CallQuestion]
    # seconds for which this page stays true
    fresh: int

    @property
    def is_open(self) -> bool:
        return self.phase == CallState.OPEN


@dataclass(frozen=True, slots=True)
class PublicList:
    """Open calls, the first to close first; those that open soon; those that closed lately."""

    open: Slice[Call]
    soon: list[Call]
    closed: list[Call]
    fresh: int


def announced_call(public_id: str) -> Call | None:
    """A call that anybody with its address may read; its community read with it."""
    return announced_calls().select_related("community").filter(public_id=public_id).first()


def public_call(call: Call, language: str) -> PublicCall:
    """In eight queries, whatever its length."""
    parts = parts_of(call)
    named = protection_of(call.community.risk).public_page != PublicPage.NONE
    load_halves([*parts.things(call), *([call.community] if named else [])])
    return PublicCall(
        call=call,
        phase=call.phase(),
        moments=moments(call),
        community=best_words(call.community, "name", language).text if named else "",
        themes=parts.themes,
        may=[rule for rule in parts.rules if rule.kind == RuleKind.MAY],
        may_not=[rule for rule in parts.rules if rule.kind == RuleKind.MAY_NOT],
        scored=[one for one in parts.criteria if one.scored],
        weighed=[one for one in parts.criteria if not one.scored],
        questions=parts.questions,
        fresh=_fresh([call], timezone.now()),
    )


def public_list(asked: Mapping[str, Any]) -> PublicList:
    """Only the listed ones. Four queries and one for their words."""
    now = timezone.now()
    rows = announced_calls().filter(listed=True)
    found = page_of(rows.open_at(now), asked, by="closes_at")
    soon = list(rows.filter(state=CallState.READY, opens_at__gt=now).order_by("opens_at", "pk")[:MOST_BESIDE])
    over = rows.filter(closes_at__lt=now - timedelta(seconds=1), closes_at__gt=now - LATELY)
    closed = list(over.exclude(state=CallState.CANCELLED).order_by("-closes_at", "-pk")[:MOST_BESIDE])
    shown = [*found.items, *soon, *closed]
    load_halves(shown)
    for call in shown:
        call.moments = moments(call)  # type: ignore[attr-defined]
    return PublicList(found, soon, closed, _fresh(shown, now))


def is_any_open() -> bool:
    """Whether the public list has an open call: one query, for the first page of the site."""
    return Call.objects.open_at(timezone.now()).filter(listed=True).exists()


def _fresh(calls: list[Call], now: datetime) -> int:
    """Five minutes, or less: until the next of them opens or closes."""
    ahead = [moment for call in calls for moment in (call.opens_at, call.closes_at + timedelta(seconds=1))]
    left = [int((moment - now).total_seconds()) for moment in ahead if moment > now]
    return max(1, min([KEPT, *left]))
