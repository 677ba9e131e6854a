"""Masked tables of who is there are taken at a sitting, once, as far as they tell of nobody (INV-16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.balance import may_take, safe_cells, threshold_of
from palabre.calls.choices import ApplicationState
from palabre.calls.models import BalanceTable, Call, Deliberation
from palabre.calls.queries.traits import Said, traits
from palabre.calls.rules.deciding import CHOSEN, can_count_balance
from palabre.communities.rules import fresh
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

TOO_TELLING = no(
    _(
        "Too few people changed since the last count, or too few are chosen: a new one would tell of somebody. "
        "The last one stays."
    )
)


def count_balance(*, actor: Person, deliberation: Deliberation) -> int:
    """All that this sitting decided is noted: whoever is chosen is counted, once. Gives how many tables are new.

    Raises Refused also where no table could be taken; then the sitting may be counted later.
    """
    with transaction.atomic():
        call = locked_call(deliberation.call_id)
        deliberation = Deliberation.objects.select_for_update(of=("self",)).get(pk=deliberation.pk)
        deliberation.call = call
        require(can_count_balance(fresh(actor), deliberation))
        everybody, said = traits(call.pk, ApplicationState.readable())
        chosen = set(_in_states(call, CHOSEN))
        made = _take(call, said, chosen=True, people=[key for key in everybody if key in chosen])
        if not made:
            raise Refused(TOO_TELLING)
        deliberation.counted_at = timezone.now()
        deliberation.save(update_fields=["counted_at"])
        tell("calls.balance_counted", actor.pk, call, "deliberation", deliberation.pk, tables=made)
    return made


def count_everybody(*, call: Call) -> int:
    """At the first sitting: everybody who may be chosen, once and for all. The caller holds the call."""
    if BalanceTable.objects.filter(call=call).exists():
        return 0
    everybody, said = traits(call.pk, ApplicationState.readable())
    return _take(call, said, chosen=False, people=everybody)


def _take(call: Call, said: Said, *, chosen: bool, people: list[int]) -> int:
    """A table of each kind that may be taken; one that would show nothing does not take the place of an older one."""
    earlier = list(BalanceTable.objects.filter(call=call))
    made = 0
    for what, by_key in said.items():
        before = [one for one in earlier if one.what == what]
        if not may_take(people, [one.people for one in before], threshold_of(what)):
            continue
        counted = Counter(by_key[key] for key in people if key in by_key)
        cells = safe_cells(what, counted, len(people), sorted(counted), [(one.number, one.cells) for one in before])
        if cells or not chosen:
            BalanceTable.objects.create(
                call=call, what=what, chosen=chosen, number=len(people), cells=cells, people=people
            )
            made += 1
    return made


def _in_states(call: Call, states: Iterable[str]) -> Iterable[int]:
    return call.applications.filter(state__in=list(states)).values_list("pk", flat=True)
