"""What was seen, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was seen; an empty remedy says that all is well. Advice is not counted as wrong."""

    line: str
    remedy: str = ""
    advice: bool = False

    @property
    def wrong(self) -> bool:
        return bool(self.remedy) and not self.advice


def look(at: Callable[[], Finding]) -> Finding:
    """One look. A look that fails is itself a finding: its type, never its words."""
    try:
        return at()
    except Exception as wrong:  # the doctor goes on to the next look, whatever this one met
        name = at.__name__.replace("_", " ")
        return Finding(
            f"{name}: {type(wrong).__name__}",
            "If the lines above do not explain it: ./palabre run, then again.",
        )
