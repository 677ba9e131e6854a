"""The key that signs cookies and links: given by the environment, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(given: str, data: Path) -> str:
    """`given` if there is one, else the key of DATA/secret.key, made on the first call (mode 600)."""
    if given:
        return given
    path = data / "secret.key"
    try:
        # O_EXCL: of two processes that start together only one writes, the other reads what it wrote
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
