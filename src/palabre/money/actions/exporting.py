"""The ledger leaves the house: its rows, and the trace of who took them."""

from __future__ import annotations

from django.db import transaction

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.groups.rules.circles import fresh_circles
from palabre.journal.actions import record
from palabre.kit.verdict import require
from palabre.money.queries.ledger import ledger_of
from palabre.money.queries.ledger_rows import Ledger
from palabre.money.rules.ledger import can_export_ledger
from palabre.people.models import Person


def export_ledger(
    *, actor: Person, community: Community, language: str, extension: str, budget: str = "", currency: str = ""
) -> Ledger:
    """What the actor may read of it, as it is now. Raises Refused."""
    with transaction.atomic():
        require(can_export_ledger(fresh_circles(fresh(actor)), community))
        ledger = ledger_of(actor, community, language, budget=budget, currency=currency)
        record(
            "money.ledger_exported", actor_id=actor.pk, community_id=community.pk, subject="community",
            subject_id=community.pk, rows=len(ledger.rows), format=extension, currency=ledger.currency,
        )  # fmt: skip
    return ledger
