"""What each risk profile means: the table of DOMAIN.md §4.1, once. Every surface asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from palabre.communities.choices import RiskProfile


class Directory(Enum):
    """Who finds whom: members who chose to stand in it; only those of one's own group; nobody."""

    MEMBERS = 1
    SAME_GROUP = 2
    OFF = 3


class PublicPage(Enum):
    """What visitors may be shown of a community."""

    ALLOWED = 1
    NO_PEOPLE = 2
    NONE = 3


class Mail(Enum):
    """What a mail may say: its content if the reader asked for it; never; never, or no mail at all."""

    CONTENT_BY_CHOICE = 1
    DISCREET = 2
    DISCREET_OR_NONE = 3


class Pictures(Enum):
    """What a photograph of people needs."""

    CONSENT = 1
    BLURRED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Protection:
    """One column of the table. Later enumeration members are stricter."""

    directory: Directory
    public_page: PublicPage
    mail: Mail
    # True: all members; False: whoever holds a role
    factor_for_all: bool
    idle: timedelta
    absolute: timedelta
    member_export: bool
    pictures: Pictures


PROTECTIONS: dict[str, Protection] = {
    RiskProfile.STANDARD: Protection(
        directory=Directory.MEMBERS, public_page=PublicPage.ALLOWED, mail=Mail.CONTENT_BY_CHOICE, factor_for_all=False,
        idle=timedelta(hours=2), absolute=timedelta(days=7), member_export=True, pictures=Pictures.CONSENT,
    ),
    RiskProfile.ELEVATED: Protection(
        directory=Directory.SAME_GROUP, public_page=PublicPage.NO_PEOPLE, mail=Mail.DISCREET, factor_for_all=True,
        idle=timedelta(minutes=30), absolute=timedelta(hours=24), member_export=False, pictures=Pictures.BLURRED,
    ),
    RiskProfile.HIGH: Protection(
        directory=Directory.OFF, public_page=PublicPage.NONE, mail=Mail.DISCREET_OR_NONE, factor_for_all=True,
        idle=timedelta(minutes=15), absolute=timedelta(hours=8), member_export=False, pictures=Pictures.REFUSED,
    ),
}  # fmt: skip
_ORDER = (RiskProfile.STANDARD, RiskProfile.ELEVATED, RiskProfile.HIGH)


def protection_of(risk: str) -> Protection:
    """What a community of this profile asks for."""
    return PROTECTIONS[risk]


def is_stricter(one: str, other: str) -> bool:
    """Whether the first profile protects more than the second."""
    return _ORDER.index(RiskProfile(one)) > _ORDER.index(RiskProfile(other))


def strictest(risks: Iterable[str]) -> Protection:
    """Of several profiles the strictest; of none, the standard one."""
    found = set(risks)
    return PROTECTIONS[max(found, key=_ORDER.index) if found else RiskProfile.STANDARD]
