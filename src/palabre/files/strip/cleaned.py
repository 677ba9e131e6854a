"""What comes out of the cleaning."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.files.formats import Format


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The bytes to keep and their format (a picture may have changed it); width and height in pixels."""

    data: bytes
    format: Format
    width: int | None = None
    height: int | None = None
