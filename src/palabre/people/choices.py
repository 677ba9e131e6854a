from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class DeviceKind(models.TextChoices):
    SHARED = "shared", _("shared, or I am not sure")
    OWN = "own", _("my own")


class LinkPurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("sign in")
    NEW_PASSWORD = "new_password", _("choose a new password")


class FactorKind(models.TextChoices):
    """What proves a person beside her password."""

    SHEET = "sheet", _("a printed sheet of codes")
    GENERATOR = "generator", _("a code generator")
    PASSKEY = "passkey", _("a passkey")


class MailChoice(models.TextChoices):
    DISCREET = "discreet", _("discreet: « New activity », and a link to the first page")
    CONTENT = "content", _("with what happened")
    NONE = "none", _("no mail at all; I look here")


class Openness(models.IntegerChoices):
    """Who sees a field of a profile (DOMAIN.md §4.1, the levels that a field can have)."""

    ME = 0, _("only me")
    COMMUNITY = 3, _("the members of my communities")
    SIGNED_IN = 5, _("everybody who is signed in")


class Byline(models.TextChoices):
    """Under what name her work is published."""

    OWN = "own", _("my display name")
    ALIAS = "alias", _("another name")
    COLLECTIVE = "collective", _("the name of the community")
    NONE = "none", _("no name")


class Purpose(models.TextChoices):
    """What a consent is for."""

    SELF_DESCRIPTION = "self_description", _("counting who takes part, without names")
    DIRECTORY = "directory", _("standing in the directory of a community")
    CANARY = "canary", _("a test of the directory")


class WordsAfter(models.TextChoices):
    """What becomes of what she wrote."""

    NAMELESS = "nameless", _("they stay, signed « former member »")
    DELETED = "deleted", _("they are deleted, where nobody else built on them")


# How long a locked account stays shut after its owner asked for it to be opened, unless her coordination knows her.
LOCK_WAIT = timedelta(hours=24)
# The text to which a consent was given: a new text, a new version, a new consent.
CONSENT_TEXT = "2026-11"


class Limit(NamedTuple):
    """How long a session lives without a gesture, and at most."""

    idle: timedelta
    absolute: timedelta


LIMITS = {
    DeviceKind.SHARED: Limit(timedelta(minutes=15), timedelta(hours=8)),
    DeviceKind.OWN: Limit(timedelta(hours=2), timedelta(days=7)),
}

LINK_LIVES = {
    LinkPurpose.SIGN_IN: timedelta(hours=1),
    LinkPurpose.NEW_PASSWORD: timedelta(minutes=30),
}

PASSWORD_MIN, PASSWORD_MAX = 12, 128

# Whoever lost every factor waits so long after somebody said that it is she, and then has so long to come in.
RESET_WAIT, RESET_LIFE = timedelta(hours=24), timedelta(days=7)
# A new address is confirmed within a day, and undone from the old one within a week.
ADDRESS_LINK_LIFE, ADDRESS_UNDO_LIFE = timedelta(hours=24), timedelta(days=7)
PASSKEYS_EACH = 10
# With so few codes left on the only sheet, she is told at sign-in.
FEW_CODES = 3

# The forms whose unfinished words are kept: `<name>`, or `<name>-<id>` where a form belongs to one thing.
DRAFT_FORMS = frozenset(
    {
        "agenda",
        "agenda-item",
        "amendment",
        "attendance",
        "commitment",
        "meeting",
        "meeting-plan",
        "minutes",
        "segment",
        "summary",
        "translation",
    }
)
DRAFT_BYTES = 200_000
DRAFTS_KEPT = 40
