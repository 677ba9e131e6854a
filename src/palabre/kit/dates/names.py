"""The names of months and days, taken once from the Unicode locale data (Babel)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.utils.translation import get_language

_LOCALES = {"fr": "fr", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Names:
    """What one language calls the months (first is January) and the days (first is Monday)."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]


def language(lang: str | None) -> str:
    """`fr` or `en`: of `lang`, else of the page being written."""
    return "fr" if (lang or get_language() or "").startswith("fr") else "en"


@cache
def locale(lang: str) -> Locale:
    """The locale data of `fr` or `en`. English dates are written the British way: day, month, year."""
    return Locale.parse(_LOCALES[lang])


@cache
def names(lang: str) -> Names:
    """The names in `fr` or `en`."""
    months, days = locale(lang).months["format"], locale(lang).days["format"]
    return Names(
        months=tuple(months["wide"][number] for number in range(1, 13)),
        short_months=tuple(months["abbreviated"][number] for number in range(1, 13)),
        days=tuple(days["wide"][number] for number in range(7)),
    )


def folded(text: str) -> str:
    """Lower case without accents, ligatures opened, runs of spaces made one: for comparing typed words."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.split())
