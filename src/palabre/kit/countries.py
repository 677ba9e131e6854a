"""The names of countries in both languages, from the Unicode locale data (Babel); and what people type for them."""

from __future__ import annotations

from functools import cache

from palabre.kit.dates.names import language, locale
from palabre.kit.folding import folded

# Codes of the table that are groups, parts of a country, or nothing at all.
_NO_COUNTRY = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# Where the table's own word is not the one that people read and write first.
_SAID = {
    "fr": {
        "CD": "Congo (RDC)", "CG": "Congo (Brazzaville)", "HK": "Hong Kong", "MM": "Birmanie (Myanmar)", "MO": "Macao",
        "PS": "Palestine", "VA": "Vatican",
    },
    "en": {
        "CD": "Congo (DRC)", "CG": "Congo (Brazzaville)", "HK": "Hong Kong", "MM": "Myanmar (Burma)", "MO": "Macao",
        "PS": "Palestine", "VA": "Vatican",
    },
}  # fmt: skip
# What else people write. « Congo » alone is two countries: nobody guesses which.
_ALSO = {
    "BA": ("Bosnie", "Bosnia"),
    "BF": ("Burkina",),
    "CD": (
        "RDC",
        "DRC",
        "RD Congo",
        "DR Congo",
        "République démocratique du Congo",
        "Democratic Republic of the Congo",
    ),
    "CF": ("Centrafrique", "RCA"),
    "CG": ("République du Congo", "Republic of the Congo", "Congo Brazzaville"),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde", "Cabo Verde"),
    "CZ": ("Czech Republic", "République tchèque"),
    "GB": ("UK", "Great Britain", "Grande Bretagne", "England", "Angleterre", "Scotland", "Wales"),
    "GN": ("Guinée Conakry", "Guinea Conakry"),
    "KR": ("Corée", "Korea", "Republic of Korea"),
    "MK": ("Macedonia", "Macédoine"),
    "MM": ("Birmanie", "Burma", "Myanmar"),
    "NL": ("Holland", "Hollande"),
    "RE": ("Réunion",),
    "RU": ("Russian Federation", "Fédération de Russie"),
    "ST": ("Sao Tomé",),
    "SV": ("El Salvador",),
    "SZ": ("Swaziland",),
    "TL": ("Timor Leste", "East Timor"),
    "TR": ("Turkey",),
    "US": ("USA", "U.S.A.", "United States of America", "États-Unis d’Amérique"),
    "VA": ("Holy See", "Saint-Siège"),
    "VN": ("Vietnam",),
}


@cache
def names(lang: str) -> dict[str, str]:
    """Every country by its two letters (ISO 3166-1, and XK), as `fr` or `en` calls it; in the order of the names."""
    table: dict[str, str] = dict(locale(lang).territories)
    known = {code: name for code, name in table.items() if len(code) == 2 and code.isalpha()}
    said = {code: _SAID[lang].get(code, name) for code, name in known.items() if code not in _NO_COUNTRY}
    return dict(sorted(said.items(), key=lambda row: folded(row[1])))


def country_name(code: str, lang: str | None = None) -> str:
    """`ML` is Mali; an unknown code, or none, is the empty text. Without `lang`, as the page is written."""
    return names(language(lang)).get(code.upper(), "") if code else ""


def country_choices(lang: str | None = None) -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    return list(names(language(lang)).items())


def country_code(text: str) -> str:
    """The two letters behind what somebody wrote, in French, in English or as a code; empty if nobody knows it."""
    bare = text.strip()
    if len(bare) == 2 and bare.upper() in names("en"):
        return bare.upper()
    return _by_name().get(_key(bare), "")


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for lang in ("fr", "en"):
        table: dict[str, str] = dict(locale(lang).territories)
        for code, name in names(lang).items():
            found.setdefault(_key(name), code)
            found.setdefault(_key(table[code]), code)
    for code, also in _ALSO.items():
        for name in also:
            found.setdefault(_key(name), code)
    return found


def _key(text: str) -> str:
    """As compared: without accents, capitals, brackets, `&`, `et`, `and`, and articles before the name."""
    words = folded(text.replace("&", " ").replace("(", " ").replace(")", " ").replace("/", " ")).split()
    kept = ["st" if word == "saint" else word for word in words if word not in {"et", "and", "the", "of"}]
    while len(kept) > 1 and kept[0] in {"la", "le", "les", "l"}:
        kept = kept[1:]
    return " ".join(kept)
