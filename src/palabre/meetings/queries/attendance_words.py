"""The words that a filled sheet may use, in French and English, and what each means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.kit.folding import folded
from palabre.meetings.choices import AgeBand, Gender, Presence

COLUMNS: dict[str, list[str | Promise]] = {
    "name": [_("Name"), "Nom", "Name", "Nom et prénom", "Prénom et nom", "Noms", "Names", "Full name"],
    "organisation": [
        _("Organisation"),
        "Organisation",
        "Organization",
        "Structure",
        "Association",
        "OSC",
        "Organisme",
    ],
    "presence": [_("Presence"), "Présence", "Presence", "Attendance", "Statut", "Status"],
    "gender": [_("Gender"), "Genre", "Gender", "Sexe", "Sex"],
    "age": [_("Age"), "Âge", "Age", "Tranche d’âge", "Age band"],
}
REQUIRED = ("name", "presence")

_PRESENCE = {
    Presence.PRESENT: (
        "sur place",
        "présence",
        "présent",
        "présente",
        "présents",
        "présentes",
        "présent(e)",
        "présent/e",
        "présent·e",
        "en présence",
        "present",
        "in person",
        "oui",
        "yes",
        "x",
        "p",
    ),
    Presence.REMOTE: ("à distance", "distance", "en ligne", "by distance", "at a distance", "remote", "online"),
    Presence.EXCUSED: (
        "absence excusée",
        "absence justifiée",
        "excuse",
        "excusé",
        "excusée",
        "excusés",
        "excusées",
        "excusé(e)",
        "excusé/e",
        "excusé·e",
        "excused",
    ),
    Presence.ABSENT: (
        "absence",
        "absent",
        "absente",
        "absents",
        "absentes",
        "absent(e)",
        "absent/e",
        "absent·e",
        "non",
        "no",
    ),
}
_GENDER = {
    Gender.WOMAN: ("f", "femme", "femmes", "woman", "women", "female", "w"),
    Gender.MAN: ("h", "m", "homme", "hommes", "man", "men", "male"),
    Gender.OTHER: ("autre", "autre genre", "un autre genre", "other", "another gender", "x"),
    Gender.UNSAID: ("", "non dit", "not said", "-", "?"),
}
_AGE = {
    AgeBand.UNDER_18: ("moins de 18", "moins de 18 ans", "under 18", "<18", "< 18"),
    AgeBand.FROM_18: ("18-34", "18 à 34", "18 à 34 ans", "18 to 34", "de 18 à 34 ans"),
    AgeBand.FROM_35: ("35-59", "35 à 59", "35 à 59 ans", "35 to 59", "de 35 à 59 ans"),
    AgeBand.FROM_60: ("60+", "60 et plus", "60 ans et plus", "60 and over", "plus de 60 ans"),
    AgeBand.UNSAID: ("", "non dit", "not said", "-", "?"),
}


def _meanings(table: Mapping[Any, Sequence[str]]) -> dict[str, str]:
    return {folded(word): str(meaning) for meaning, words in table.items() for word in words}


PRESENCES = _meanings(_PRESENCE)
GENDERS = _meanings(_GENDER)
AGES = _meanings(_AGE)


def presence_meant(word: str) -> str | None:
    """The presence a cell means; `None` when it cannot be told, also when it is empty: nothing is guessed."""
    return PRESENCES.get(folded(word))


def gender_meant(word: str) -> str | None:
    return GENDERS.get(folded(word))


def age_meant(word: str) -> str | None:
    """A band, or the age itself in figures."""
    word = folded(word).removesuffix(" ans").strip()
    if word.isdecimal() and len(word) <= 3:
        years = int(word)
        bands = ((18, AgeBand.UNDER_18), (35, AgeBand.FROM_18), (60, AgeBand.FROM_35), (130, AgeBand.FROM_60))
        return next((band.value for limit, band in bands if years < limit), None)
    return AGES.get(folded(word)) or AGES.get(folded(f"{word} ans"))
