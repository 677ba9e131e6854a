"""The ring of keys as the person at the server turns it: a new one, an old one away."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

from palabre.exchange.actions.resealing import note_drop, note_rotation, reseal
from palabre.exchange.queries.sealed import sealing
from palabre.kit.keyfile import new_key, put, read_ring, written

# a page that began before a rotation may still write under the key that was current
SETTLED = 60
RESTORE = "Backups that were made under it hold values that nothing opens then: the key is part of them."


class NotNow(Exception):
    """Why a key can be neither made nor dropped; the sentence is for the person at the server."""


def rotate() -> list[str]:
    """A new current key, and everything sealed anew; an interrupted rotation is finished first. Lines to print."""
    if sealing().waiting:
        return [
            f"An earlier rotation was not finished: {reseal()} values are sealed under the current key now.",
            *_lost(),
        ]
    line = new_key()
    name = line.partition(":")[0]
    file: Path | None = settings.FIELD_KEYS_FILE
    if file is None:
        return [
            "The ring comes from FIELD_KEYS. Put this line before the others there, a comma after it:",
            line,
            "Start Palabre again, everywhere; then once more: palabre keys rotate. It seals everything under the new key.",
        ]
    put(file, f"{line}\n{file.read_text()}")
    note_rotation(key=name)
    return [
        f"{name} is the current key: {reseal()} values are sealed under it. Running pages have taken it up already.",
        *_lost(),
    ]


def _lost() -> list[str]:
    strangers = sealing().strangers
    return (
        [f"{strangers} values are sealed under a key that is not in the ring: they stay as they are."]
        if strangers
        else []
    )


def drop(name: str) -> list[str]:
    """One key goes, if nothing needs it. Raises NotNow. Lines to print."""
    known = {one.name: one for one in sealing().keys}
    if name not in known:
        raise NotNow(f"There is no key {name} in the ring.")
    if known[name].current:
        raise NotNow(f"{name} seals what is written today. First: palabre keys rotate")
    if known[name].sealed:
        raise NotNow(f"{name} still seals {known[name].sealed} values. First: palabre keys rotate")
    file: Path | None = settings.FIELD_KEYS_FILE
    if file is None:
        return [f"Nothing is sealed under {name}: take it out of FIELD_KEYS and start Palabre again.", RESTORE]
    if time.time() - file.stat().st_mtime < SETTLED:
        raise NotNow("The ring changed within the last minute, and a page may still be writing. In a minute, again.")
    put(file, written(tuple(one for one in read_ring(file.read_text()) if one[0] != name)))
    note_drop(key=name)
    return [f"{name} is gone.", RESTORE]
