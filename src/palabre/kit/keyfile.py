"""The keys of sealed fields as a file keeps them: `<id>:<base64 of 32 bytes>`, one a line, the current one first.

Standard library only: the settings read it before Django is there.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32
Ring = tuple[tuple[str, bytes], ...]


def read_ring(told: str) -> Ring:
    """The keys of `told`, lines or commas between them. Raises ValueError; its words hold nothing of a key."""
    ring = tuple(_read_key(line) for line in told.replace(",", "\n").split("\n") if line.strip())
    if not ring or len({name for name, _key in ring}) != len(ring):
        raise ValueError("FIELD_KEYS: expected one key or more, each id once")
    return ring


def _read_key(line: str) -> tuple[str, bytes]:
    name, _, body = line.strip().partition(":")
    try:
        key = base64.b64decode(body, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or not name.isalnum():
        raise ValueError("FIELD_KEYS: expected <id>:<32 bytes in base64>, the current key first") from None
    return name, key


def new_key() -> str:
    """`<id>:<base64>`, one line."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def written(ring: Ring) -> str:
    """The ring as its file keeps it."""
    return "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in ring)


def put(path: Path, text: str) -> None:
    """The file holds `text`, whole, for its owner only; whoever reads meanwhile reads the old one, whole."""
    made = _beside(path, text)
    made.replace(path)


def made_once(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made on the first call. Of two processes that begin together both read the same."""
    if not path.exists():
        made = _beside(path, make())
        try:
            os.link(made, path)  # fails where the other one was first; what it wrote is whole
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()


def _beside(path: Path, text: str) -> Path:
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return made
