"""CdP Voix du Fleuve: three concertation forums, the core group, what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from palabre.demo.river import CLOSING, OPENING, Both, Gathering, Point


class Forum(NamedTuple):
    """A concertation forum and its figure, with the precision word of the source."""

    gathering: Gathering
    label: Both
    value: int
    precision: str
    note: str
    women: int


def _forum(day: date, title: Both, question: Both, told: Both) -> Gathering:
    points = (OPENING, Point(question, 90, "core", told), CLOSING)
    return Gathering("concertation", day, title, "09:00", "12:30", "in_person", points)


FORUMS: tuple[Forum, ...] = (
    Forum(
        _forum(
            date(2025, 9, 18), Both("Cadre de concertation : mariage d’enfants", "Concertation forum: child marriage"),
            Both("Quelles stratégies d’abandon tiennent dans la durée ?", "Which strategies of abandonment last?"),
            Both("Les organisations comparent leurs démarches : parole des aînées, suivi des familles, conventions signées. "
                 "Sept d’entre elles préparent une convention d’abandon.",
                 "The organisations compare their ways: the word of elders, following families, signed pledges. "
                 "Seven of them prepare an abandonment pledge.")),
        Both("Mariage d’enfants", "Child marriage"), 41, "about", "Une feuille est en partie illisible.", 0),
    Forum(
        _forum(
            date(2026, 1, 22), Both("Cadre de concertation : participation des femmes", "Concertation forum: participation of women"),
            Both("Comment l’autonomie financière ouvre-t-elle les portes des conseils ?", "How does financial autonomy open the doors of councils?"),
            Both("Caisses, coopératives et formations courtes : trois stratégies d’autonomie financière sont retenues et seront échangées.",
                 "Savings boxes, cooperatives and short trainings: three strategies of financial autonomy are kept and will be exchanged.")),
        Both("Participation et représentation des femmes", "Participation and representation of women"), 35, "exact", "", 27),
    Forum(
        _forum(
            date(2026, 4, 16), Both("Cadre de concertation : application de la loi 052", "Concertation forum: applying Law 052"),
            Both("Où la loi 052 s’arrête-t-elle, et qu’est-ce que cela change pour les femmes ?", "Where does Law 052 stop, and what does it change for women?"),
            Both("Les écarts d’application sont listés commune par commune, avec leurs effets sur la vie des femmes.",
                 "The gaps in applying the law are listed commune by commune, with their effects on the lives of women.")),
        Both("Application de la loi 052", "Applying Law 052"), 38, "exact", "", 24),
)  # fmt: skip

CORE_TOPICS: tuple[tuple[date, Both, Both], ...] = (
    (date(2024, 3, 14), Both("Préparer la rencontre de mai", "Prepare the May meeting"), Both("Le programme est arrêté, les invitations partent lundi.", "The programme is fixed, invitations leave on Monday.")),
    (date(2024, 9, 12), Both("Choisir les partages d’expériences", "Choose the experience sharing"), Both("Deux organisations racontent, une troisième écoute et résume.", "Two organisations tell, a third listens and sums up.")),
    (date(2025, 2, 13), Both("Bilan des quatre ans", "Looking back on four years"), Both("Le noyau relit les quatre objectifs et garde les mêmes.", "The core group reads the four objectives again and keeps them.")),
    (date(2025, 6, 19), Both("Préparer le premier cadre de concertation", "Prepare the first concertation forum"), Both("La liste des organisations est partagée, chacune amène deux personnes.", "The list of organisations is shared, each brings two people.")),
    (date(2025, 10, 9), Both("Ce que le premier cadre nous a appris", "What the first forum taught us"), Both("Imprimer deux feuilles de présence plutôt qu’une.", "Print two sign-in sheets rather than one.")),
    (date(2025, 12, 11), Both("Préparer le cadre sur la participation", "Prepare the forum on participation"), Both("Une personne tient le temps, une autre la feuille.", "One person keeps the time, another the sheet.")),
    (date(2026, 2, 12), Both("Choisir la personne-ressource sur la loi 052", "Choose the resource person on Law 052"), Both("L’Observatoire de la parité est sollicité.", "The parity observatory is asked.")),
    (date(2026, 6, 18), Both("Suivi des engagements de mai", "Follow-up of the May commitments"), Both("Six engagements tenus, deux à relancer.", "Six commitments kept, two to remind.")),
    (date(2026, 9, 17), Both("Préparer la rencontre de novembre", "Prepare the November meeting"), Both("Trois points, pas plus : caisse, loi 052, suite des conventions.", "Three points, no more: savings box, Law 052, following the pledges.")),
)  # fmt: skip


def core_meetings() -> tuple[Gathering, ...]:
    """Nine held meetings of the core group; the tenth is ahead."""
    title = Both("Réunion de noyau", "Core group meeting")
    return tuple(
        Gathering("core_group", day, title, "16:00", "17:15", "online", (Point(topic, 45, "core", said),), 6)
        for day, topic, said in CORE_TOPICS
    )


class Promise(NamedTuple):
    """A commitment: `due` in days from today; `end` is what became of it."""

    text: Both
    owner: str
    due: int
    end: str = "open"
    evidence: str = ""


PROMISES: tuple[Promise, ...] = (
    Promise(Both("Envoyer la liste des organisations présentes", "Send the list of organisations present"), "coordinator", -4),
    Promise(Both("Tester la caisse de solidarité à Bafolo", "Try the savings box in Bafolo"), "Maison des Droits, Bafolo", 28, "in_progress"),
    Promise(Both("Traduire la fiche « loi 052 »", "Translate the sheet on Law 052"), "Parole Partagée", -140, "done", "Fiche relue par deux personnes, remise le 28 juin."),
    Promise(Both("Inviter Radio Niafara à la rencontre", "Invite Radio Niafara to the meeting"), "coordinator", 13),
    Promise(Both("Écrire aux communes qui n’ont pas publié leurs nominations", "Write to the communes that have not published their appointments"), "core", -2),
    Promise(Both("Recueillir les sept signatures de la convention d’abandon", "Gather the seven signatures of the abandonment pledge"), "Association Filles Debout", -60, "done", "Sept signatures, feuille déposée."),
    Promise(Both("Prêter le mégaphone et la tente", "Lend the megaphone and the tent"), "Union des maraîchères", -170, "done", "Rendus en bon état."),
    Promise(Both("Former trois personnes à la tenue de la clé", "Train three people to hold the key"), "Jeunes de Dougouma", -30, "done", "Trois personnes formées, procès-verbal affiché."),
    Promise(Both("Enregistrer une émission sur les droits des filles", "Record a programme on the rights of girls"), "Radio Niafara", -90, "done", "Émission diffusée deux fois."),
    Promise(Both("Proposer une date à la communauté jumelle", "Propose a date to the twin community"), "facilitator", 20, "in_progress"),
    Promise(Both("Relire l’anglais du compte rendu de mai", "Proofread the English of the May minutes"), "translator", 3),
    Promise(Both("Réserver la Salle du Quai", "Book the Salle du Quai"), "Femmes du Quai", -15, "done", "Reçu de réservation."),
    Promise(Both("Apporter les repas sans arachide", "Bring the meals without peanuts"), "Coopérative des teinturières", 9),
    Promise(Both("Réunir les chiffres des clubs de filles", "Gather the figures of the girls’ clubs"), "member", 35, "in_progress"),
)  # fmt: skip

NEXT_POINTS: tuple[Point, ...] = (
    Point(Both("Accueil et tour d’ouverture", "Welcome and opening round"), 30, "facilitator"),
    Point(
        Both("Partage d’expériences : la caisse, un an après", "Experience sharing: the savings box, a year later"),
        75,
        "Jeunes de Dougouma",
    ),
    Point(Both("Pause", "Break"), 30, ""),
    Point(Both("Exposé : la loi 052 dans les nominations", "Talk: Law 052 in appointments"), 75, "personne-ressource"),
    Point(Both("Trois cadres de concertation, la suite", ""), 90, "core"),
    Point(Both("Engagements et tour de clôture", "Commitments and closing round"), 45, "core"),
)


def next_thursday(today: date, at_least: int) -> date:
    """The first Thursday that is `at_least` days ahead."""
    day = today + timedelta(days=at_least)
    return day + timedelta(days=(3 - day.weekday()) % 7)
