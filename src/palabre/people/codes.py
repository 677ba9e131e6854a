"""One-time codes: what a printed sheet holds, and what a code generator shows. Nothing here asks the database."""

from __future__ import annotations

import re
from datetime import datetime
from hmac import compare_digest

import pyotp
from django.utils.crypto import salted_hmac

from palabre.kit.ids import ALPHABET, new_token

ISSUER = "Palabre"
CODES_ON_A_SHEET = 12
LETTERS = 8  # of 31: 39 bits, behind a throttle
FIGURES = 6
STEP = 30  # seconds; a clock may be one step ahead or late


def new_seed() -> str:
    """From which a sheet is made; whoever has the seed and the secret key has the codes."""
    return new_token()


def codes_of(seed: str) -> list[str]:
    """The codes of a sheet, as they are printed: `abcd-efgh`."""
    found = []
    for number in range(1, CODES_ON_A_SHEET + 1):
        drawn = salted_hmac("palabre.people.sheet", f"{seed} {number}", algorithm="sha256").digest()
        word = "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:LETTERS])
        found.append(f"{word[:4]}-{word[4:]}")
    return found


def folded(typed: str) -> str:
    """A code as it counts: spaces, dashes and capitals do not."""
    return re.sub(r"[\W_]+", "", typed).lower()


def is_figures(typed: str) -> bool:
    """Whether it looks like a code of a generator; the codes of a sheet are longer."""
    code = folded(typed)
    return len(code) == FIGURES and code.isdecimal()


def code_digest(person_id: int, typed: str) -> str:
    """What the table keeps of a code of a sheet: keyed, so that the database alone cannot try them all."""
    return salted_hmac("palabre.people.sheet_code", f"{person_id} {folded(typed)}", algorithm="sha256").hexdigest()


def new_secret() -> str:
    """For a code generator: 160 random bits in base 32."""
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """Four letters at a time, to be typed."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def generator_address(secret: str, mark: str) -> str:
    """What the square drawing tells a phone; `mark` tells two accounts apart and names nobody."""
    return pyotp.TOTP(secret).provisioning_uri(name=mark, issuer_name=ISSUER)


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """The 30-second step that a code belongs to, now or one step away; None if it belongs to none of them."""
    now, code, found = int(at.timestamp()) // STEP, folded(typed), None
    generator = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        if compare_digest(generator.at(step * STEP).encode(), code.encode()):
            found = step
    return found
