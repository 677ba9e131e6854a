"""Names as people compare them: without accents, capitals, hyphens or doubled spaces."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\s’'‐‑‒–—―.,_-]+")


def folded(text: str) -> str:
    """`  Aïssata  DIALLO-Ba ` and `aissata diallo ba` fold to the same words. Signs of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f")
    return _APART.sub(" ", unicodedata.normalize("NFC", bare)).strip()
