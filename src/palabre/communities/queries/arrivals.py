"""A member list that somebody sends in, read line by line: who can be invited, who is here already, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Profile
from palabre.communities.models import Community, Invitation, Membership
from palabre.kit.countries import country_code
from palabre.kit.folding import folded
from palabre.kit.sheets import Line, Table
from palabre.kit.text import one_line
from palabre.kit.verdict import Text
from palabre.languages.choices import LANGUAGES

MOST_LINES = 1_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("Nom", "Name", "Nom et prénom", "Prénom et nom", "Display name", "Full name"),
    "email": ("Adresse", "Address", "Adresse électronique", "Courriel", "E-mail", "Email", "Mail"),
    "language": ("Langue", "Language"),
    "organisation": ("Organisation", "Organization", "Structure", "Association"),
    "country": ("Pays", "Country"),
    "level": ("Niveau", "Level", "Niveau de participation", "Participation", "Participation level"),
    "profile": ("Profil", "Profile"),
}
TONGUES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}


class Fate(Enum):
    """What becomes of a line."""

    INVITED = 1
    SKIPPED = 2
    WRONG = 3


@dataclass(slots=True)
class Arrival:
    """One line, as it was understood; `why` says what is wrong, or why nothing is to do."""

    number: int
    email: str = ""
    name: str = ""
    language: str = ""
    organisation: str = ""
    country: str = ""
    level: str = ""
    profile: str = ""
    fate: Fate = Fate.INVITED
    why: Text = ""

    def refuse(self, why: Text, fate: Fate = Fate.WRONG) -> None:
        if self.fate is Fate.INVITED:
            self.fate, self.why = fate, why


@dataclass(slots=True)
class Report:
    """Every line of the sheet, in its order."""

    lines: list[Arrival] = field(default_factory=list)

    def of(self, fate: Fate) -> list[Arrival]:
        return [line for line in self.lines if line.fate is fate]

    @property
    def wrong(self) -> list[Arrival]:
        return self.of(Fate.WRONG)

    @property
    def skipped(self) -> list[Arrival]:
        return self.of(Fate.SKIPPED)

    @property
    def invited(self) -> list[Arrival]:
        return self.of(Fate.INVITED)


def report_of(community: Community, table: Table) -> Report:
    """The lines against each other and against who is here. Two queries, whatever the length."""
    lines = [_understood(line, community) for line in table.lines]
    lines += [Arrival(error.line or 0, fate=Fate.WRONG, why=error.sentence) for error in table.errors]
    lines.sort(key=lambda line: line.number)
    _compare(lines)
    _know(lines, community)
    return Report(lines)


def _understood(line: Line, community: Community) -> Arrival:
    said = {key: one_line(value) for key, value in line.values.items()}
    found = Arrival(line.number, said["email"].casefold(), said["name"][:80], organisation=said["organisation"][:160])
    if any(_is_mixed(value) for value in said.values()):
        found.refuse(_("Letters are mixed up in this line: the file holds two encodings. Save the sheet anew."))
    try:
        validate_email(found.email)
    except ValidationError:
        found.refuse(_("This is not a complete address. It looks like name@example.org."))
    found.language = _word(found, said["language"], TONGUES, community.source_language, _("Unknown language: {word}."))
    found.level = _word(found, said["level"], _labels(Level), Level.ACTIVE, _("Unknown level: {word}."))
    found.profile = _word(found, said["profile"], _labels(Profile), "", _("Unknown profile: {word}."))
    found.country = country_code(said["country"])
    if said["country"] and not found.country:
        found.refuse(format_lazy(_("Unknown country: {word}."), word=said["country"][:60]))
    return found


def _is_mixed(text: str) -> bool:
    """UTF-8 that was read as Windows letters, because other lines of the file were."""
    try:
        return "\ufffd" in text or text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _word(line: Arrival, word: str, known: dict[str, str], default: str, why: Any) -> str:
    if not word:
        return default
    if folded(word) not in known:
        line.refuse(format_lazy(why, word=word[:60]))
    return known.get(folded(word), default)


def _labels(kind: type[Level] | type[Profile]) -> dict[str, str]:
    """Each choice by its key and by its words in both languages."""
    found = {one.value: one.value for one in kind}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(one.label)): one.value for one in kind}
    return found


def _compare(lines: Iterable[Arrival]) -> None:
    """One person one line, one address one person."""
    first: dict[str, Arrival] = {}
    for line in lines:
        if not line.email:
            continue
        before = first.setdefault(line.email, line)
        if before is line:
            continue
        if folded(before.name) == folded(line.name):
            line.refuse(format_lazy(_("The same as line {number}."), number=before.number), Fate.SKIPPED)
        else:
            why = _("The address of line {number}, for another name. Each person needs an address of her own.")
            line.refuse(format_lazy(why, number=before.number))


def _know(lines: Iterable[Arrival], community: Community) -> None:
    """Who belongs already, or holds an open invitation."""
    rows = Membership.objects.taken().filter(community=community)
    here = {email.casefold() for email in rows.values_list("person__email", flat=True)}
    open_ones = Invitation.objects.filter(
        community=community, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    invited = {email.casefold() for email in open_ones.values_list("email", flat=True)}
    for line in lines:
        if line.email in here:
            line.refuse(_("Already here."), Fate.SKIPPED)
        elif line.email in invited:
            line.refuse(_("Already invited."), Fate.SKIPPED)
