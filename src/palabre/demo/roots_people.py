"""The invented people of the cohort: thirty-four who applied, those who read, and what became of each application."""

from __future__ import annotations

from typing import NamedTuple

ZONE = "Africa/Accra"


class Applicant(NamedTuple):
    """`themes` are places in THEMES, first choice first; `fate` is where the story leaves the application."""

    name: str
    country: str
    language: str
    themes: tuple[int, int]
    fate: str
    points: tuple[int, ...] = ()
    organisation: str = ""


# accepted: fifteen; interviewed: those marked *
APPLICANTS = (
    Applicant("Ama B.", "GH", "en", (0, 1), "member*", (5, 4, 4, 5, 5)),
    Applicant("Sékou T.", "GN", "fr", (0, 2), "member*", (4, 4, 5, 4, 4)),
    Applicant("Nandini R.", "IN", "en", (0, 1), "member*", (5, 5, 3, 4, 5)),
    Applicant("Mirlande J.", "HT", "fr", (0, 2), "member", (4, 5, 4, 4, 4)),
    Applicant("Kofi A.", "TG", "fr", (0, 1), "member", (4, 3, 5, 4, 4)),
    Applicant("Thandi M.", "ZA", "en", (1, 0), "member*", (5, 4, 4, 4, 5)),
    Applicant("Adèle N.", "CM", "fr", (1, 2), "member", (4, 4, 4, 5, 4)),
    Applicant("Rafael C.", "CO", "en", (1, 0), "member*", (4, 5, 4, 4, 3)),
    Applicant("Fatou S.", "SN", "fr", (1, 2), "member", (3, 5, 4, 4, 5)),
    Applicant("Linh P.", "VN", "en", (1, 2), "member", (4, 4, 3, 5, 4)),
    Applicant("Yao K.", "CI", "fr", (2, 0), "member*", (5, 4, 4, 4, 4)),
    Applicant("Priya D.", "LK", "en", (2, 1), "member*", (4, 4, 5, 4, 4)),
    Applicant("Esther W.", "KE", "en", (2, 0), "member*", (4, 5, 4, 3, 5)),
    Applicant("Lalaina R.", "MG", "fr", (2, 1), "member", (4, 3, 5, 4, 4)),
    Applicant("Camila V.", "PE", "en", (2, 0), "member", (3, 4, 4, 5, 3)),
    Applicant("Idrissa O.", "BF", "fr", (0, 1), "waiting", (4, 4, 3, 4, 4)),
    Applicant("Suda K.", "TH", "en", (1, 2), "waiting", (4, 3, 4, 4, 4)),
    Applicant("Béatrice L.", "BJ", "fr", (2, 0), "declined*", (3, 4, 3, 4, 4)),
    Applicant("Tomás E.", "MX", "en", (0, 2), "declined*", (3, 3, 4, 3, 4)),
    Applicant("Rokhaya D.", "SN", "fr", (0, 1), "declined", (3, 3, 3, 3, 4)),
    Applicant("Arjun S.", "NP", "en", (1, 0), "declined", (2, 3, 4, 3, 4)),
    Applicant("Clarisse H.", "RW", "fr", (2, 1), "declined", (3, 2, 3, 3, 4)),
    Applicant("Peter O.", "UG", "en", (0, 1), "declined", (3, 3, 2, 3, 4)),
    Applicant("Marie-Ange P.", "HT", "fr", (1, 0), "declined", (2, 3, 3, 3, 3)),
    Applicant("Dewi A.", "ID", "en", (2, 0), "declined", (3, 2, 3, 2, 4)),
    Applicant("Ousmane F.", "ML", "fr", (0, 2), "declined", (2, 3, 3, 2, 3)),
    Applicant("Joy C.", "NG", "en", (1, 2), "declined", (3, 3, 3, 2, 4)),
    Applicant("Hortense M.", "CD", "fr", (2, 0), "declined", (2, 2, 3, 3, 4)),
    Applicant("Kim L.", "PH", "en", (0, 1), "declined", (2, 3, 2, 3, 4)),
    Applicant("Samir B.", "TN", "fr", (1, 2), "withdrawn", (), ""),
    Applicant("Collectif Aube", "CV", "fr", (0, 1), "ineligible", (), ""),
    Applicant("Ruben V.", "BR", "en", (1, 2), "ineligible", (), ""),
    Applicant("Aïcha G.", "MA", "fr", (2, 0), "ineligible", (), ""),
    Applicant("Naomi T.", "ZM", "en", (0, 2), "ineligible", (), ""),
)

# places of those who applied and are demo accounts
ACCOUNTS = {0: "roots-lead", 3: "roots-member"}


def key_of(number: int) -> str:
    """Of the one who applied in this place: the first half of her address."""
    return ACCOUNTS.get(number, f"candidature{number + 1}")


# who reads: name, languages, how many files at most; ties that make three conflicts
READERS = (
    ("Mwila C.", "fr en", 20, ""),
    ("Jeanne A.", "fr", 20, "Maison des Couleurs"),
    ("Ravi M.", "en", 20, ""),
    ("Solange B.", "fr en", 20, "Atelier Aurore"),
    ("Daniela F.", "en", 20, "Casa Abierta"),
)
TIED = {"Sékou T.": "Maison des Couleurs", "Adèle N.": "Atelier Aurore", "Rafael C.": "Casa Abierta"}

EXPERIENCE = (
    "Je coordonne depuis quatre ans un groupe d’entraide de quarante personnes ; nous avons écrit nos règles ensemble.",
    "I have facilitated peer groups for six years and managed a small fund that members govern themselves.",
)
MOTIVATION = (
    "Je veux comparer nos façons de faire avec celles d’autres pays, et revenir avec des outils simples.",
    "I want to compare how we work with others, and bring back tools that a tired team can really use.",
)
GOALS = (
    "Apprendre à préparer un plan de soin collectif : trois entretiens, un essai dans mon groupe, un retour.",
    "Learn how to hold an accountability process: two interviews, one trial in my group, one account of it.",
)
NEEDS = ("Un forfait internet et une réunion le soir.", "A data bundle, and meetings in the evening.")
