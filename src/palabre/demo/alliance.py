"""Alliance Horizons Égaux in its light form: one network, six regions, four countries, eighty people.

The large form stands in `actions/growing.py`. Each text is (French, English).
"""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.countries import REGIONS
from palabre.demo.river import Both

NAME = Both("Alliance Horizons Égaux", "Equal Horizons Alliance")
VISION = Both(
    "Chaque personne est égale et libre de toute discrimination ; ses droits sont protégés.",
    "Every person is equal and free from discrimination; her rights are protected.",
)
MISSION = Both(
    "Agir ensemble, sans laisser personne au bord du chemin, et travailler avec les hommes et les garçons à l’égalité.",
    "Act together, leave nobody at the roadside, and work with men and boys for equality.",
)
DOMAIN = Both("L’égalité entre les genres et la justice.", "Gender equality and justice.")
PEOPLE = Both(
    "Des réseaux nationaux et régionaux, chacun maître de ses priorités.",
    "National and regional networks, each master of its priorities.",
)
PRACTICE = Both(
    "Apprendre les uns des autres, décider ensemble, rendre compte.",
    "Learn from one another, decide together, answer for it.",
)
IS_TEXT = Both(
    "Un lieu où des réseaux se tiennent au courant et s’entraident.",
    "A place where networks keep each other informed and help one another.",
)
IS_NOT = Both(
    "Une direction qui décide à la place des réseaux.", "A headquarters that decides in place of the networks."
)


class Nation(NamedTuple):
    """A national network: its country, its region (the place in REGIONS), who coordinates, how many, who cares for it."""

    country: str
    name: Both
    region: int
    account: str
    size: int
    care: str
    lead: str = ""


NATIONS = (
    Nation("ML", Both("Horizons Égaux Mali", "Equal Horizons Mali"), 0, "cap-coordinator", 13, "Oumou D."),
    Nation("CO", Both("Horizons Égaux Colombie", "Equal Horizons Colombia"), 1, "", 12, "Andrés G.", "Valentina M."),
    Nation("BE", Both("Horizons Égaux Belgique", "Equal Horizons Belgium"), 2, "", 11, "Pauline S.", "Joris D."),
    Nation("TN", Both("Horizons Égaux Tunisie", "Equal Horizons Tunisia"), 3, "", 9, "Mounir B.", "Salma T."),
)
# who coordinates each region, in the order of REGIONS
LEADS = ("Fatou N.", "Camila R.", "Lotte V.", "Amel H.", "Noah W.", "Meena J.")
# how many people belong to each region directly: with those of the countries, eighty
IN_REGIONS = (6, 6, 6, 5, 5, 6)

FIRST = (
    "Abla", "Beto", "Chiara", "Daoud", "Elsa", "Farid", "Gabriela", "Hamed", "Iris", "Jamal",
    "Karima", "Luis", "Maya", "Nour", "Olga", "Pablo", "Rim", "Samir", "Tara", "Uma",
)  # fmt: skip


def names(number: int, start: int = 0) -> list[str]:
    """So many invented names, never twice the same."""
    return [f"{FIRST[n % len(FIRST)]} {chr(65 + n // len(FIRST))}." for n in range(start, start + number)]


REGION_NAMES = tuple(Both(f"Horizons Égaux {region.fr}", f"Equal Horizons {region.en}") for region in REGIONS)
