"""Composing the cohort: the candidates by code, twenty at a time, at the same cost for two thousand as for twenty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from palabre.calls.choices import ApplicationState, AssignmentState, CallState, InterviewState
from palabre.calls.models import Application, Call, CallTheme, InterviewNote, Score, ThemeChoice
from palabre.calls.queries.balances import Balance, balance_among, balance_page
from palabre.calls.queries.marks import standings
from palabre.calls.queries.waiting import last_ranks, next_waiting
from palabre.calls.regions import Region, countries_in, region_of
from palabre.calls.rules.apart import knows_all
from palabre.calls.rules.deciding import (
    can_compose,
    can_deliberate,
    can_offer_next,
    candidates,
    places_left,
)
from palabre.calls.rules.marking import Mark
from palabre.calls.rules.reviewing import ranked_applications
from palabre.calls.rules.screening import origins_seen, reads_blind
from palabre.kit.paging import Slice, page_of
from palabre.kit.reader import page_language
from palabre.kit.verdict import Text, Verdict
from palabre.languages.queries import best_words, load_halves
from palabre.people.choices import Language
from palabre.people.models import Person

Rows = QuerySet[Application]
ORDERS = {"code": "code", "result": "-result"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line. `region` is empty while she may not know it."""

    application: Application
    mark: Mark | None
    themes: list[CallTheme]
    region: Text
    rank: int | None
    talk: Text
    points: float | None


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """`slice` is None for whoever sees totals only; `taken` and `left` for whoever they would tell of one file."""

    call: Call
    slice: Slice[Application] | None
    candidates: list[Candidate]
    balance: list[Balance]
    places: int
    taken: int | None
    left: int | None
    following: Application | None
    following_rank: int | None
    offer: Verdict | None
    deliberate: Verdict


def selection_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> SelectionPage:
    """Some twenty queries, however many candidates there are."""
    composes, knows = bool(can_compose(actor, call)), knows_all(actor, call)
    left = places_left(call) if knows else None
    following = next_waiting(call) if composes and left else None
    if following is not None:
        following.call = call
    found = candidates_page(actor, call, asked) if composes else None
    # a gap between two places of the waiting list tells too
    ranks = last_ranks(call) if composes and knows else {}
    return SelectionPage(
        call=call,
        slice=found,
        candidates=candidate_rows(actor, call, found.items, ranks) if found else [],
        balance=_balance(actor, call, live=composes and not reads_blind(actor, call), knows=knows),
        places=call.places,
        taken=call.places - left if left is not None else None,
        left=left,
        following=following,
        following_rank=ranks.get(following.pk) if following else None,
        offer=can_offer_next(actor, following) if following else None,
        deliberate=can_deliberate(actor, call),
    )


def _balance(actor: Person, call: Call, *, live: bool, knows: bool) -> list[Balance]:
    """Totals that count a file of which she must learn nothing are not hers: then only what her own list shows."""
    if knows:
        return balance_page(call, live=live)
    return balance_among(call, candidates(actor, call)) if live else []


def candidates_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> Slice[Application]:
    """Those that the filters leave, by code or by what their reviews come to."""
    rows = filtered(actor, call, candidates(actor, call), asked).select_related("interview")
    by = ORDERS.get(str(asked.get("order", "")), "code")
    return page_of(_with_result(rows, ranked_applications(actor, call)) if by == "-result" else rows, asked, by=by)


def filtered(actor: Person, call: Call, rows: Rows, asked: Mapping[str, Any]) -> Rows:
    """By theme, language, part of the world and state; a word that is none of them, or not hers, filters nothing."""
    if theme := str(asked.get("theme", "")):
        rows = rows.filter(pk__in=ThemeChoice.objects.filter(theme__public_id=theme).values("application_id"))
    if (language := asked.get("language")) in ("fr", "en"):
        rows = rows.filter(language=language)
    if (region := str(asked.get("region", ""))) in Region.values and not reads_blind(actor, call):
        rows = origins_seen(actor, call, rows)
        known = [code for one in Region for code in countries_in(one)]
        here = countries_in(region)
        rows = rows.filter(country__in=here) if here else rows.exclude(country__in=known)
    if (state := asked.get("state")) in ApplicationState.readable():
        rows = rows.filter(state=state)
    return rows


def _with_result(rows: Rows, ranked: Rows) -> Rows:
    """What counted reviews come to, for the order alone, where she may see it: a place in an order tells a mark too."""
    counted = Score.objects.filter(
        review__assignment__application=OuterRef("pk"), review__assignment__state=AssignmentState.SUBMITTED,
        review__void_at=None, criterion__scored=True,
    )  # fmt: skip
    share = Cast(F("points") * F("criterion__weight"), FloatField()) / F("criterion__scale")
    totals = counted.order_by().values("review__assignment__application")
    summed = totals.annotate(result=Sum(share) / Sum("criterion__weight")).values("result")
    hers = Case(When(pk__in=ranked.values("pk"), then=Subquery(summed)), output_field=FloatField())
    return rows.annotate(result=Coalesce(hers, Value(0.0)))


def candidate_rows(actor: Person, call: Call, rows: Iterable[Application], ranks: Mapping[int, int]) -> list[Candidate]:
    """Everything that stands on these lines."""
    found = list(rows)
    keys = [one.pk for one in found]
    marked = set(ranked_applications(actor, call).filter(pk__in=keys).values_list("pk", flat=True))
    marks, themes, points = standings(call, marked), _themes(keys), _points(call, set(keys))
    seen = set(origins_seen(actor, call, Application.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    return [
        Candidate(
            application=one,
            mark=marks[one.pk].mark if one.pk in marks else None,
            themes=themes.get(one.pk, []),
            region=region_of(one.country).label if one.pk in seen else "",
            rank=ranks.get(one.pk),
            talk=_talk(one),
            points=points.get(one.pk),
        )
        for one in found
    ]


def _themes(keys: list[int]) -> dict[int, list[CallTheme]]:
    found: dict[int, list[CallTheme]] = {}
    rows = ThemeChoice.objects.filter(application__in=keys).select_related("theme").order_by("rank")
    for one in rows:
        found.setdefault(one.application_id, []).append(one.theme)
    load_halves([theme for themes in found.values() for theme in themes])
    return found


def _points(call: Call, keys: set[int]) -> dict[int, float]:
    """What interviewers gave, once the interviews are over: nobody reads another's points before her own."""
    if call.state not in (CallState.SELECTION, CallState.PUBLISHED):
        return {}
    rows = InterviewNote.objects.filter(interview__application__in=keys, points__isnull=False)
    return dict(rows.values_list("interview__application").annotate(mean=Avg("points")))


def _talk(application: Application) -> Text:
    interview = getattr(application, "interview", None)
    return InterviewState(interview.state).label if interview else ""


def filters_of(actor: Person, call: Call) -> dict[str, list[tuple[str, Text]]]:
    """What the list can be filtered by: the themes in the reader's language, then what is there. Three queries."""
    themes = list(CallTheme.objects.filter(call=call))
    load_halves(themes)
    rows = origins_seen(actor, call, candidates(actor, call))
    countries = rows.order_by().values("country").annotate(number=Count("pk")).values_list("country", flat=True)
    there = {region_of(country) for country in countries}
    regions: list[tuple[str, Text]] = [(one.value, one.label) for one in Region if one in there]
    return {
        "theme": [(one.public_id, best_words(one, "title", page_language()).text) for one in themes],
        "language": list(Language.choices),
        **({"region": regions} if regions else {}),
        "state": [(one.value, one.label) for one in ApplicationState if one in ApplicationState.readable()],
    }
