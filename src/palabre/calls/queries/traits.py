"""What each candidate is counted under: her theme, language and region; and what she said of herself, for counts alone."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.calls.choices import Balanced, Counted
from palabre.calls.models import Application, BalanceData, ThemeChoice
from palabre.calls.regions import region_of

Said = dict[str, dict[int, str]]


def traits(call_id: int, states: Iterable[str]) -> tuple[list[int], Said]:
    """The keys of everybody in these states, and all that is counted of them. Three queries.

    What was said for counting alone is opened here: nothing of it leaves but masked numbers.
    """
    rows = Application.objects.filter(call_id=call_id, state__in=list(states))
    found = list(rows.order_by("pk").values_list("pk", "language", "country"))
    themes = ThemeChoice.objects.filter(application__in=rows, rank=1)
    said: Said = {what.value: {} for what in Balanced}
    for row in BalanceData.objects.filter(application__in=rows).iterator():
        for what in Balanced:
            if key := getattr(row, what.value):
                said[what.value][row.application_id] = key
    said[Counted.THEME] = dict(themes.values_list("application_id", "theme__public_id"))
    said[Counted.LANGUAGE] = {key: language for key, language, _country in found}
    said[Counted.REGION] = {key: region_of(country).value for key, _language, country in found}
    return [key for key, _language, _country in found], said
