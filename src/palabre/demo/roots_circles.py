"""What the three groups of the cohort ask, decide, plan and spend. Each text is (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both


class Step(NamedTuple):
    """A step of a plan: weeks after the plan's first day, and which earlier step it follows (its place)."""

    text: Both
    starts: int
    ends: int
    after: int | None = None


class Aim(NamedTuple):
    """An objective with its measure, its steps and what it hands over."""

    text: Both
    measure: str
    weeks: int
    steps: tuple[Step, ...]
    deliverable: Both
    kind: str


class Circle(NamedTuple):
    """One working group: its questions, its outcome, its plan and the lines of its budget."""

    questions: tuple[Both, ...]
    kind: str
    outcome: Both
    outcome_text: Both
    aims: tuple[Aim, ...]
    lines: tuple[tuple[str, Both, int], ...]


CIRCLES = (
    Circle(
        (
            Both(
                "Quels gestes de soin collectif tiennent quand l’argent et le temps manquent ?",
                "Which gestures of collective care hold when money and time are short?",
            ),
            Both(
                "Comment un groupe décide-t-il ensemble de ses règles de sécurité numérique ?",
                "How does a group decide together on its rules of digital security?",
            ),
            Both(
                "Que change un temps de parole régulier pour les personnes qui accompagnent ?",
                "What does a regular talking circle change for those who accompany others?",
            ),
        ),
        "guide",
        Both("Un carnet de soin et de sécurité", "A notebook of care and security"),
        Both(
            "Vingt fiches d’une page, à imprimer, essayées dans cinq groupes, en français et en anglais.",
            "Twenty one-page sheets to print, tried in five groups, in French and English.",
        ),
        (
            Aim(
                Both(
                    "Vingt fiches essayées dans cinq groupes en sept mois.",
                    "Twenty sheets tried in five groups in seven months.",
                ),
                "Nombre de fiches et de groupes",
                30,
                (
                    Step(Both("Recueillir ce qui se fait déjà", "Collect what is already done"), 0, 6),
                    Step(Both("Écrire les fiches à deux", "Write the sheets in pairs"), 6, 16, 0),
                    Step(Both("Essayer dans cinq groupes", "Try them in five groups"), 16, 26, 1),
                ),
                Both("Le carnet", "The notebook"),
                "guide",
            ),
            Aim(
                Both(
                    "Un atelier en ligne de deux heures pour apprendre à s’en servir, donné trois fois.",
                    "A two-hour online workshop on how to use it, given three times.",
                ),
                "Trois ateliers, leurs bilans",
                34,
                (
                    Step(Both("Préparer le déroulé", "Prepare the outline"), 20, 26),
                    Step(Both("Donner les ateliers", "Give the workshops"), 27, 33, 0),
                ),
                Both("Le déroulé de l’atelier", "The outline of the workshop"),
                "training",
            ),
        ),
        (
            ("making", Both("Mise en page et impression", "Layout and printing"), 900),
            ("care", Both("Essais dans les groupes", "Trials in the groups"), 1200),
            ("languages", Both("Traduction", "Translation"), 600),
        ),
    ),
    Circle(
        (
            Both(
                "Comment une personne répond-elle d’un tort, en restant dans le groupe ?",
                "How does a person answer for a harm while staying in the group?",
            ),
            Both(
                "De quoi a besoin la personne blessée, et qui le lui demande ?",
                "What does the person who was hurt need, and who asks her?",
            ),
        ),
        "training",
        Both("Un parcours de redevabilité en quatre pas", "A path of accountability in four steps"),
        Both(
            "Une formation de quatre séances pour des groupes de dix, avec un livret pour l’animation.",
            "A training of four sessions for groups of ten, with a booklet for those who facilitate.",
        ),
        (
            Aim(
                Both(
                    "Quatre séances écrites et essayées avec deux groupes en sept mois.",
                    "Four sessions written and tried with two groups in seven months.",
                ),
                "Séances données, avis recueillis",
                28,
                (
                    Step(Both("Lire et écouter des pratiques", "Read and listen to practices"), 0, 8),
                    Step(Both("Écrire les séances", "Write the sessions"), 8, 18, 0),
                    Step(Both("Les donner à deux groupes", "Give them to two groups"), 18, 28, 1),
                ),
                Both("Le livret d’animation", "The facilitation booklet"),
                "training",
            ),
        ),
        (
            ("people", Both("Personne-ressource", "Resource person"), 1000),
            ("event", Both("Séances d’essai", "Trial sessions"), 800),
            ("languages", Both("Traduction", "Translation"), 700),
        ),
    ),
    Circle(
        (
            Both(
                "Comment des collectifs répondent-ils ensemble à un appel au lieu de se le disputer ?",
                "How do collectives answer a call together instead of competing for it?",
            ),
            Both(
                "Quelles règles rendent juste le partage d’un petit fonds commun ?",
                "Which rules make the sharing of a small common fund fair?",
            ),
        ),
        "tool",
        Both("Une convention type entre collectifs", "A model agreement between collectives"),
        Both(
            "Un modèle commenté, avec trois récits de coopération qui a tenu ou échoué.",
            "A commented model, with three accounts of cooperation that held or failed.",
        ),
        (
            Aim(
                Both(
                    "Une convention type relue par six collectifs et publiée dans les deux langues.",
                    "A model agreement reviewed by six collectives and published in both languages.",
                ),
                "Six relectures reçues",
                26,
                (
                    Step(Both("Écouter six collectifs", "Listen to six collectives"), 0, 10),
                    Step(Both("Écrire la convention", "Write the agreement"), 10, 18, 0),
                    Step(Both("La faire relire", "Have it reviewed"), 18, 25, 1),
                ),
                Both("La convention type", "The model agreement"),
                "tool",
            ),
        ),
        (
            ("people", Both("Relecture juridique", "Legal review"), 900),
            ("connection", Both("Appels et forfaits", "Calls and data bundles"), 500),
            ("languages", Both("Traduction", "Translation"), 600),
        ),
    ),
)

AIMS = Both(
    "Apprendre comment nos mouvements durent : en prenant soin, en rendant compte, en coopérant.",
    "Learn how our movements last: by caring, by answering for what they do, by cooperating.",
)
