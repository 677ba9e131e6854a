"""A sitting is noted, then what it decided on each file: all of it, or nothing (INV-14; places are never exceeded)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.balancing import count_everybody
from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.choices import ApplicationState, Outcome
from palabre.calls.models import Application, Call, Deliberation, Letter, Reviewer, SelectionDecision
from palabre.calls.queries.waiting import last_ranks, next_waiting
from palabre.calls.rules.apart import knows_all
from palabre.calls.rules.committee import TIED, seats, tied_readers, tied_to
from palabre.calls.rules.deciding import (
    OTHERS_OFFER,
    PRESENT_AT_LEAST,
    STEPS,
    TOO_FEW_FREE,
    TOO_FEW_READ,
    can_decide,
    can_deliberate,
    can_offer_next,
    enough_read,
    follows,
    places_left,
)
from palabre.communities.rules import fresh
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, Verdict, no, require
from palabre.languages.choices import LANGUAGES
from palabre.people.models import Person

LONGEST = 4000
MOST_RANK = 999
TOO_FEW_THERE = no(_("At least two members of the committee are there when it decides: nobody decides alone."))
NO_REASON = no(_("Write in a few words why. The committee reads it, and nobody else."))
NO_PLACE = no(_("There are not so many places left. Put the others on the waiting list."))
NOT_NEXT = no(_("Somebody else is before her on the waiting list."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided on one file. `reasons` are for the committee, `feedback` for the applicant, in her language."""

    application: Application
    outcome: str
    reasons: str
    feedback: str = ""
    rank: int | None = None


def note_sitting(
    *,
    actor: Person,
    call: Call,
    held_on: date | None,
    present: Iterable[Reviewer],
    words: str = "",
    language: str = "fr",
) -> Deliberation:
    """A sitting of the committee: the day, who was there, what was said in general. Raises Refused."""
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_deliberate(fresh(actor), call))
        there = {one.pk: one for one in present}
        if set(there) - set(seats(call).values_list("pk", flat=True)) or len(there) < PRESENT_AT_LEAST:
            raise Refused(TOO_FEW_THERE, "present")
        zone = ZoneInfo(call.zone)
        first, today = timezone.localtime(call.closes_at, zone).date(), timezone.localdate(timezone=zone)
        if held_on is None or not first <= held_on <= today:
            raise Refused(no(_("Write a day between the closing of the call and today.")), "held_on")
        sitting = Deliberation.objects.create(
            call=call, held_on=held_on, words=_said(words, "words"), recorded_by=actor,
            language=language if language in LANGUAGES else "fr",
        )  # fmt: skip
        sitting.present.set(there.values())
        count_everybody(call=call)
        tell("calls.sitting_noted", actor.pk, call, "deliberation", sitting.pk, present=len(there))
    return sitting


def decide(*, actor: Person, deliberation: Deliberation, rulings: Sequence[Ruling]) -> list[SelectionDecision]:
    """What the sitting decided, on several files at once; nothing of it if one is refused (SR-18).

    A refusal names its field as `<public id of the application>-<field>`. Raises Refused.
    """
    with transaction.atomic():
        call = locked_call(deliberation.call_id)
        deliberation.call = call
        require(can_decide(fresh(actor), deliberation))
        rows = _held(call, rulings)
        _check_apart(actor, call, rulings)
        _check(actor, deliberation, rows, rulings)
        offers = sum(1 for one in rulings if one.outcome == Outcome.OFFER)
        if offers > places_left(call):
            raise Refused(NO_PLACE)
        ranks = last_ranks(call)
        return [_rule(actor, deliberation, rows[one.application.pk], one, ranks) for one in rulings]


def offer_next(*, actor: Person, application: Application) -> SelectionDecision:
    """A place that became free goes to the next of the waiting list. Raises Refused."""
    with transaction.atomic():
        call = locked_call(application.call_id)
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        row.call = call
        require(can_offer_next(fresh(actor), row))
        if tied_to(actor, [row]):
            raise Refused(TIED)
        following = next_waiting(call)
        if following is None or following.pk != row.pk:
            raise Refused(NOT_NEXT)
        decision = SelectionDecision.objects.create(
            application=row, deliberation=None, outcome=Outcome.OFFER, reasons="", recorded_by=actor
        )
        _move(row, ApplicationState.OFFERED)
        tell("calls.offered_next", actor.pk, call, "offer", row.pk)
    return decision


