from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    GONE = "gone", _("deleted")


class RunKind(models.TextChoices):
    BACKUP = "backup", _("backup")
    RESTORE = "restore", _("restore")


class Pace(models.TextChoices):
    """How long a chore takes, as a class: an exact time would tell how much there was to do."""

    QUICK = "quick", _("less than a second")
    SHORT = "short", _("less than ten seconds")
    LONG = "long", _("less than a minute")
    SLOW = "slow", _("a minute and more")


class Period(NamedTuple):
    """How many days something is kept; a keeper may shorten it at will, and lengthen it up to the ceiling."""

    days: int
    ceiling: int


# DOMAIN.md §4.5; the keys are the words of the setting RETENTION
PERIODS = {
    "unconfirmed": Period(14, 30),
    "declined": Period(180, 365),
    "invitations": Period(180, 365),
    "questions": Period(30, 90),
    "evaluations": Period(30, 90),
    "attendance": Period(730, 1095),
    # the legal term of accounts, from the end of the year on
    "payments": Period(3653, 3653),
    "inactive": Period(730, 1095),
    "begun": Period(30, 90),
    "balance": Period(30, 90),
    "applications": Period(180, 365),
    "security": Period(90, 365),
    "journal": Period(730, 1825),
}


def periods() -> dict[str, int]:
    """Days by kind: the setting, else the default. A setting past its ceiling counts as the ceiling."""
    told: Mapping[str, int] = settings.RETENTION
    return {kind: min(told.get(kind, period.days), period.ceiling) for kind, period in PERIODS.items()}


def beyond() -> list[str]:
    """What the setting asks for and may not have: unknown words, and periods past their ceiling."""
    told: Mapping[str, int] = settings.RETENTION
    unknown = [f"{kind} is no kind of data" for kind in told if kind not in PERIODS]
    high = [kind for kind in told if kind in PERIODS and told[kind] > PERIODS[kind].ceiling]
    return unknown + [f"{kind}: {PERIODS[kind].ceiling} days at most" for kind in high]


class Kept(models.TextChoices):
    """What the nightly run looks at, in its order."""

    UNCONFIRMED = "unconfirmed", _("requests to join whose address was never confirmed")
    DECLINED = "declined", _("requests to join that were declined")
    INVITATIONS = "invitations", _("invitations that were used, withdrawn or too old")
    QUESTIONS = "questions", _("questions without a name")
    EVALUATIONS = "evaluations", _("words of evaluations (their figures stay)")
    ATTENDANCE = "attendance", _("names on sheets of attendance (the count stays)")
    PAYEES = "payees", _("payment details of whom nothing is to pay any more")
    PAYMENTS = "payments", _("payments, their proofs and their agreements, ten years after the end of the year")
    BEGUN = "begun", _("applications that were never handed in")
    BALANCE = "balance", _("what applicants said for counting alone (the totals stay)")
    APPLICATIONS = "applications", _("applications without a place, scores, notes of interviews (the totals stay)")
    INACTIVE = "inactive", _("accounts that nobody uses")
    ARCHIVES = "archives", _("archives of one's own data")
    SESSIONS = "sessions", _("ended sessions, old links, forgotten drafts")
    NEWS = "news", _("notices and traces of mails")
    UPLOADS = "uploads", _("files that nothing points to")
    BACKUPS = "backups", _("backups past their age")
    SECURITY = "security", _("security events in the journal")
    JOURNAL = "journal", _("old entries of the journal")


"""`security` and `journal` come last: what the others write down is part of the chain."""
