"""CdP Voix du Fleuve: what it says of itself, what it met about, what it promised. Each text is (French, English)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Both(NamedTuple):
    """A text in both languages; an empty half is told as missing."""

    fr: str
    en: str = ""


class Point(NamedTuple):
    """An item of an agenda, and what the minutes say of it."""

    title: Both
    minutes: int
    owner: str
    said: Both = Both("")


class Gathering(NamedTuple):
    """A meeting of the story; `present` is the number of people noted by name."""

    kind: str
    day: date
    title: Both
    start: str
    end: str
    mode: str
    points: tuple[Point, ...]
    present: int = 0


PURPOSE = Both(
    "Vingt-deux organisations du bassin de Niafara s’entraident depuis 2021 pour que les femmes et les filles décident de leur vie.",
    "Twenty-two organisations of the Niafara basin have helped one another since 2021 so that women and girls decide on their lives.",
)
DOMAIN = Both(
    "Les droits des femmes et des filles : mariage d’enfants, participation, application de la loi.",
    "The rights of women and girls: child marriage, participation, applying the law.",
)
PEOPLE = Both(
    "22 organisations, 48 représentantes et représentants, un noyau de sept personnes.",
    "22 organisations, 48 representatives, a core group of seven people.",
)
PRACTICE = Both(
    "Deux grandes rencontres par an, des partages d’expériences, des visites, des murs d’expression.",
    "Two large meetings a year, experience sharing, visits, art-expression walls.",
)

OPENING = Point(
    Both("Accueil et tour d’ouverture", "Welcome and opening round"),
    30,
    "facilitator",
    Both(
        "La personne qui anime ouvre la rencontre. Chaque organisation dit en une phrase ce qu’elle attend de la journée. "
        "Le cadre de confiance est relu et accepté.",
        "The facilitator opens the meeting. Each organisation says in one sentence what it expects of the day. "
        "The trust agreement is read again and accepted.",
    ),
)
CLOSING = Point(
    Both("Engagements et tour de clôture", "Commitments and closing round"),
    45,
    "core",
    Both(
        "Chaque engagement est lu à voix haute, avec une personne et une date. Le tour de clôture retient un mot par organisation.",
        "Each commitment is read aloud, with a person and a date. The closing round keeps one word per organisation.",
    ),
)


def _half_yearly(day: date, theme: Both, told: Both, present: int) -> Gathering:
    points = (OPENING, Point(theme, 90, "Jeunes de Dougouma", told), Point(BREAK_TITLE, 60, ""), TALK, CLOSING)
    return Gathering("half_yearly", day, Both(""), "09:00", "15:30", "hybrid", points, present)


BREAK_TITLE = Both("Repas partagé", "Shared meal")
TALK = Point(
    Both("Exposé : la loi 052 dans les communes", "Talk: Law 052 in the communes"),
    75,
    "personne-ressource",
    Both(
        "La personne-ressource rappelle le quota de la loi 052 et montre où il n’est pas tenu. "
        "Trois communes du bassin ont publié leurs nominations ; les autres seront sollicitées par écrit.",
        "The resource person recalls the quota of Law 052 and shows where it is not kept. "
        "Three communes of the basin have published their appointments; the others will be asked in writing.",
    ),
)

HALF_YEARLY: tuple[Gathering, ...] = (
    _half_yearly(
        date(2024, 5, 23),
        Both("Partage d’expériences : le marché sans violence", "Experience sharing: the market without violence"),
        Both("Le comité des marchés raconte la médiation tenue chaque vendredi depuis un an.",
             "The market committee tells of the mediation held every Friday for a year."), 29),
    _half_yearly(
        date(2024, 11, 21),
        Both("Partage d’expériences : les clubs de filles", "Experience sharing: the girls’ clubs"),
        Both("Filles Debout montre le carnet de présence et ce qui fait revenir : le goûter, et une aînée qui écoute.",
             "Filles Debout shows the attendance book and what makes girls return: a snack, and an elder who listens."), 31),
    _half_yearly(
        date(2025, 5, 22),
        Both("Partage d’expériences : la clinique mobile", "Experience sharing: the mobile clinic"),
        Both("La Clinique juridique a tenu onze journées en pirogue ; la demande dépasse les moyens.",
             "The legal clinic held eleven days by canoe; demand exceeds its means."), 33),
    _half_yearly(
        date(2025, 11, 20),
        Both("Partage d’expériences : pères engagés", "Experience sharing: engaged fathers"),
        Both("Pères Engagés raconte ses causeries du soir, et les moqueries des premiers mois.",
             "Pères Engagés tells of its evening talks, and of the mockery of the first months."), 30),
    _half_yearly(
        date(2026, 5, 28),
        Both("Partage d’expériences : la caisse de Dougouma", "Experience sharing: the Dougouma savings box"),
        Both("Les Jeunes de Dougouma racontent deux ans de caisse de solidarité. Ce qui a aidé : des règles écrites à trente, "
             "une clé tenue par trois personnes. Ce qui a coûté : la saison sèche, quand personne ne peut verser.",
             "Jeunes de Dougouma tell two years of a solidarity savings box. What helped: rules written by thirty people, "
             "a key held by three. What was hard: the dry season, when nobody can pay in."), 34),
)  # fmt: skip
