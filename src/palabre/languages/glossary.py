"""The words that must be said the same everywhere: shown beside a translation when the source holds them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Term(NamedTuple):
    """One notion in both languages."""

    fr: str
    en: str

    def said(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


# DOMAIN.md §1. Several wordings of one notion stand on lines of their own.
TERMS: tuple[Term, ...] = tuple(
    Term(*pair)
    for pair in (
        ("communauté de pratique", "community of practice"),
        ("communauté d’apprentissage", "learning community"),
        ("réseau", "network"),
        ("section linguistique", "language section"),
        ("membre à titre individuel", "individual member"),
        ("organisation membre", "organisational member"),
        ("organisation cheffe de file", "lead organisation"),
        ("structure porteuse", "host organisation"),
        ("noyau", "core group"),
        ("coordination du réseau", "network steward"),
        ("coordination de la communauté", "community coordinator"),
        ("animation", "facilitation"),
        ("groupe de travail", "working group"),
        ("promotion", "cohort"),
        ("appel à candidatures", "call for applications"),
        ("examen anonymisé", "blind review"),
        ("conflit d’intérêts", "conflict of interest"),
        ("déport", "recusal"),
        ("question d’apprentissage", "learning question"),
        ("résultat d’apprentissage", "learning outcome"),
        ("plan de travail", "work plan"),
        ("livrable", "deliverable"),
        ("honoraires", "honorarium"),
        ("personne-ressource", "resource person"),
        ("exposé", "expert talk"),
        ("réunion plénière", "plenary"),
        ("rencontre semestrielle", "half-yearly meeting"),
        ("ordre du jour", "agenda"),
        ("compte rendu", "minutes"),
        ("engagement", "commitment"),
        ("point MEL", "MEL check-in"),
        ("partage d’expériences", "experience sharing"),
        ("visite d’échange", "exchange visit"),
        ("cadre de concertation", "concertation forum"),
        ("mur d’expression artistique", "art-expression wall"),
        ("convention d’abandon", "abandonment pledge"),
        ("pratique traditionnelle néfaste", "harmful traditional practice"),
        ("violence basée sur le genre", "gender-based violence"),
        ("loi 052", "Law 052"),
        ("comité de veille médiatique", "media-watch committee"),
        ("plan de pérennisation", "sustainability plan"),
        ("mécanisme de suivi conjoint", "joint follow-up mechanism"),
        ("appropriation", "ownership"),
        ("personnes touchées", "reach"),
        ("effet", "effect"),
        ("cadre de confiance", "trust agreement"),
        ("tour d’ouverture", "check-in"),
        ("tour de clôture", "check-out"),
        ("enseignement", "lesson learned"),
        ("expérimentation", "practice trial"),
        ("norme sociale", "social norm"),
        ("agentivité", "agency"),
        ("code de conduite", "code of conduct"),
        ("redevabilité", "accountability"),
        ("préoccupation", "concern"),
        ("sauvegarde", "safeguarding"),
        ("décision par consentement", "consent decision"),
        ("objection argumentée", "objection"),
        ("retour de bâton", "backlash"),
        ("mouvement allié", "partner movement"),
    )
)


def terms_in(text: str, source: str, target: str) -> list[tuple[str, str]]:
    """The terms that stand in `text`, written in the `source` language, each with its word in the `target` language.

    Plurals in s and x count, a typed apostrophe counts as the curly one, and a term inside a longer one that also
    stands there is left out.
    """
    plain = text.replace("'", "’").replace("\u00a0", " ")
    found = [term for term in TERMS if _pattern(term.said(source)).search(plain)]
    kept = [term for term in found if not _inside_another(term, found, source)]
    return [(term.said(source), term.said(target)) for term in kept]


def _inside_another(term: Term, found: list[Term], source: str) -> bool:
    said = term.said(source).lower()
    return any(said != other.said(source).lower() and said in other.said(source).lower() for other in found)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """The words of a term, each in the singular or the plural."""
    inside = r"\s+".join(_word(word) for word in words.split())
    return re.compile(rf"(?<!\w){inside}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    if word.endswith("y"):
        return rf"{re.escape(word[:-1])}(?:y|ies)"
    return rf"{re.escape(word)}(?:s|x)?"