def _held(call: Call, rulings: Sequence[Ruling]) -> dict[int, Application]:
    """The files, held in one order whoever decides, so that two who decide at once never wait for each other."""
    keys = sorted(one.application.pk for one in rulings)
    if not keys or len(set(keys)) < len(keys):
        raise Refused(no(_("Choose at least one application, and each one once.")))
    found = Application.objects.select_for_update(of=("self",)).filter(call=call, pk__in=keys).order_by("pk")
    rows = {one.pk: one for one in found}
    if len(rows) < len(keys):
        raise Refused(no(_("There is nothing here.")))
    for row in rows.values():
        row.call = call
    return rows


def _check_apart(actor: Person, call: Call, rulings: Sequence[Ruling]) -> None:
    """How many places are left, and which of the waiting list are taken, is not hers to find out (INV-13)."""
    if knows_all(actor, call):
        return
    for one in rulings:
        if one.outcome == Outcome.OFFER:
            _require(OTHERS_OFFER, one.application, "outcome")
        if one.rank is not None:
            _require(OTHERS_OFFER, one.application, "rank")


def _check(
    actor: Person, deliberation: Deliberation, rows: Mapping[int, Application], rulings: Sequence[Ruling]
) -> None:
    present = set(deliberation.present.values_list("pk", flat=True))
    read, hers, tied = (
        enough_read(deliberation.call, rows.values()),
        tied_to(actor, rows.values()),
        tied_readers(rows.values()),
    )
    for one in rulings:
        row = rows[one.application.pk]
        if row.pk in hers:
            _require(TIED, row, "outcome")
        _require(follows(row, one.outcome), row, "outcome")
        if row.pk not in read:
            _require(TOO_FEW_READ, row, "outcome")
        if len(present - tied[row.pk]) < PRESENT_AT_LEAST:
            _require(TOO_FEW_FREE, row, "outcome")


def _rule(
    actor: Person, deliberation: Deliberation, row: Application, ruling: Ruling, ranks: dict[int, int]
) -> SelectionDecision:
    reasons = _said(ruling.reasons, f"{row.public_id}-reasons")
    if not reasons:
        _require(NO_REASON, row, "reasons")
    rank = _rank(row, ruling, ranks)
    decision = SelectionDecision.objects.create(
        application=row, deliberation=deliberation, outcome=ruling.outcome, reasons=reasons, rank=rank,
        feedback=_said(ruling.feedback, f"{row.public_id}-feedback"), recorded_by=actor,
    )  # fmt: skip
    _move(row, STEPS[Outcome(ruling.outcome)][1])
    tell(
        "calls.decided", actor.pk, deliberation.call, "deliberation", deliberation.pk,
        application=row.pk, outcome=str(ruling.outcome),
    )  # fmt: skip
    return decision


def _rank(row: Application, ruling: Ruling, ranks: dict[int, int]) -> int | None:
    """Her place on the waiting list: the one that was given, else the last."""
    ranks.pop(row.pk, None)
    if ruling.outcome != Outcome.WAITLIST:
        return None
    rank = ruling.rank or _last_free(ranks)
    if rank in ranks.values():
        _require(no(_("Somebody else already has this place on the waiting list.")), row, "rank")
    if not 1 <= rank <= MOST_RANK:
        _require(no(_("A place on the waiting list is a number from 1 on.")), row, "rank")
    ranks[row.pk] = rank
    return rank


def _last_free(ranks: Mapping[int, int]) -> int:
    """The place after everybody; where none is left there, the last one that is free."""
    after = max(ranks.values(), default=0) + 1
    return after if after <= MOST_RANK else max(set(range(1, MOST_RANK + 1)) - set(ranks.values()), default=after)


def _move(row: Application, state: ApplicationState) -> None:
    row.state = state
    row.save(update_fields=["state"])
    # what was prepared says something else now
    Letter.objects.filter(application=row, sent_at=None).delete()


def _require(verdict: Verdict, row: Application, field: str) -> None:
    require(verdict, f"{row.public_id}-{field}")


def _said(text: str, field: str) -> str:
    text = clean(text)
    if len(text) > LONGEST:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}), field)
    return text
