"""A text that is not up to date in both languages, as the translation desk shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from palabre.communities.models import Community
from palabre.kit.verdict import Text
from palabre.languages.models import Translatable
from palabre.languages.queries import State

URGENCY: tuple[State, ...] = ("outdated", "missing", "draft", "in_review")


@dataclass(frozen=True, slots=True)
class Gap:
    """One text that is not up to date in both languages, and the page that mends it."""

    what: Text
    thing: Translatable
    name: str
    community: Community
    url: str
    pair: list[tuple[str, State]]
    at: datetime | None = None

    @property
    def state(self) -> State:
        """Outdated comes before missing: what is wrong misleads, what is absent does not."""
        found = {state for _language, state in self.pair}
        return next((state for state in URGENCY if state in found), "approved")
