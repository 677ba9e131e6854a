"""How a round stands: what each said, and what the worker has to look at."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from palabre.decisions.choices import ProposalState
from palabre.decisions.models import DecisionRecord, Elector, Proposal, Stance

BEFORE_ITS_END = timedelta(hours=24)


def counts(proposal: Proposal) -> Counter[str]:
    """How many said what in the present round. One query."""
    rows = Stance.objects.filter(proposal=proposal, round=proposal.round).values("kind").annotate(number=Count("pk"))
    return Counter({row["kind"]: row["number"] for row in rows})


def silent(proposal: Proposal) -> list[int]:
    """The keys of those who decide and have said nothing in this round."""
    spoken = Stance.objects.filter(proposal=proposal, round=proposal.round, person__isnull=False)
    rows = Elector.objects.filter(proposal=proposal, person__is_active=True)
    return list(rows.exclude(person_id__in=spoken.values("person_id")).values_list("person_id", flat=True))


def electors_of(proposal: Proposal) -> list[int]:
    """The keys of those who decide, with an account."""
    rows = Elector.objects.filter(proposal=proposal, person__is_active=True)
    return list(rows.values_list("person_id", flat=True))


def due_rounds(now: datetime | None = None) -> QuerySet[Proposal]:
    """Rounds whose last moment has passed."""
    return Proposal.objects.filter(state=ProposalState.STANCES, closes_at__lte=now or timezone.now()).order_by("pk")


def closing_rounds(now: datetime | None = None) -> QuerySet[Proposal]:
    """Rounds that end within a day, of which nobody was told yet."""
    now = now or timezone.now()
    rows = Proposal.objects.filter(
        state=ProposalState.STANCES, closes_at__gt=now, closes_at__lte=now + BEFORE_ITS_END, announced__lt=F("round")
    )
    return rows.order_by("pk")


def due_reviews() -> QuerySet[DecisionRecord]:
    """Decisions in force whose day has come, of which nobody was reminded yet."""
    unsaid = Q(reminded_of__isnull=True) | Q(reminded_of__lt=F("review_on"))
    rows = DecisionRecord.objects.filter(
        unsaid, proposal__state=ProposalState.ADOPTED, review_on__lte=timezone.localdate()
    )
    return rows.select_related("proposal").order_by("pk")
