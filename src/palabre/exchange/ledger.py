"""The ledger of erasures: one line for each erased person, in a file beside the database (DOMAIN.md §4.6).

`2026-11-20 <keyed digest of the random id> <what became of her words>`. A restore brings back last week's rows, not
last week's ledger: whoever stands in it is erased again. The digest is keyed, so that the file alone names nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from palabre.people.choices import WordsAfter

NAME = "erasures.ledger"


@dataclass(frozen=True, slots=True)
class Line:
    """One erased person."""

    day: str
    seal: str
    words: str


def ledger_path() -> Path:
    return Path(settings.DATA) / NAME


def seals_of(public_id: str) -> set[str]:
    """Under the key of today, and under those before it: a ledger outlives the key it was begun with."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {_seal(public_id, key) for key in keys}


def _seal(public_id: str, key: str | bytes) -> str:
    return salted_hmac("palabre.exchange.ledger", public_id, secret=key, algorithm="sha256").hexdigest()


def note(public_id: str, words: str) -> None:
    """One more line, on the disk before this returns; twice is harmless."""
    line = f"{timezone.now():%Y-%m-%d} {_seal(public_id, settings.SECRET_KEY)} {WordsAfter(words).value}\n"
    file = os.open(ledger_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def lines() -> Iterator[Line]:
    """Every line; one that was cut by a full disk is passed over."""
    path = ledger_path()
    for row in path.read_text().splitlines() if path.exists() else ():
        parts = row.split()
        if len(parts) == 3 and len(parts[1]) == 64:
            yield Line(*parts)
