"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from palabre.journal.models import Entry, Head, Submission


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over the whole chain found: how many entries, the id of the first that does not hold, the last seal.

    Whoever writes the seal and the number down elsewhere can later tell that the end was cut off and the head forged.
    """

    entries: int
    broken_at: int | None
    seal: str = ""

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def check_chain() -> ChainReport:
    """Recompute every seal from the first entry to the head; sound also while others go on writing.

    The head is read first: what is written during the walk stands after it. `broken_at` is -1 when the entries
    hold together but the last one that the head knew is gone.
    """
    head = Head.objects.filter(id=1).values_list("seal", flat=True).first() or ""
    previous, count, met = "", 0, head == ""
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        count += 1
        if entry.previous != previous or entry.seal != entry.computed_seal():
            return ChainReport(count, entry.pk)
        previous = entry.seal
        met = met or previous == head
    # with no head there may be no entry: a chain whose head was taken away does not hold
    return ChainReport(count, None if met and (head or not count) else -1, previous)


def latest_of(kinds: Collection[str], limit: int) -> list[Entry]:
    """The latest entries of some kinds, the newest first."""
    return list(Entry.objects.filter(kind__in=kinds).order_by("-pk")[:limit])


def entries_after(cursor: int, limit: int = 500) -> Iterator[Entry]:
    """The next entries of the outbox, in the order of their commits."""
    return iter(Entry.objects.filter(pk__gt=cursor).order_by("pk")[:limit])


def submission_by_key(key: str) -> Submission | None:
    """The form that was sent with this key, and where it led."""
    return Submission.objects.filter(key=key).first()
