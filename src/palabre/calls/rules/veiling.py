"""What an applicant wrote without meaning to: her name, her address, her organisation inside her own answers.

While a call is read blind, readers see `[…]` in their place. Only what she typed about herself is looked for; nothing
is guessed.
"""

from __future__ import annotations

import re
import unicodedata

from palabre.calls.models import Application
from palabre.calls.rules.conflicts import name_of_organisation

HIDDEN = "[…]"
_ADDRESS = r"[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.[^\s@<>()\[\].,;:!?]+"
# the letters of a name as people write them with and without accents
_KIN = {"a": "aàáâäãå", "c": "cç", "e": "eéèêë", "i": "iìíîï", "n": "nñ", "o": "oòóôöõ", "u": "uùúûü", "y": "yýÿ"}
_GAP = r"[\s\-]+"
SHORTEST = 3


def veil_of(application: Application) -> re.Pattern[str]:
    """What is to be hidden in the answers of this file."""
    parts = [part for part in re.split(r"[\s\-‐–’']+", application.name) if len(part) >= SHORTEST]
    loose = [application.name, application.organisation if name_of_organisation(application.organisation) else ""]
    whole = [_loosely(text) for text in loose if len(text.strip()) >= SHORTEST]
    # a single word only with its capital, or in capitals: "Rose" is her, a rose is not
    exact = [f"(?:{_letters(part)}|{_letters(part.upper())})" for part in parts if part[:1].isupper()]
    words = "|".join(rf"(?<!\w){one}(?!\w)" for one in (*whole, *exact))
    return re.compile("|".join(one for one in (_ADDRESS, words) if one))


def veiled(text: str, veil: re.Pattern[str] | None) -> str:
    """The text without what tells whose it is; as it is where nothing is veiled."""
    return veil.sub(HIDDEN, unicodedata.normalize("NFC", text)) if veil is not None and text else text


def _loosely(text: str) -> str:
    """Whatever its capitals, spaces and hyphens."""
    words = [_letters(part) for part in re.split(_GAP, text.strip())]
    return f"(?i:{_GAP.join(words)})"


def _letters(word: str) -> str:
    return "".join(_letter(sign) for sign in unicodedata.normalize("NFC", word))


def _letter(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign)[0]
    kin = _KIN.get(plain.lower(), "")
    if not kin:
        return re.escape(sign)
    return f"[{kin.upper() if plain.isupper() else kin}]"
