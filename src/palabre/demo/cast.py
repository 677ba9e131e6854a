"""The demo accounts, and the invented people and organisations of the river. Addresses use example domains."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp

ZONE = "Africa/Bamako"
# who signs in to the large alliance (palabre demo --scale)
GROWN_ACCOUNT = "alliance-steward@scale.example"


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: `key` names it in the story, `role` is what it shows."""

    key: str
    role: str
    name: str
    language: str
    pronouns: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


PASSPHRASES = {
    "keeper": "quatre-baobabs-au-bord-du-quai",
    "steward": "trois-pirogues-sous-la-lune",
    "coordinator": "sept-tambours-avant-la-pluie",
    "facilitator": "deux-calebasses-de-mil-frais",
    "translator": "five-quiet-rivers-at-noon",
    "member": "neuf-pagnes-indigo-au-soleil",
    "core": "six-clefs-pour-une-caisse",
    "cap-facilitator": "huit-questions-et-un-silence",
    "cap-coordinator": "onze-pas-sur-le-sable",
    "cap-member": "dix-chaises-en-cercle-ouvert",
    "second-reader": "twelve-lanterns-on-the-water",
    "reader": "seize-pages-sans-un-nom",
    "newcomer": "une-porte-ouverte-au-matin",
    "roots-coordinator": "treize-racines-sous-la-pierre",
    "roots-mel": "four-lamps-along-the-path",
    "roots-treasurer": "vingt-perles-dans-un-bol",
    "roots-lead": "nine-drums-and-a-whisper",
    "roots-member": "quinze-graines-une-saison",
}

ACCOUNTS = (
    Account("keeper", "keeper of the site", "Garde de la démonstration", "fr"),
    Account("steward", "network coordination", "Nènè S.", "fr", "elle"),
    Account("coordinator", "coordination of CdP Voix du Fleuve", "Awa D.", "fr", "elle"),
    Account("facilitator", "facilitation of CdP Voix du Fleuve", "Mariam T.", "fr", "elle"),
    Account("translator", "translation of CdP Voix du Fleuve", "Grace M.", "en", "she"),
    Account("member", "member of CdP Voix du Fleuve", "Salimata K.", "fr", "elle"),
    Account("core", "core group of CdP Voix du Fleuve", "Ousmane K.", "fr", "il"),
    Account("cap-facilitator", "facilitation of CAP Pas à Pas", "Fanta D.", "fr", "elle"),
    Account("cap-coordinator", "coordination of CAP Pas à Pas", "Ibrahim S.", "fr", "il"),
    Account("cap-member", "member of CAP Pas à Pas", "Joël B.", "fr"),
    Account("second-reader", "translation of CAP Pas à Pas", "Ruth A.", "en", "she"),
    Account("reader", "reads applications blind for CAP Pas à Pas", "Nadia L.", "fr", "elle"),
    Account("newcomer", "account without a community", "Kadi N.", "fr"),
    Account("roots-coordinator", "coordination of CdP Racines Solides", "Zawadi K.", "fr", "elle"),
    Account("roots-mel", "follow-up (MEL) of CdP Racines Solides", "Meera S.", "en", "she"),
    Account("roots-treasurer", "treasury of CdP Racines Solides", "Théo B.", "fr", "il"),
    Account("roots-lead", "leads a working group of CdP Racines Solides", "Ama B.", "en", "she"),
    Account("roots-member", "member of CdP Racines Solides", "Mirlande J.", "fr", "elle"),
)
# a cohort of high risk asks each of its accounts for a second proof: one code generator for all of them, and published
GENERATOR = "PALABRERACINESPALABRERACINESPALA"
SECURED = tuple(account.key for account in ACCOUNTS if account.key.startswith("roots-"))

# name, kind, number of representatives: 22 organisations, 48 representatives
ORGANISATIONS: tuple[tuple[str, str, int], ...] = (
    ("Femmes du Quai", "cbo", 4),
    ("Jeunes de Dougouma", "cbo", 3),
    ("Parole Partagée", "ngo", 3),
    ("Maison des Droits, Bafolo", "ngo", 2),
    ("Radio Niafara", "media", 2),
    ("Coopérative des teinturières", "cbo", 3),
    ("Réseau des sages-femmes du bassin", "ngo", 2),
    ("Atelier Lire et Compter", "ngo", 2),
    ("Direction locale de la promotion des femmes", "authority", 2),
    ("Cercle des pêcheuses de Sirakoro", "cbo", 3),
    ("Union des maraîchères", "cbo", 3),
    ("Clinique juridique du Fleuve", "ngo", 2),
    ("Théâtre des Deux Rives", "ngo", 2),
    ("Association Filles Debout", "ngo", 3),
    ("Caisse solidaire de Markala-Ba", "cbo", 2),
    ("Écoles du Quai", "authority", 1),
    ("Conseil des aînées de Bafolo", "cbo", 2),
    ("Observatoire de la parité", "research", 1),
    ("Mutuelle Santé pour Elles", "ngo", 2),
    ("Pères Engagés", "cbo", 2),
    ("Comité des marchés de Niafara", "cbo", 1),
    ("Secours Fluvial", "ingo", 1),
)

FIRST_NAMES = (
    "Aminata", "Bintou", "Coumba", "Djénéba", "Fatoumata", "Hawa", "Kadiatou", "Mah", "Nana", "Oumou",
    "Penda", "Rokia", "Sitan", "Tènin", "Yaye", "Zénab", "Assétou", "Binta", "Dado", "Fily",
    "Korotoumou", "Lala", "Maïmouna", "Niélé", "Safiatou", "Téné", "Wassa", "Adama", "Bakary", "Cheick",
    "Drissa", "Hamidou", "Issa", "Lamine", "Modibo", "Sékou", "Souleymane", "Tidiane", "Yacouba", "Zoumana",
    "Assa", "Batoma", "Founè", "Goundo", "Kani",
)  # fmt: skip

CAP_MEMBERS = (
    "Alimatou G.", "Boris E.", "Carine O.", "Désiré L.", "Estelle V.", "Félix H.", "Ghislaine P.",
)  # fmt: skip


def accounts_table() -> list[tuple[str, str, str]]:
    """Role, address, passphrase: one line each."""
    return [(account.role, account.email, PASSPHRASES[account.key]) for account in ACCOUNTS]


def secured() -> frozenset[str]:
    """The addresses that are asked for a code beside the passphrase."""
    return frozenset(account.email for account in ACCOUNTS if account.key in SECURED)


def code_now() -> str:
    """The six figures that the published code generator shows at this moment."""
    return pyotp.TOTP(GENERATOR).now()
