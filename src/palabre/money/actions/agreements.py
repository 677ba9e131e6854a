"""The agreements of thanks: made, ended; months waived and paused by the person herself; the lines of each month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.dates import month_name
from palabre.kit.verdict import Refused, no, require
from palabre.money.choices import LineState, VoidReason
from palabre.money.models import Break, HonorariumAgreement, HonorariumLine, Waiver
from palabre.money.rules.honoraria import can_agree_with, can_break, can_end_agreement, can_waive, standing_lines
from palabre.people.models import Person

LONGEST_MONTHS = 36
TAKEN = _(
    "%(month)s stands already in an earlier agreement with this person. Begin after it, or have that month set aside "
    "or reversed."
)
BATCH = 200


def first_of(day: date) -> date:
    """A month is kept as its first day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def make_agreement(
    *, actor: Person, community: Community, person: Person, amount: Decimal, currency: str, first: date, last: date
) -> HonorariumAgreement:
    """So much a month for a member, from one month to another. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_agree_with(fresh(actor), community, person), "person")
        first, last = first_of(first), first_of(last)
        if last < first:
            raise Refused(no(_("The last month comes before the first one.")), "last")
        if (last.year - first.year) * 12 + last.month - first.month >= LONGEST_MONTHS:
            raise Refused(no(_("Three years at most. Make another agreement later.")), "last")
        if HonorariumAgreement.objects.filter(community=community, person=person, ended_at=None).exists():
            raise Refused(no(_("This person has an agreement already. End it first.")), "person")
        _require_free(community, person, first, last)
        agreement = HonorariumAgreement.objects.create(
            community=community, person=person, monthly_amount=amount, currency=currency, first_month=first,
            last_month=last, made_by=actor,
        )  # fmt: skip
        _tell("money.agreement_made", actor, agreement)
    return agreement


def _require_free(community: Community, person: Person, first: date, last: date) -> None:
    """No month is thanked twice, whatever the number of agreements."""
    lines = standing_lines().filter(agreement__community=community, agreement__person=person)
    taken = lines.filter(month__range=(first, last)).order_by("month").last()
    if taken is not None:
        raise Refused(no(TAKEN % {"month": month_name(taken.month)}), "first")


def end_agreement(*, actor: Person, agreement: HonorariumAgreement) -> HonorariumAgreement:
    """Nothing more is due after this month; what is due or approved stays. Raises Refused."""
    with transaction.atomic():
        agreement = _locked(agreement)
        require(can_end_agreement(fresh(actor), agreement))
        agreement.ended_at = timezone.now()
        agreement.save(update_fields=["ended_at"])
        _tell("money.agreement_ended", actor, agreement)
    return agreement


def waive_month(*, actor: Person, agreement: HonorariumAgreement, month: date, waived: bool) -> None:
    """She gives a month up, or takes that back, as long as it is not approved. Raises Refused."""
    with transaction.atomic():
        agreement = _locked(agreement)
        month = first_of(month)
        require(can_waive(fresh(actor), agreement))
        if not agreement.first_month <= month <= agreement.last_month:
            raise Refused(no(_("This month does not belong to the agreement.")))
        line = agreement.lines.select_for_update().filter(month=month, reverses=None, replaces=None).first()
        if line is not None and line.state in (LineState.APPROVED, LineState.PAID):
            raise Refused(no(_("This month is approved already. Speak to the coordination.")))
        if waived:
            Waiver.objects.get_or_create(agreement=agreement, month=month)
        else:
            agreement.waivers.filter(month=month).delete()
        # what was set aside for another reason is not hers to bring back, and what is due stays due
        if line is not None and line.void_because in ("" if waived else VoidReason.WAIVED, VoidReason.WAIVED):
            _settle(line, VoidReason.WAIVED if waived else "")
        _tell("money.month_waived" if waived else "money.month_taken_back", actor, agreement)


def begin_break(*, actor: Person, agreement: HonorariumAgreement, first: date, last: date | None) -> Break:
    """Months without work and without honorarium; the place stays. Raises Refused."""
    with transaction.atomic():
        agreement = _locked(agreement)
        require(can_break(fresh(actor), agreement))
        first, last = first_of(first), first_of(last) if last else None
        if first < first_of(timezone.localdate()):
            raise Refused(no(_("A break begins this month or later.")), "first")
        if last is not None and last < first:
            raise Refused(no(_("The last month comes before the first one.")), "last")
        if agreement.breaks.filter(Q(last_month=None) | Q(last_month__gte=first)).exists():
            raise Refused(no(_("There is a break already. End it first.")), "first")
        pause = Break.objects.create(agreement=agreement, first_month=first, last_month=last, asked_by=actor)
        for line in agreement.lines.select_for_update().filter(month__gte=first, reverses=None, replaces=None):
            if line.state in (LineState.PLANNED, LineState.ELIGIBLE) and (last is None or line.month <= last):
                _settle(line, VoidReason.PAUSED)
        _tell("money.break_begun", actor, agreement)
    return pause


def end_break(*, actor: Person, agreement: HonorariumAgreement) -> None:
    """From the next month on she is there again; a break that has not begun is forgotten. Raises Refused."""
    with transaction.atomic():
        agreement = _locked(agreement)
        require(can_break(fresh(actor), agreement))
        this = first_of(timezone.localdate())
        agreement.breaks.filter(first_month__gt=this).delete()
        agreement.breaks.filter(Q(last_month=None) | Q(last_month__gt=this)).update(last_month=this)
        _tell("money.break_ended", actor, agreement)


def prepare_month(*, month: date) -> int:
    """One planned line for each running agreement, once whoever asks again. Gives how many were made."""
    month, made = first_of(month), 0
    while True:
        with transaction.atomic():
            wanting = HonorariumAgreement.objects.filter(first_month__lte=month, last_month__gte=month, ended_at=None)
            wanting = wanting.exclude(lines__month=month)
            keys = [one.pk for one in wanting.exclude(_thanked(month)).order_by("pk")[:BATCH]]
            # asked again under the lock: one that was ended meanwhile is left out
            rows = list(HonorariumAgreement.objects.select_for_update().filter(pk__in=keys, ended_at=None))
            made += len(_prepare(rows, month))
        if len(keys) < BATCH:
            return made


def _thanked(month: date) -> Exists:
    """The month stands already in an agreement with the same person."""
    same = {"agreement__community": OuterRef("community"), "agreement__person": OuterRef("person")}
    return Exists(standing_lines().filter(month=month, **same))


def _prepare(agreements: list[HonorariumAgreement], month: date) -> list[HonorariumLine]:
    keys = [one.pk for one in agreements]
    waived = set(Waiver.objects.filter(agreement__in=keys, month=month).values_list("agreement_id", flat=True))
    pauses = Break.objects.filter(agreement__in=keys, first_month__lte=month)
    paused = set(pauses.filter(Q(last_month=None) | Q(last_month__gte=month)).values_list("agreement_id", flat=True))
    there = set(HonorariumLine.objects.filter(agreement__in=keys, month=month).values_list("agreement_id", flat=True))
    lines = []
    for one in agreements:
        if one.pk in there:
            continue
        because = VoidReason.WAIVED if one.pk in waived else VoidReason.PAUSED if one.pk in paused else ""
        state = LineState.VOID if because else LineState.PLANNED
        lines.append(
            HonorariumLine(agreement=one, month=month, amount=one.monthly_amount, state=state, void_because=because)
        )
    return HonorariumLine.objects.bulk_create(lines)


def _settle(line: HonorariumLine, because: str) -> None:
    """Set aside for this reason; without one, planned again."""
    line.state, line.void_because = (LineState.VOID, because) if because else (LineState.PLANNED, "")
    line.save(update_fields=["state", "void_because"])


def _locked(agreement: HonorariumAgreement) -> HonorariumAgreement:
    rows = HonorariumAgreement.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=agreement.pk)


def _tell(kind: str, actor: Person, agreement: HonorariumAgreement) -> None:
    record(
        kind, actor_id=actor.pk, community_id=agreement.community_id, subject="agreement", subject_id=agreement.pk,
        about_id=agreement.person_id,
    )  # fmt: skip
