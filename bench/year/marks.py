"""How much there is, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Size:
    """So many applications to each call, so many members with an honorarium."""

    applications: int
    members: int
    drafts: int = 0

    @classmethod
    def of(cls, scale: int, drafts: int = 0) -> Size:
        """20 applications and 15 members; at a hundred times, 2,000 and 500."""
        return cls(20 * scale, max(15, 5 * scale), drafts)

    def __str__(self) -> str:
        return f"{self.applications:,} applications to each call, {self.members} × 12 honoraria"


@dataclass(frozen=True, slots=True)
class Draft:
    """An application and the key of a session in which its link was opened."""

    application: str
    session: str


@dataclass(frozen=True, slots=True)
class YearMarks:
    """What the pages of the year are about. `drafts` lack nothing but being handed in; `blank` lacks everything."""

    community: str
    open: str
    chosen: str
    year: int
    drafts: list[Draft] = field(default_factory=list)
    blank: list[Draft] = field(default_factory=list)
