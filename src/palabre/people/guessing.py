"""Passwords that are tried first, without asking any network: two lists that leaked (Django's 19,640 and zxcvbn's
30,000, with names and words), and how people use them.

Whoever guesses puts a year behind a common word, an @ in place of an a, or two such words together: all of it is
refused. The list knows little French and nothing of West Africa; what it lacks stands here.
"""

from __future__ import annotations

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

HABITS = frozenset(
    {
        *(
            "abidjan",
            "afrique",
            "allah",
            "amour",
            "aminata",
            "amoureuse",
            "azerty",
            "azertyuiop",
            "bamako",
            "bienvenue",
        ),
        *("bismillah", "bonjour", "bonsoir", "burkina", "camille", "cherie", "chouchou", "communaute", "cotonou"),
        *("coucou", "dakar", "dieu", "doudou", "famille", "fatoumata", "fatou", "feminisme", "femmes", "france"),
        *("jetaime", "jesus", "kayes", "liberte", "loulou", "mahamadou", "maman", "mamadou", "mariam", "marseille"),
        *("merci", "motdepasse", "moussa", "niamey", "nounours", "ouagadougou", "oumar", "ousmane", "paris", "passe"),
        *("passphrase", "password", "phrasedepasse", "princesse", "secret", "segou", "senegal", "soleil", "toujours"),
        *("azertyuiopqsdfghjklm", "administrateur", "utilisateur", "connexion", "bonjourbonjour", "coordination"),
    }
)
# Neighbours on a keyboard, or in the order of counting and spelling; read twice round, and backwards.
ROWS = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "azertyuiop", "qsdfghjklm")
DISGUISES = str.maketrans("@4301!5$7", "aaeoiisst")
SHORTEST_WORD = 4
WORDS_TOGETHER = 2
# found within a hundred million tries
FEWEST_GUESSES = 1e8
LONGEST_READ = 72


def is_guessed(password: str) -> bool:
    """Whether this is among the first that are tried."""
    said = password.casefold()
    if len(set(said)) < 5 or any(said in row * 13 or said[::-1] in row * 13 for row in ROWS):
        return True
    bare = {_letters(said), _letters(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", said).translate(DISGUISES))}
    if said in known() or any(_made_of_known(_once(word)) or _made_of_known(word) for word in bare):
        return True
    return _guesses(password) < FEWEST_GUESSES


def _guesses(password: str) -> float:
    """How many tries somebody needs who knows 30,000 leaked passwords, names, words, dates and keyboards."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (its word lists are loaded by those who choose a password only)

    return float(zxcvbn(password[:LONGEST_READ])["guesses"])


@cache
def known() -> frozenset[str]:
    """Every password and word that counts as known."""
    return frozenset(CommonPasswordValidator().passwords) | HABITS


def _letters(said: str) -> str:
    return re.sub(r"[\W\d_]+", "", said)


def _once(word: str) -> str:
    """What is said several times over counts once."""
    return re.sub(r"(.+?)\1+", r"\1", word)


def _made_of_known(word: str, pieces: int = WORDS_TOGETHER) -> bool:
    """One known word, or two together; shorter ones than four letters stand in too many sentences."""
    if word in known():
        return bool(word)
    if pieces == 1:
        return False
    cuts = range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1)
    return any(word[:cut] in known() and _made_of_known(word[cut:], pieces - 1) for cut in cuts)
