from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    PEOPLE = "people", _("people and fees")
    TRAVEL = "travel", _("travel and stay")
    EVENT = "event", _("meetings and events")
    MAKING = "making", _("making and printing")
    LANGUAGES = "languages", _("translation and interpretation")
    CARE = "care", _("care and security")
    CONNECTION = "connection", _("connection and communication")
    OTHER = "other", _("other")


class VersionState(models.TextChoices):
    """A budget is a line of versions; one at most is written, one at most is in force."""

    DRAFT = "draft", pgettext_lazy("budget", "draft")
    SUBMITTED = "submitted", pgettext_lazy("budget", "handed in")
    RETURNED = "returned", pgettext_lazy("budget", "returned with comments")
    APPROVED = "approved", pgettext_lazy("budget", "in force")
    SUPERSEDED = "superseded", pgettext_lazy("budget", "replaced")
    DROPPED = "dropped", pgettext_lazy("budget", "given up")

    @classmethod
    def writable(cls) -> frozenset[str]:
        return frozenset({cls.DRAFT, cls.RETURNED})

    @classmethod
    def open(cls) -> frozenset[str]:
        return frozenset({cls.DRAFT, cls.SUBMITTED, cls.RETURNED})


class Approver(models.TextChoices):
    """In whose name a budget is approved: three different people."""

    COORDINATION = "coordinator", _("coordination")
    MEL = "mel", _("monitoring, evaluation and learning")
    TREASURY = "treasurer", _("treasury")


class ExpenseState(models.TextChoices):
    ENTERED = "entered", pgettext_lazy("expense", "entered")
    CHECKED = "checked", pgettext_lazy("expense", "checked")
    APPROVED = "approved", pgettext_lazy("expense", "approved")
    PAID = "paid", pgettext_lazy("expense", "paid")
    REJECTED = "rejected", pgettext_lazy("expense", "not accepted")

    @classmethod
    def counted(cls) -> frozenset[str]:
        """What weighs on its line (INV-18)."""
        return frozenset({cls.APPROVED, cls.PAID})

    @classmethod
    def under_way(cls) -> frozenset[str]:
        """What waits for somebody."""
        return frozenset({cls.ENTERED, cls.CHECKED, cls.APPROVED})


class LineState(models.TextChoices):
    """One month of one honorarium agreement."""

    PLANNED = "planned", pgettext_lazy("honorarium", "planned")
    ELIGIBLE = "eligible", pgettext_lazy("honorarium", "due")
    APPROVED = "approved", pgettext_lazy("honorarium", "approved")
    PAID = "paid", pgettext_lazy("honorarium", "paid")
    VOID = "void", pgettext_lazy("honorarium", "not due")


class VoidReason(models.TextChoices):
    WAIVED = "waived", _("waived by the member")
    PAUSED = "paused", _("on a break")
    INACTIVE = "inactive", _("not active that month")
    ENDED = "ended", _("agreement over")


class Means(models.TextChoices):
    TRANSFER = "transfer", _("bank transfer")
    MOBILE = "mobile", _("mobile money")
    CASH = "cash", _("cash against receipt")
