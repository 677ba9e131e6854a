"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from palabre.journal.models import CUT, EMPTIED, PURGED, Entry, Head, Submission, digest_of


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over the whole chain found: how many entries, the id of the first that does not hold, the last seal.

    Whoever writes the seal and the number down elsewhere can later tell that the end was cut off and the head forged.
    `emptied` entries are past their time: they keep their place, and nothing that they said.
    """

    entries: int
    broken_at: int | None
    seal: str = ""
    emptied: int = 0

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def check_chain() -> ChainReport:
    """Recompute every seal from the first entry to the head; sound also while others go on writing.

    The head is read first: what is written during the walk stands after it. `broken_at` is -1 when the entries
    hold together but the last one that the head knew is gone, -2 when the first one is, or an entry was emptied by hand.
    """
    head = Head.objects.filter(id=1).values_list("seal", flat=True).first() or ""
    walk = _Walk(met=head == "")
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if not walk.step(entry):
            return ChainReport(walk.count, entry.pk)
        walk.met = walk.met or entry.seal == head
    # with no head there may be no entry: a chain whose head was taken away does not hold
    if not walk.met or (not head and walk.count):
        return ChainReport(walk.count, -1, walk.previous)
    return ChainReport(walk.count, None if walk.accounted() else -2, walk.previous, walk.emptied)


@dataclass
class _Walk:
    """From entry to entry: what the last one was, what age took away, and which entries account for it."""

    met: bool
    count: int = 0
    first: int = 0
    previous: str = ""
    origin: str = ""
    cut: str = ""
    emptied: int = 0
    groups: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def step(self, entry: Entry) -> bool:
        """Whether this entry holds and stands on the one before it; the first one stands where it says."""
        self.count += 1
        if self.count == 1:
            self.first, self.origin, self.previous = entry.pk, entry.previous, entry.previous
        holds = entry.previous == self.previous
        self.previous = entry.seal
        if entry.kind == EMPTIED:
            self.emptied += 1
            self.groups.setdefault(entry.facts.get("by", 0), []).append((entry.pk, entry.seal))
            return holds
        if not holds or entry.seal != entry.computed_seal():
            return False
        if entry.kind == CUT:
            self.cut = entry.facts["seal"]
        return entry.kind != PURGED or self._tells_of(entry)

    def _tells_of(self, entry: Entry) -> bool:
        """What this entry says was emptied was; or it lay before the beginning, and the cut took it away."""
        if entry.facts["last"] < self.first:
            return entry.pk not in self.groups
        return bool(digest_of(self.groups.pop(entry.pk, [])) == entry.facts["digest"])

    def accounted(self) -> bool:
        """Every emptied entry is in the digest of another, and the beginning is where the last cut says."""
        return not self.groups and self.origin == self.cut


def last_moment() -> datetime | None:
    """When the last entry was written, by the clock of then."""
    return Entry.objects.order_by("-pk").values_list("at", flat=True).first()


def latest_of(kinds: Collection[str], limit: int) -> list[Entry]:
    """The latest entries of some kinds, the newest first."""
    return list(Entry.objects.filter(kind__in=kinds).order_by("-pk")[:limit])


def count_of(kinds: Collection[str], since: datetime) -> dict[str, int]:
    """How many entries of each of some kinds there were since a moment."""
    rows = Entry.objects.filter(kind__in=kinds, at__gte=since).order_by()
    return dict(rows.values_list("kind").annotate(number=Count("pk")))


def entries_after(cursor: int, limit: int = 500) -> Iterator[Entry]:
    """The next entries of the outbox, in the order of their commits."""
    return iter(Entry.objects.filter(pk__gt=cursor).order_by("pk")[:limit])


def submission_by_key(key: str) -> Submission | None:
    """The form that was sent with this key, and where it led."""
    return Submission.objects.filter(key=key).first()
