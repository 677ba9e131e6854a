"""An answer to "who may?", with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise `why` is a sentence for the reader, with the next step when there is one."""

    ok: bool
    why: Text = ""

    def __bool__(self) -> bool:
        return self.ok


YES = Verdict(True)


def no(why: Text) -> Verdict:
    """A refusal and its sentence."""
    return Verdict(False, why)


class Refused(Exception):
    """The only thing an action raises: the verdict, and the form field it speaks of, if one."""

    def __init__(self, verdict: Verdict, field: str | None = None) -> None:
        super().__init__(str(verdict.why))
        self.verdict = verdict
        self.field = field


class Clash(Refused):
    """Somebody else wrote meanwhile. `theirs` is what stands now; nothing of the caller's was written."""

    def __init__(self, verdict: Verdict, theirs: Any) -> None:
        super().__init__(verdict)
        self.theirs = theirs


def require(verdict: Verdict, field: str | None = None) -> None:
    """Raise `Refused` unless the verdict allows."""
    if not verdict:
        raise Refused(verdict, field)
