"""Réseau Trame: what it says of itself, who belongs, and its twelve events. Each text is (French, English)."""

from __future__ import annotations

from typing import NamedTuple

from palabre.demo.river import Both

NAME = Both("Réseau Trame", "Weave Network")
VISION = Both(
    "Un monde où chacune et chacun peut choisir, et où les règles que l’on partage protègent ce choix.",
    "A world in which everybody can choose, and in which the rules people share protect that choice.",
)
MISSION = Both(
    "Relier la recherche et le terrain : apprendre ensemble comment les normes changent, et le faire savoir.",
    "Join research and practice: learn together how norms change, and make it known.",
)
DOMAIN = Both("Les normes sociales et la capacité de choisir.", "Social norms and agency.")
PEOPLE = Both(
    "Chercheuses, praticiens, évaluatrices, porte-parole et bailleurs de quatre régions.",
    "Researchers, practitioners, evaluators, advocates and funders of four regions.",
)
PRACTICE = Both(
    "Des webinaires, des formations, des mises en relation, des outils écrits à plusieurs.",
    "Webinars, trainings, matchmaking, tools written together.",
)
OBJECTIVES = Both(
    "Créer des ponts entre recherche et terrain\nRenforcer les capacités\nÉcrire des outils ensemble\nDocumenter et partager",
    "Build bridges between research and practice\nStrengthen capacity\nWrite tools together\nDocument and share",
)
WAYS = Both(
    "Chaque région choisit ses priorités\nUn programme commun, relu chaque année\nDeux langues, sans attendre",
    "Each region chooses its priorities\nA common programme, reviewed each year\nTwo languages, without waiting",
)
THEMES = Both(
    "Santé sexuelle et reproductive\nVIH\nSanté et nutrition de la mère et de l’enfant\nPrévention des violences\n"
    "Autonomie économique des femmes",
    "Sexual and reproductive health\nHIV\nMaternal and child health and nutrition\nViolence prevention\n"
    "Women’s economic empowerment",
)


class Region(NamedTuple):
    """A regional node or a section: `key` names it, `account` or `lead` coordinates it; `homes`: so many in each country."""

    key: str
    name: Both
    kind: str
    language: str
    countries: str
    zone: str
    account: str
    homes: dict[str, int]
    above: str = ""
    lead: str = ""


REGIONS = (
    Region("south-asia", Both("Asie du Sud", "South Asia"), "regional", "en", "IN NP BD LK PK", "Asia/Kolkata", "", {"IN": 6, "NP": 5, "BD": 1}, lead="Meera P."),
    Region("east-africa", Both("Afrique de l’Est", "East Africa"), "regional", "en", "KE UG TZ ET RW", "Africa/Nairobi", "", {"KE": 6, "UG": 5}, lead="Amani K."),
    Region("west-africa", Both("Afrique de l’Ouest", "West Africa"), "regional", "fr", "ML SN CI BF NE TG BJ GH NG", "Africa/Dakar", "core", {}),
    Region("west-africa-fr", Both("Afrique de l’Ouest, section francophone", "West Africa, French section"), "section", "fr", "", "Africa/Dakar", "core", {"ML": 6, "SN": 5, "BF": 2, "CI": 2, "NE": 1}, "west-africa"),
    Region("west-africa-en", Both("Afrique de l’Ouest, section anglophone", "West Africa, English section"), "section", "en", "", "Africa/Accra", "second-reader", {"GH": 7, "NG": 5}, "west-africa"),
    Region("global", Both("Mondiale", "Global"), "regional", "en", "", "UTC", "", {"FR": 3, "CH": 3, "NO": 2}, lead="Sofía D."),
)  # fmt: skip
# what each says of itself in one sentence, before anybody joins
PURPOSES = {
    "south-asia": Both(
        "Des équipes de cinq pays apprennent ensemble comment les normes changent dans les familles.",
        "Teams of five countries learn together how norms change within families.",
    ),
    "east-africa": Both(
        "Des équipes de cinq pays recueillent et comparent des récits de changement.",
        "Teams of five countries collect and compare stories of change.",
    ),
    "west-africa": Both(
        "Deux sections, une par langue, et un programme préparé à deux.",
        "Two sections, one for each language, and a programme prepared together.",
    ),
    "west-africa-fr": Both(
        "On y apprend ensemble, en français, à mesurer et à accompagner le changement des normes.",
        "Learning together, in French, how to measure norms and accompany their change.",
    ),
    "west-africa-en": Both(
        "On y apprend ensemble, en anglais, des pairs et du terrain.",
        "Learning together, in English, from peers and from practice.",
    ),
    "global": Both(
        "Pour qui ne vit dans aucune des trois régions, et pour ce qui les concerne toutes.",
        "For whoever lives in none of the three regions, and for what concerns them all.",
    ),
}
# where a visitor may ask to join: five links, West Africa has two
LINKS = (
    ("south-asia", "en"),
    ("east-africa", "en"),
    ("west-africa-fr", "fr"),
    ("west-africa-en", "en"),
    ("global", "en"),
)

