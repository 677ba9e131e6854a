"""CAP Pas à Pas: its two calls, and the people who answered one of them. Each text is (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both

CAPACITY = Both(
    "Ai-je une heure et demie chaque mois, et un peu de temps pour essayer quelque chose ?\n"
    "Ai-je un endroit et une connexion d’où parler tranquillement ?\n"
    "Puis-je raconter un essai manqué sans exposer personne ?\n"
    "Est-ce le bon moment ? Répondre « pas maintenant » est une bonne réponse.",
    "Do I have an hour and a half each month, and a little time to try something?\n"
    "Do I have a place and a connection from which to speak quietly?\n"
    "Can I tell about a trial that failed without exposing anybody?\n"
    "Is this the right moment? “Not now” is a good answer.",
)
AI_NOTICE = Both(
    "Vous pouvez vous faire aider par une intelligence artificielle pour écrire ou traduire. Nous lisons vos idées : "
    "une réponse toute faite ressemble à beaucoup d’autres. Le dire est facultatif et ne change rien par soi-même.",
    "You may use artificial intelligence to help you write or translate. We read your ideas: a ready-made answer looks "
    "like many others. Saying so is optional and changes nothing by itself.",
)
RULE = Both("Les membres actuels de CAP Pas à Pas.", "Current members of the Step by Step learning community.")


class Words(NamedTuple):
    """What a call says that the other one does not; `themes` are titles and texts."""

    title: Both
    text: Both
    commitment: Both
    places: int
    themes: tuple[tuple[Both, Both], ...]


SECOND_CIRCLE = Words(
    Both("Un second cercle Pas à Pas", "A second Step by Step circle"),
    Both(
        "Un premier cercle de dix personnes se réunit depuis un an. Nous en ouvrons un **second** : dix personnes qui "
        "travaillent ou s’engagent dans le développement, de tous niveaux d’expérience, apprennent ensemble de ce "
        "qu’elles essaient et de ce qui n’a pas marché.\n\n"
        "**Ce que c’est** : huit séances en ligne, un cas ou une question à chaque fois.\n\n"
        "**Ce que ce n’est pas** : un cours, une évaluation, ni un financement.",
        "A first circle of ten people has met for a year. We open a **second** one: ten people who work or are engaged "
        "in development, of all levels of experience, learn together from what they try and from what went wrong.\n\n"
        "**What it is**: eight sessions online, one case or one question each time.\n\n"
        "**What it is not**: a course, an assessment, or a grant.",
    ),
    Both(
        "Une séance en ligne par mois, de 90 minutes au plus, pendant huit mois, et un petit essai entre deux séances. "
        "Il n’y a pas d’honoraires ; un forfait internet est remboursé.",
        "One online session a month, 90 minutes at most, for eight months, and a small trial between two sessions. "
        "There is no honorarium; a data bundle is paid back.",
    ),
    10,
    (
        (
            Both("Associer les personnes concernées", "Involving the people concerned"),
            Both("Qui manque autour de la table, et pourquoi ?", "Who is missing at the table, and why?"),
        ),
        (
            Both("Transmettre sans déformer", "Passing on without bending"),
            Both("Comment une pratique voyage-t-elle d’un lieu à l’autre ?", "How does a practice travel?"),
        ),
        (
            Both("Apprendre d’une erreur", "Learning from a mistake"),
            Both(
                "Comment en parler sans chercher qui a tort ?", "How to speak of it without looking for who is wrong?"
            ),
        ),
    ),
)
NOTEBOOKS = Words(
    Both("Trois carnets d’essais", "Three notebooks of trials"),
    Both(
        "Trois personnes tiennent pendant six mois le carnet d’un essai : ce qui était prévu, ce qui s’est passé, ce "
        "qu’elles changent. Le cercle relit chaque carnet ; il paraît dans les deux langues, sous le nom choisi.",
        "For six months, three people keep the notebook of a trial: what was planned, what happened, what they change. "
        "The circle reads each notebook; it is published in both languages, under the name that its writer chooses.",
    ),
    Both(
        "Deux pages par mois, et une relecture à deux. Il n’y a pas d’honoraires.",
        "Two pages a month, and a reading in pairs. There is no honorarium.",
    ),
    3,
    (
        (
            Both("L’écoute", "Listening"),
            Both("Comment savoir que l’on a vraiment écouté ?", "How do we know that we truly listened?"),
        ),
        (
            Both("Le temps", "Time"),
            Both("Quel rythme convient à celles et ceux que l’on invite ?", "Which pace suits those one invites?"),
        ),
        (
            Both("L’argent", "Money"),
            Both("Que change une petite somme, et pour qui ?", "What does a small sum change, and for whom?"),
        ),
    ),
)


class Asked(NamedTuple):
    """A question of both calls; `criterion` is its place in the pattern, `after` the choice before that opens it."""

    label: Both
    criterion: int
    longest: int = 1500
    options: tuple[Both, ...] = ()
    after: int | None = None


QUESTIONS = (
    Asked(
        Both(
            "Racontez un essai, réussi ou manqué, que vous voudriez reprendre avec d’autres.",
            "Tell about a trial, successful or not, that you would like to take up again with others.",
        ),
        0,
    ),
    Asked(
        Both("Pouvez-vous y prendre part chaque mois ?", "Can you take part every month?"),
        2,
        options=(Both("Oui", "Yes"), Both("Oui, avec des absences", "Yes, with some absences")),
    ),
    Asked(Both("Quand seriez-vous moins disponible ?", "When would you be less available?"), 2, 500, after=1),
    Asked(Both("Que voulez-vous apprendre, et pour qui ?", "What do you want to learn, and for whom?"), 3),
)


class Candidate(NamedTuple):
    """`absent`: when she could not take part; `points`: what readers lean to give her."""

    name: str
    country: str
    language: str
    themes: tuple[int, int]
    trial: str
    goal: str
    points: int = 4
    absent: str = ""
    organisation: str = ""


CANDIDATES = (
    Candidate("Rachida M.", "NE", "fr", (0, 1),
        "Nous avons tenu nos réunions au puits plutôt qu’à la mairie. Les femmes sont venues ; les chefs, moins.",
        "Apprendre à garder les deux dans le même cercle, pour le comité de l’eau."),
    Candidate("Prosper A.", "BJ", "fr", (2, 0),
        "Une petite caisse d’urgence, sans dossier à remplir. Elle s’est vidée en trois semaines, et c’était juste.",
        "Comprendre comment la remplir sans la fermer, pour vingt familles.", 5, "Pendant les récoltes, en octobre."),
    Candidate("Wanjiru N.", "KE", "en", (0, 2),
        "I stopped asking questions and only listened for a whole month. People began to bring me theirs.",
        "Learn how to do this in a team that is asked for figures.", 5),
    Candidate("Sidonie K.", "CM", "fr", (1, 0),
        "Un atelier le soir au lieu du matin : deux fois plus de monde, et des enfants qui dorment sur les nattes.",
        "Trouver un rythme qui tienne un an, pour les vendeuses du marché.", 4, "", "Atelier Sillon"),
    Candidate("Tesfaye G.", "ET", "en", (1, 2),
        "We cut our training from five days to one, and visited each person twice afterwards. Three in four kept on.",
        "Learn what to leave out, together with our trainers.", 4, "In January."),
    Candidate("Mamadou B.", "GN", "fr", (2, 1),
        "Publier le budget sur le mur de l’école. La première semaine a été rude ; la deuxième, on nous a aidés.",
        "Savoir préparer cette première semaine, pour les parents d’élèves.", 3),
    Candidate("Anjali S.", "NP", "en", (0, 1),
        "A suggestion box that nobody used. We replaced it by a walk with one person at a time.",
        "Learn how to write down such walks without betraying them.", 3),
    Candidate("Association Les Sillons", "TG", "fr", (2, 0),
        "Notre association a formé deux cents personnes.", "Étendre nos activités à trois communes."),
)  # fmt: skip
# the last one speaks for an organisation
TURNED_DOWN, REASON = CANDIDATES[-1].name, "Cet appel s’adresse à des personnes, chacune en son nom."

# who reads: account or address, name, languages, how many files at most, tie. The first one is a demo account
READERS = (
    ("reader", "", "fr en", 5, ""),
    ("lecture1", "Bérénice D.", "fr en", 5, "Atelier Sillon"),
    ("lecture2", "Moses O.", "en fr", 5, ""),
)
COMMENTS = {
    5: (
        "Un essai précis, une vraie question, et de quoi la suivre.",
        "A precise trial, a true question, and a way on.",
    ),
    4: ("L’essai est bien raconté ; le but est encore large.", "The trial is well told; the goal is still wide."),
    3: ("L’idée est belle, mais on ne voit pas encore le carnet.", "A fine idea; the notebook is not in sight yet."),
}
TIE = "Nous avons travaillé ensemble l’an dernier."
