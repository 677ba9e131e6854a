"""What a new call begins with, in both languages: our own words, which the coordination rewrites.

What stands in [brackets] only the coordination can know: a call is not announced while one is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from palabre.calls.choices import QuestionKind, RuleCheck, RuleKind

Both = tuple[str, str]
"""French, English."""
# brackets that are no link of Markdown
TO_FILL = re.compile(r"\[[^\]\n]+\](?!\()")


@dataclass(frozen=True, slots=True)
class CriterionPattern:
    name: Both
    text: Both
    weight: int = 1
    scored: bool = True


@dataclass(frozen=True, slots=True)
class QuestionPattern:
    """`criterion` is the place of its criterion; `after` the choice of the question before that opens it."""

    label: Both
    help: Both
    criterion: int
    kind: QuestionKind = QuestionKind.TEXT
    longest: int = 2500
    required: bool = True
    options: tuple[Both, ...] = ()
    after: int | None = None


TITLE: Both = ("Appel à candidatures", "Call for applications")
WRITTEN = ("text", "commitment", "capacity", "ai_notice")


@cache
def texts() -> dict[str, Both]:
    """The texts of a call by field: its title stands here, the longer ones in one file for each language."""
    folder = files("palabre.calls") / "pattern"
    said = {name: (_read(folder / "fr" / f"{name}.md"), _read(folder / "en" / f"{name}.md")) for name in WRITTEN}
    return {"title": TITLE, **said}


def _read(file: Traversable) -> str:
    return file.read_text(encoding="utf-8").strip()


RULES: tuple[tuple[RuleKind, RuleCheck, Both], ...] = (
    (
        RuleKind.MAY,
        RuleCheck.INDIVIDUAL,
        (
            "Vous candidatez en votre propre nom, même si vous appartenez à une organisation.",
            "You apply in your own name, even if you belong to an organisation.",
        ),
    ),
)

CRITERIA: tuple[CriterionPattern, ...] = (
    CriterionPattern(
        ("Expérience", "Experience"),
        (
            "Une expérience réelle et utile au thème : coordination, gestion, connaissance du sujet.",
            "Real experience that serves the theme: coordination, management, knowledge of the subject.",
        ),
        weight=2,
    ),
    CriterionPattern(
        ("Motivation et compétences", "Motivation and skills"),
        (
            "Pourquoi la personne vient, et ce qu’elle apporte aux autres.",
            "Why the person comes, and what she brings to the others.",
        ),
        weight=2,
    ),
    CriterionPattern(
        ("Disponibilité", "Availability"),
        (
            "Pouvoir participer régulièrement aux réunions, et travailler entre elles.",
            "Being able to take part in the meetings regularly, and to work between them.",
        ),
    ),
    CriterionPattern(
        ("Objectifs d’apprentissage", "Learning goals"),
        (
            "Des objectifs clairs, en lien avec les thèmes, et un plan pour y arriver.",
            "Clear goals that fit the themes, and a plan to reach them.",
        ),
        weight=2,
    ),
    CriterionPattern(
        ("Langues", "Languages"),
        ("Assez de français ou d’anglais pour échanger.", "Enough French or English to exchange."),
    ),
    CriterionPattern(
        ("Équilibre et voix moins entendues", "Balance and less-heard voices"),
        (
            "Personne n’est noté sur ce point. Le comité le pèse lorsqu’il compose le groupe, sur des totaux.",
            "Nobody is scored on this point. The committee weighs it when it composes the group, on totals.",
        ),
        scored=False,
    ),
)

QUESTIONS: tuple[QuestionPattern, ...] = (
    QuestionPattern(
        ("Quelle expérience apportez-vous ?", "What experience do you bring?"),
        (
            "Un ou deux exemples suffisent. N’écrivez rien qui puisse mettre une personne en danger.",
            "One or two examples are enough. Write nothing that could put a person in danger.",
        ),
        criterion=0,
    ),
    QuestionPattern(
        (
            "Pourquoi voulez-vous rejoindre cette communauté, et que pouvez-vous y apporter ?",
            "Why do you want to join this community, and what can you bring to it?",
        ),
        ("", ""),
        criterion=1,
    ),
    QuestionPattern(
        (
            "Pouvez-vous participer à une ou deux réunions par mois, et travailler entre elles ?",
            "Can you take part in one or two meetings a month, and work between them?",
        ),
        ("", ""),
        criterion=2,
        kind=QuestionKind.CHOICE,
        options=(
            ("Oui, pendant toute la durée", "Yes, the whole time"),
            ("Oui, avec des absences", "Yes, with some absences"),
        ),
    ),
    QuestionPattern(
        ("Quand seriez-vous moins disponible ?", "When would you be less available?"),
        ("À peu près : des mois ou des jours suffisent, sans raison.", "Roughly: months or days, without a reason."),
        criterion=2,
        longest=500,
        required=False,
        after=1,
    ),
    QuestionPattern(
        ("Que voulez-vous apprendre ici ?", "What do you want to learn here?"),
        ("Reliez-le à un ou deux des thèmes.", "Relate it to one or two of the themes."),
        criterion=3,
        longest=1500,
    ),
    QuestionPattern(
        ("Comment comptez-vous y arriver ?", "How do you plan to get there?"),
        ("Ce que vous ferez, à peu près quand, avec qui.", "What you will do, roughly when, and with whom."),
        criterion=3,
        longest=1500,
    ),
)