# name, kind, country, region of its members
ORGANISATIONS = (
    ("Institut Baobab", "research", "SN", "west-africa-fr"),
    ("Mères et Savoirs", "ngo", "ML", "west-africa-fr"),
    ("Cercle des relais de Kénéba", "cbo", "ML", "west-africa-fr"),
    ("Direction de la santé communautaire", "authority", "BF", "west-africa-fr"),
    ("Radio Palmier", "media", "CI", "west-africa-fr"),
    ("Sahel Entraide", "ingo", "NE", "west-africa-fr"),
    ("Volta Evaluation Lab", "research", "GH", "west-africa-en"),
    ("Bright Path Ghana", "ngo", "GH", "west-africa-en"),
    ("Lagoon Women’s Circle", "cbo", "NG", "west-africa-en"),
    ("Rift Norms Centre", "research", "KE", "east-africa"),
    ("Lake Shore Health", "ngo", "UG", "east-africa"),
    ("Umoja Youth Group", "cbo", "TZ", "east-africa"),
    ("Himal Learning House", "ngo", "NP", "south-asia"),
    ("Delta Field Research", "research", "BD", "south-asia"),
    ("Sakhi Collective", "cbo", "IN", "south-asia"),
    ("Open Hands International", "ingo", "GB", "global"),
    ("Fonds Passerelle", "donor", "CH", "global"),
    ("Northern Light Foundation", "donor", "NO", "global"),
)
PROFILES = ("practitioner", "researcher", "practitioner", "evaluator", "advocate", "practitioner", "funder")
NAMES = (
    "Aïcha B.", "Moussa T.", "Ndeye F.", "Karim O.", "Rama D.", "Seydou K.", "Ange K.", "Mariétou S.", "Idrissa Z.", "Salif N.",
    "Fanny A.", "Youssouf M.", "Kadidia C.", "Blandine Y.", "Abdou L.", "Esther G.", "Kwame A.", "Ama S.", "Chidi O.", "Ngozi E.",
    "Kofi B.", "Efua M.", "Tunde A.", "Bisi L.", "Yaw D.", "Hauwa I.", "Akosua P.", "Emeka N.", "Wanjiru K.", "Otieno J.",
    "Nakato R.", "Mugisha P.", "Asha M.", "Juma S.", "Hana T.", "Bekele W.", "Uwase C.", "Mutoni G.", "Grace A.", "Priya R.",
    "Anjali S.", "Sunita T.", "Bikash G.", "Farida H.", "Rafiq U.", "Nirmala P.", "Dilani F.", "Imran Q.", "Kavita N.", "Rohan D.",
    "Shirin A.", "Elin H.", "Marc V.", "Paula C.", "Hugh M.", "Ingrid S.", "Lucía R.", "Tomás E.", "Yuki N.", "Leila B.",
)  # fmt: skip


class Event(NamedTuple):
    """One of the twelve: where, what, on which day counted from today (before it: negative), who came."""

    region: str
    kind: str
    title: Both
    day: int
    minutes: int = 75
    present: int = 0


EVENTS = (
    Event(
        "west-africa-fr",
        "webinar",
        Both("Mesurer une norme sans la figer", "Measuring a norm without freezing it"),
        -150,
        75,
        11,
    ),
    Event("west-africa-en", "webinar", Both("Ce que disent les pairs", "What peers say"), -118, 75, 9),
    Event("east-africa", "webinar", Both("Récits de changement", "Stories of change"), -90, 75, 8),
    Event("south-asia", "webinar", Both("Travailler avec les familles", "Working with families"), -62, 75, 10),
    Event(
        "west-africa-fr",
        "training",
        Both("Conduire un diagnostic participatif", "Leading a participatory diagnosis"),
        -80,
        90,
        12,
    ),
    Event("south-asia", "training", Both("Écrire une étude de cas", "Writing a case study"), -34, 90, 9),
    Event("west-africa-fr", "matchmaking", Both("Qui cherche, qui propose", "Who looks for, who offers"), -20, 60, 10),
    Event("east-africa", "matchmaking", Both("Trouver une équipe de recherche", "Finding a research team"), -13, 60, 7),
    Event("global", "expert_talk", Both("Une norme, quatre régions", "One norm, four regions"), -6, 90, 6),
    Event("west-africa-en", "group", Both("Atelier du lexique", "Lexicon workshop"), -27, 60, 8),
    Event("west-africa-fr", "plenary", Both("Programme de l’année prochaine", "Next year’s programme"), 40, 90),
    Event("global", "plenary", Both("Rencontre des quatre régions", "Meeting of the four regions"), 54, 90),
)
