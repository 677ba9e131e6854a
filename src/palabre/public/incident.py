"""What happened and what we do about it: a page that stands only as long as whoever runs the server keeps its text."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from palabre.kit.reader import TONGUES

MOST = 40_000  # characters


def incident_file(language: str) -> Path:
    return Path(settings.DATA) / f"incident.{language}.md"


def is_on() -> bool:
    """Whether there is a text in any language."""
    return any(incident_file(code).exists() for code in TONGUES)


def incident_text(language: str) -> tuple[str, str]:
    """(text, its language): in the reader's if there is one, else in the other; empty if there is none."""
    for code in (language, *TONGUES):
        try:
            return incident_file(code).read_text(encoding="utf-8")[:MOST], code
        except (FileNotFoundError, UnicodeDecodeError):
            continue
    return "", ""
