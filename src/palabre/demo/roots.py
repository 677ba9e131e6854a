"""CdP Racines Solides: what it says of itself, and its call for applications. Each text is (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both

NETWORK = Both("Réseau Racines", "Roots Network")
NETWORK_PURPOSE = Both(
    "Des collectifs d’Afrique, d’Asie, d’Amérique latine et des Caraïbes apprennent ensemble à durer.",
    "Collectives of Africa, Asia, Latin America and the Caribbean learn together how to last.",
)
EARLIER = Both("CdP Racines Vives, promotion précédente", "CoP Living Roots, the cohort before")
COMMITTEE = Both("Comité consultatif du réseau", "Advisory committee of the network")
HOST = "Maison Racines"

NAME = Both("CdP Racines Solides", "CoP Solid Roots")
TEXTS = {
    "purpose": Both(
        "Quinze personnes apprennent pendant un an comment leurs mouvements prennent soin, rendent compte et coopèrent.",
        "For one year, fifteen people learn how their movements care, answer for what they do, and cooperate.",
    ),
    "domain": Both(
        "La force des mouvements qui défendent les droits des personnes LGBTIQ+ au Sud.",
        "The strength of movements that defend the rights of LGBTIQ+ people in the Global South.",
    ),
    "people": Both(
        "Des personnes engagées, venues à titre individuel, de plusieurs régions et de deux langues.",
        "Committed people, each in her or his own name, from several regions and two languages.",
    ),
    "practice": Both(
        "Trois groupes, une à trois questions chacun, un résultat commun, un plan, des bilans réguliers.",
        "Three groups, one to three questions each, a shared outcome, a plan, regular check-ins.",
    ),
}

TITLE = Both("Une année pour apprendre ensemble", "A year to learn together")
CALL = Both(
    "Nous cherchons **quinze personnes** d’Afrique, d’Asie, d’Amérique latine et des Caraïbes, qui agissent pour les "
    "droits des personnes LGBTIQ+ et veulent apprendre les unes des autres pendant douze mois.\n\n"
    "Vous choisissez un groupe de travail. Ensemble, vous affinez une à trois questions, vous décidez d’un résultat "
    "(un outil, un guide, une formation, une étude, une œuvre), vous en faites le plan et le budget, puis vous le "
    "réalisez et le partagez.\n\n"
    "**Ce que c’est** : un lieu de travail entre pairs, préparé et accompagné.\n\n"
    "**Ce que ce n’est pas** : un cours, une subvention, ni un lieu où l’on doit se montrer.",
    "We look for **fifteen people** of Africa, Asia, Latin America and the Caribbean who work for the rights of LGBTIQ+ "
    "people and want to learn from one another for twelve months.\n\n"
    "You choose a working group. Together you refine one to three questions, decide on an outcome (a tool, a guide, a "
    "training, a study, a work of art), make its plan and budget, then carry it out and share it.\n\n"
    "**What it is**: a place to work among peers, prepared and accompanied.\n\n"
    "**What it is not**: a course, a grant, or a place where you must show yourself.",
)
COMMITMENT = Both(
    "Une à deux réunions en ligne par mois, de 90 minutes au plus ; des échanges écrits entre les réunions ; des points "
    "réguliers avec l’équipe de suivi pour les responsables de groupe. Chaque membre reçoit 100 EUR d’honoraires par "
    "mois. Une pause est possible sans perdre sa place et sans donner de raison.",
    "One or two online meetings a month, 90 minutes at most; written exchanges in between; regular check-ins with the "
    "MEL team for those who lead a group. Each member receives an honorarium of 100 EUR a month. A break is possible "
    "without losing one’s place and without giving a reason.",
)
CAPACITY = Both(
    "Ai-je deux à quatre heures par semaine, et assez de repos à côté ?\n"
    "Puis-je me connecter à peu près chaque mois, ou écrire quand je ne le peux pas ?\n"
    "Suis-je en sécurité si l’on apprend que j’y participe ? Sinon, quel nom puis-je porter ?\n"
    "Ai-je quelqu’un à qui parler si un échange me pèse ?\n"
    "Est-ce le bon moment de ma vie pour cela ?",
    "Do I have two to four hours a week, and enough rest beside them?\n"
    "Can I go online about once a month, or write when I cannot?\n"
    "Am I safe if somebody learns that I take part? If not, which name can I use?\n"
    "Do I have somebody to talk to if an exchange weighs on me?\n"
    "Is this the right moment of my life for it?",
)
AI_NOTICE = Both(
    "Vous pouvez vous faire aider par une intelligence artificielle pour la langue. Ce qui compte, ce sont vos idées : "
    "une réponse toute faite ressemble à beaucoup d’autres et peut perdre des points. Le dire est facultatif et ne "
    "change rien par soi-même.",
    "You may use artificial intelligence to help with the language. What counts are your ideas: a ready-made answer "
    "looks like many others and may lose points. Saying so is optional and changes nothing by itself.",
)


class Theme(NamedTuple):
    """A theme of the call, and the group that it becomes."""

    title: Both
    text: Both


THEMES = (
    Theme(
        Both("Soin et sécurité holistique", "Care and holistic security"),
        Both(
            "Comment les mouvements protègent-ils le corps, l’esprit et les données de leurs membres ?",
            "How do movements protect the bodies, minds and data of their members?",
        ),
    ),
    Theme(
        Both("Pratiquer la redevabilité", "Practising accountability"),
        Both(
            "Comment répondre de ses actes entre pairs, sans punir ni étouffer ?",
            "How do peers answer for what they do, without punishing or silencing?",
        ),
    ),
    Theme(
        Both("Coopérer plutôt que se concurrencer", "Cooperating rather than competing"),
        Both(
            "Comment des collectifs partagent-ils l’argent, la parole et la reconnaissance ?",
            "How do collectives share money, voice and recognition?",
        ),
    ),
)


class Rule(NamedTuple):
    """Who may apply, or may not, beside the rule of the pattern (in one's own name); `check` says against which data."""

    kind: str
    check: str
    label: Both


RULES = (
    Rule(
        "may", "countries",
        Both(
            "Vous vivez en Afrique, en Asie, en Amérique latine ou dans les Caraïbes.",
            "You live in Africa, Asia, Latin America or the Caribbean.",
        ),
    ),
    Rule(
        "may_not", "committee",
        Both("Les membres du comité consultatif du réseau.", "Members of the advisory committee of the network."),
    ),
    Rule("may_not", "staff", Both("Le personnel actuel de l’alliance.", "Current staff of the alliance.")),
    Rule("may_not", "earlier", Both("Les membres d’une promotion précédente.", "Members of an earlier cohort.")),
)  # fmt: skip
