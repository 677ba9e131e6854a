"""CAP Pas à Pas: about ten peers, one question, eight sessions. Each text is (French, English)."""

from __future__ import annotations

from datetime import date

from palabre.demo.river import Both, Gathering, Point

PURPOSE = Both(
    "Dix personnes qui travaillent dans le développement apprennent de leurs essais et de leurs erreurs.",
    "Ten people who work in development learn from what they try and from what goes wrong.",
)
DOMAIN = Both(
    "Comment mieux associer les personnes concernées à ce qui les concerne.",
    "How to involve people better in what concerns them.",
)
PEOPLE = Both(
    "Dix membres de six pays et une personne qui facilite.",
    "Ten members from six countries and one person who facilitates.",
)
PRACTICE = Both(
    "Une séance par mois, en ligne : un cas, une question, un essai à raconter la fois suivante.",
    "One session a month, online: a case, a question, a trial to tell about the next time.",
)

ROUND = Point(Both("Tour d’ouverture et cadre de confiance", "Opening round and trust agreement"), 10, "cap-facilitator",
    Both("Chaque personne dit comment elle arrive. Le cadre de confiance est accepté.", "Each person says how she arrives. The trust agreement is accepted."))  # fmt: skip
LEARNINGS = Point(Both("Ce que chaque personne retient", "What each person takes away"), 15, "cap-facilitator",
    Both("Un apprentissage par personne, écrit avant d’être dit.", "One learning each, written before it is said."))  # fmt: skip


def _codevelopment(day: date, said: Both) -> Gathering:
    points = (
        ROUND,
        Point(Both("Exposé de la situation", "Presentation of the case"), 10, "cap-member", said),
        Point(Both("Clarification, puis demande précise", "Clarifying, then the exact request"), 20, "cap-facilitator",
              Both("Des faits seulement, sans conseil. La demande tient en une phrase.", "Facts only, no advice. The request fits in one sentence.")),
        Point(Both("Consultation des pairs", "Consultation by peers"), 25, "cap-facilitator",
              Both("La personne qui présente écoute ; onze pistes sont notées.", "The presenter listens; eleven leads are noted.")),
        LEARNINGS,
    )  # fmt: skip
    return Gathering(
        "session",
        day,
        Both("Séance de codéveloppement", "Codevelopment session"),
        "14:00",
        "15:30",
        "online",
        points,
        8,
    )


def _session(day: date, title: Both, topic: Both, said: Both) -> Gathering:
    points = (ROUND, Point(topic, 55, "cap-facilitator", said), LEARNINGS)
    return Gathering("session", day, title, "14:00", "15:20", "online", points, 9)


SESSIONS: tuple[Gathering, ...] = (
    _codevelopment(date(2026, 3, 10), Both("Un comité de village se vide depuis que les réunions sont le matin.", "A village committee has emptied since meetings moved to the morning.")),
    _session(date(2026, 4, 14), Both("Remue-méninges et affinités", "Brainstorm and affinities"), Both("Comment diffuser une pratique sans la déformer ?", "How to spread a practice without bending it?"), Both("Trente-deux idées, cinq familles ; la première : faire venir plutôt qu’aller dire.", "Thirty-two ideas, five families; the first: invite people rather than tell them.")),
    _codevelopment(date(2026, 5, 12), Both("Un partenaire veut des photos, les familles n’en veulent pas.", "A partner wants photographs, the families do not.")),
    _session(date(2026, 6, 9), Both("Café du monde", "World Café"), Both("Trois tables sur l’écoute, le temps et l’argent", "Three tables on listening, time and money"), Both("Chaque table garde trois points ; l’argent revient partout.", "Each table keeps three points; money returns everywhere.")),
    _codevelopment(date(2026, 7, 7), Both("Deux associations amies se disputent le même quartier.", "Two friendly associations compete for the same district.")),
    _session(date(2026, 9, 8), Both("Retour sur une action", "After-action review"), Both("L’atelier annulé le matin même", "The workshop cancelled that very morning"), Both("Prévu, vécu, écart, suite : prévenir la veille, par deux voies.", "Planned, lived, gap, next: tell people the day before, by two channels.")),
    _session(date(2026, 10, 13), Both("Remue-méninges : questions pour la suite", "Brainstorm: questions for what follows"), Both("Quelle question nous tiendra un an ?", "Which question will hold us for a year?"), Both("« Comment savoir que l’on a vraiment écouté ? »", "\u201cHow do we know that we truly listened?\u201d")),
)  # fmt: skip

NEXT_TITLE = Both("Le changement le plus significatif", "The most significant change")
NEXT_POINTS = (
    Point(Both("Tour d’ouverture et cadre de confiance", "Opening round and trust agreement"), 10, "cap-facilitator"),
    Point(Both("Raconter, puis choisir une histoire", "Tell, then choose a story"), 50, "cap-facilitator"),
    Point(Both("Ce que chaque personne retient", "What each person takes away"), 15, "cap-facilitator"),
)
