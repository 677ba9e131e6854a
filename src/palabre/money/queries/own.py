"""One's own honoraria, for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.money.choices import LineState
from palabre.money.models import Break, HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Own:
    """One's own agreement in one community: its months, the waived ones, the break, when her details were opened.

    `lines`: up to the present month, the latest first; `later`: the months to come, in order.
    """

    agreement: HonorariumAgreement
    lines: list[HonorariumLine]
    later: list[HonorariumLine]
    months_ahead: list[tuple[date, bool]]
    pause: Break | None
    openings: int


def own_pages(actor: Person) -> list[Own]:
    """Each of her agreements."""
    rows = HonorariumAgreement.objects.filter(person=actor).select_related("community").order_by("-pk")
    agreements = list(rows.prefetch_related("lines", "waivers", "breaks"))
    opened = Entry.objects.filter(kind="money.payee_opened", about_id=actor.pk)
    counts = dict(opened.values_list("community_id").annotate(n=Count("pk")).order_by())
    return [_own(one, counts.get(one.community_id, 0)) for one in agreements]


def _own(agreement: HonorariumAgreement, openings: int) -> Own:
    this = timezone.localdate().replace(day=1)
    waived = {one.month for one in agreement.waivers.all()}
    lines = sorted(agreement.lines.all(), key=lambda one: (one.month, one.pk))
    settled = {one.month for one in lines if one.state in (LineState.APPROVED, LineState.PAID)}
    ahead: list[tuple[date, bool]] = []
    month = max(this, agreement.first_month)
    while month <= agreement.last_month and len(ahead) < 6:
        if month not in settled:
            ahead.append((month, month in waived))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    running = [one for one in agreement.breaks.all() if one.last_month is None or one.last_month >= this]
    return Own(
        agreement=agreement,
        lines=[one for one in reversed(lines) if one.month <= this],
        later=[one for one in lines if one.month > this],
        months_ahead=ahead if agreement.ended_at is None else [],
        pause=running[0] if running else None,
        openings=openings,
    )


def own_agreement(actor: Person, public_id: str) -> QuerySet[HonorariumAgreement]:
    """One of her own."""
    return HonorariumAgreement.objects.filter(person=actor, public_id=public_id).select_related("community")


def own_details(actor: Person) -> PayeeDetails | None:
    return PayeeDetails.objects.filter(person=actor).first()
