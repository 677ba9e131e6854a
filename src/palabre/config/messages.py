"""Compiles the messages of the interface with Babel, so that no system package is needed."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """The .po files of the interface."""
    return sorted((HERE / "locale").glob("*/LC_MESSAGES/*.po"))


def compile_messages() -> int:
    """Makes each .mo that is older than its .po; returns how many were made."""
    stale = [po for po in catalogues() if _is_stale(po)]
    if stale:
        from babel.messages.mofile import write_mo  # noqa: PLC0415 (a start without changes need not load Babel)
        from babel.messages.pofile import read_po  # noqa: PLC0415

        for po in stale:
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=po.parts[-3]))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
