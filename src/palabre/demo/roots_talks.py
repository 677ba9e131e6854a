"""What the plenaries, the three groups and the check-ins of the cohort talked about. Each text is (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both


class Talk(NamedTuple):
    """The middle point of a meeting; nothing is said yet where it is ahead."""

    title: Both
    said: Both = Both("")


OPENING = Both("Accueil et tour d’ouverture", "Welcome and opening round")
OPENED = Both(
    "Chaque personne dit comment elle arrive, sous le nom qu’elle porte ici. Le cadre de confiance est rappelé.",
    "Each person says how she arrives, under the name she uses here. The trust agreement is recalled.",
)
CLOSING = Both("Ce que l’on retient, tour de clôture", "What we take away, closing round")
CLOSED = Both(
    "Une phrase par personne. La date suivante est confirmée ; qui ne peut pas venir écrit trois lignes.",
    "One sentence each. The next date is confirmed; whoever cannot come writes three lines.",
)

PLENARY = Both("Réunion plénière", "Plenary")
PLENARIES = (
    Talk(
        Both("Faire connaissance : ce que nous apportons", "Getting to know each other: what we bring"),
        Both(
            "Quinze personnes, quinze pays, deux langues. Chacune nomme une chose qu’elle sait faire et une qu’elle "
            "cherche. Les noms d’ici restent ici.",
            "Fifteen people, fifteen countries, two languages. Each names one thing she can do and one she looks for. "
            "The names used here stay here.",
        ),
    ),
    Talk(
        Both("L’agenda d’apprentissage, d’un groupe à l’autre", "The learning agenda, from one group to the other"),
        Both(
            "Les sept questions sont lues à voix haute. Deux se touchent : le soin et la redevabilité échangeront leurs "
            "notes chaque mois.",
            "The seven questions are read aloud. Two of them touch: care and accountability will exchange their notes "
            "every month.",
        ),
    ),
    Talk(
        Both("Trois plans côte à côte", "Three plans side by side"),
        Both(
            "Chaque groupe présente son plan en dix minutes. Les trois prévoient une traduction : elle sera commandée "
            "ensemble. Un groupe d’essai servira deux fois.",
            "Each group presents its plan in ten minutes. All three foresee a translation: it will be ordered together. "
            "One trial group will serve twice.",
        ),
    ),
    Talk(
        Both("Travailler ensemble sans se mettre en danger", "Working together without putting oneself at risk"),
        Both(
            "On relit les gestes simples : quitter vite, verrou d’urgence, pas de capture d’écran. Trois personnes "
            "changent de nom ici. Personne n’a à dire pourquoi.",
            "The simple gestures are gone through again: quick exit, emergency lock, no screenshots. Three people change "
            "their name here. Nobody has to say why.",
        ),
    ),
    Talk(
        Both("À mi-chemin : ce qui a déjà changé", "Half-way: what has changed already"),
        Both(
            "Cinq collectifs ont essayé quelque chose de nouveau. Deux essais n’ont rien donné, et c’est utile à savoir. "
            "Le rythme est tenable ; le mois prochain sera plus léger.",
            "Five collectives have tried something new. Two trials led nowhere, and that is worth knowing. The pace can "
            "be held; next month will be lighter.",
        ),
    ),
    Talk(Both("Les essais : ce qui tient, ce qui casse", "The trials: what holds, what breaks")),
)

GROUP = Both("Réunion de groupe", "Group meeting")
GROUPS = (
    (
        Talk(
            Both("Resserrer nos trois questions", "Narrowing our three questions"),
            Both(
                "Les trois questions restent, plus courtes. Chacune a une personne qui la porte.",
                "The three questions stay, shorter. Each has a person who carries it.",
            ),
        ),
        Talk(
            Both("Vingt fiches, et pas une de plus", "Twenty sheets, and not one more"),
            Both(
                "Le carnet tiendra sur vingt pages à imprimer. Chaque étape a une personne et une semaine.",
                "The notebook will hold on twenty pages to print. Each step has a person and a week.",
            ),
        ),
        Talk(
            Both("Ce qui se fait déjà", "What is already done"),
            Both(
                "Onze gestes recueillis dans sept pays. Un jour sans réunion par semaine revient partout.",
                "Eleven gestures collected in seven countries. One day a week without meetings comes back everywhere.",
            ),
        ),
        Talk(
            Both("Écrire les fiches à deux", "Writing the sheets in pairs"),
            Both(
                "Quatre fiches sont écrites. Une fiche se lit en trois minutes ; le reste est coupé.",
                "Four sheets are written. A sheet is read in three minutes; the rest is cut.",
            ),
        ),
        Talk(
            Both("Choisir cinq groupes d’essai", "Choosing five trial groups"),
            Both(
                "Cinq groupes acceptent d’essayer. Aucun n’est nommé dans nos papiers : une lettre suffit.",
                "Five groups agree to try. None of them is named in our papers: a letter is enough.",
            ),
        ),
        Talk(Both("Relire les six premières fiches", "Reviewing the first six sheets")),
    ),
    (
        Talk(
            Both("Deux questions plutôt que quatre", "Two questions rather than four"),
            Both(
                "Quatre questions étaient sur la table. Deux restent ; les autres sont notées pour plus tard.",
                "Four questions were on the table. Two stay; the others are noted for later.",
            ),
        ),
        Talk(
            Both("Une formation ou un guide ?", "A training or a guide?"),
            Both(
                "Une formation : on n’apprend pas à s’excuser dans un livre. Quatre séances, un livret pour l’animation.",
                "A training: nobody learns to apologise from a book. Four sessions, a booklet for those who facilitate.",
            ),
        ),
        Talk(
            Both("Une date pour chaque objectif", "A date for each objective"),
            Both(
                "Le plan était revenu parce qu’une date manquait. Elle est fixée, et la lecture est partagée à cinq.",
                "The plan had come back because a date was missing. It is set, and the reading is shared among five.",
            ),
        ),
        Talk(
            Both("Ce que disent six récits", "What six accounts say"),
            Both(
                "Dans quatre récits sur six, la personne blessée n’a été entendue qu’à la fin. La première séance "
                "partira d’elle.",
                "In four accounts out of six, the person who was hurt was heard only at the end. The first session will "
                "begin with her.",
            ),
        ),
        Talk(
            Both("La première séance, premier jet", "The first session, a first draft"),
            Both(
                "L’ouverture est trop longue. On garde une seule consigne, et un moyen de sortir sans se justifier.",
                "The opening is too long. One single instruction is kept, and a way to leave without explaining oneself.",
            ),
        ),
        Talk(Both("Préparer les deux groupes d’essai", "Preparing the two trial groups")),
    ),
    (
        Talk(
            Both("Dire nos questions simplement", "Saying our questions simply"),
            Both(
                "Chaque question est lue à quelqu’un qui n’est pas du métier. Deux mots tombent : « synergie », « levier ».",
                "Each question is read to somebody outside the field. Two words are dropped: “synergy”, “leverage”.",
            ),
        ),
        Talk(
            Both("Pourquoi une convention type", "Why a model agreement"),
            Both(
                "Trois coopérations sur quatre se sont défaites sur l’argent, jamais sur le fond. La convention "
                "commencera par là.",
                "Three cooperations out of four came apart over money, never over the cause. The agreement will begin "
                "there.",
            ),
        ),
        Talk(
            Both("Qui écouter, et comment", "Whom to listen to, and how"),
            Both(
                "Six collectifs seront écoutés, deux par deux. Rien n’est enregistré ; les notes leur reviennent.",
                "Six collectives will be heard, two by two. Nothing is recorded; the notes go back to them.",
            ),
        ),
        Talk(
            Both("Les règles d’un petit fonds commun", "The rules of a small common fund"),
            Both(
                "Un fonds tient quand la plus petite voix peut arrêter une dépense. La règle des trois signatures est "
                "gardée.",
                "A fund holds when the smallest voice can stop an expense. The rule of three signatures is kept.",
            ),
        ),
        Talk(
            Both("La première page de la convention", "The first page of the agreement"),
            Both(
                "La page dit qui parle, qui paie, qui part et comment. Elle tient en deux cents mots dans chaque langue.",
                "The page says who speaks, who pays, who leaves and how. It holds in two hundred words in each language.",
            ),
        ),
        Talk(Both("Trois récits de coopération", "Three accounts of cooperation")),
    ),
)

CHECK_IN = Both("Point MEL", "MEL check-in")
CHECK_INS = (
    Talk(
        Both("Où en est chaque groupe", "Where each group stands"),
        Both(
            "Les trois plans avancent. Trois difficultés sont dites, chacune devient un engagement avec une date.",
            "The three plans move on. Three difficulties are told, each becomes a commitment with a date.",
        ),
    ),
    Talk(
        Both("Ce que les premiers essais nous apprennent", "What the first trials teach us"),
        Both(
            "Deux difficultés de la dernière fois sont levées. Les horaires pèsent encore, et une personne-ressource "
            "manque.",
            "Two difficulties of the last time are lifted. The hours still weigh, and a resource person is missing.",
        ),
    ),
    Talk(Both("Préparer la moitié qui vient", "Preparing the half that comes")),
)
