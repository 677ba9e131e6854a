from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallState(models.TextChoices):
    """DOMAIN.md §2.2. `ready`, `open` and `closed` follow the clock: ask `Call.phase(now)`, never `state` alone."""

    DRAFT = "draft", pgettext_lazy("call", "draft")
    READY = "ready", pgettext_lazy("call", "ready")
    OPEN = "open", pgettext_lazy("call", "open")
    CLOSED = "closed", pgettext_lazy("call", "closed")
    SCREENING = "screening", _("screening")
    REVIEW = "review", _("review")
    INTERVIEWS = "interviews", _("interviews")
    SELECTION = "selection", _("selection")
    PUBLISHED = "published", pgettext_lazy("call", "published")
    CANCELLED = "cancelled", pgettext_lazy("call", "cancelled")

    @classmethod
    def told(cls) -> frozenset[str]:
        """States in which the call can be read from outside."""
        return frozenset(cls) - {cls.DRAFT}

    @classmethod
    def selecting(cls) -> frozenset[str]:
        return frozenset({cls.SCREENING, cls.REVIEW, cls.INTERVIEWS, cls.SELECTION})


class RuleKind(models.TextChoices):
    MAY = "may", _("who may apply")
    MAY_NOT = "may_not", _("who may not apply")


class RuleCheck(models.TextChoices):
    """How a rule is checked: by what the person declares, and by data where there is some (INV-12)."""

    DECLARED = "declared", _("what the person declares")
    INDIVIDUAL = "individual", _("in one's own name only")
    COUNTRIES = "countries", _("the country, from a list")
    STAFF = "staff", _("people of an organisation")
    COMMITTEE = "committee", _("members of a community or committee")
    EARLIER = "earlier", _("members of an earlier cohort")


class QuestionKind(models.TextChoices):
    LINE = "line", _("a line")
    TEXT = "text", _("a text")
    NUMBER = "number", _("a number")
    CHOICE = "choice", _("one choice")
    CHOICES = "choices", _("several choices")
    FILE = "file", _("a file")


class ApplicationState(models.TextChoices):
    """DOMAIN.md §2.2."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("received")
    ELIGIBLE = "eligible", _("admissible")
    INELIGIBLE = "ineligible", _("not admissible")
    IN_REVIEW = "in_review", _("being read")
    NEEDS_INFO = "needs_info", _("question to the applicant")
    SHORTLISTED = "shortlisted", _("shortlisted")
    WAITLISTED = "waitlisted", _("on the waiting list")
    DECLINED = "declined", _("not retained")
    OFFERED = "offered", _("place offered")
    COI_DECLARED = "coi_declared", _("declaration received")
    ACCEPTED = "accepted", _("place accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @classmethod
    def handed_in(cls) -> frozenset[str]:
        """What the coordination may read (INV-11: never a draft; a withdrawn one is closed to all)."""
        return frozenset(cls) - {cls.DRAFT, cls.WITHDRAWN}

    @classmethod
    def readable(cls) -> frozenset[str]:
        """What reviewers may read."""
        return cls.handed_in() - {cls.SUBMITTED, cls.INELIGIBLE}

    @classmethod
    def ended(cls) -> frozenset[str]:
        return frozenset({cls.INELIGIBLE, cls.DECLINED, cls.WITHDRAWN, cls.ACCEPTED})


class Fluency(models.TextChoices):
    NONE = "none", _("not at all")
    SOME = "some", _("a little")
    GOOD = "good", _("well enough for meetings")
    FLUENT = "fluent", _("fluently")


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", _("to read")
    DRAFTED = "drafted", _("begun")
    SUBMITTED = "submitted", _("handed in")
    REOPENED = "reopened", _("opened again")
    CONFLICT = "conflict", _("conflict of interest")
    REMOVED = "removed", _("taken away")

    @classmethod
    def running(cls) -> frozenset[str]:
        return frozenset({cls.ASSIGNED, cls.DRAFTED, cls.SUBMITTED, cls.REOPENED})


class Recommendation(models.TextChoices):
    YES = "yes", _("yes")
    RATHER = "rather", _("rather yes")
    RATHER_NOT = "rather_not", _("rather not")
    NO = "no", _("no")


class ConflictKind(models.TextChoices):
    DECLARED = "declared", _("declared")
    SAME_ORGANISATION = "same_organisation", _("same organisation")
    SAME_PERSON = "same_person", _("own application")
    FOUND_LATER = "found_later", _("found after reading")


class Outcome(models.TextChoices):
    """What the committee decides on one application."""

    SHORTLIST = "shortlist", _("shortlist")
    OFFER = "offer", _("offer a place")
    WAITLIST = "waitlist", _("waiting list")
    DECLINE = "decline", _("not retained")


class InterviewState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("interview", "invited")
    BOOKED = "booked", pgettext_lazy("interview", "booked")
    HELD = "held", pgettext_lazy("interview", "held")
    MISSED = "missed", pgettext_lazy("interview", "missed")
    CANCELLED = "cancelled", pgettext_lazy("interview", "cancelled")


class Counted(models.TextChoices):
    """What stays as numbers after the files are gone (§4.5)."""

    STATE = "state", _("outcome")
    LANGUAGE = "language", _("language")
    REGION = "region", _("region")
    THEME = "theme", _("theme")


class Balanced(models.TextChoices):
    """What an applicant may say of herself so that less-heard voices are present; in this order on every page."""

    GENDER = "gender", _("gender")
    AGE_BAND = "age_band", _("age")
    DISABILITY = "disability", _("disability")
    DIVERSITY = "diversity", _("orientation, gender identity, sex characteristics")


class BalanceGender(models.TextChoices):
    WOMAN = "woman", _("a woman")
    MAN = "man", _("a man")
    NONBINARY = "nonbinary", _("non-binary")
    OTHER = "other", _("another word fits me better")


class BalanceAge(models.TextChoices):
    UNDER_18 = "under_18", _("under 18")
    FROM_18 = "18_34", _("18 to 34")
    FROM_35 = "35_59", _("35 to 59")
    FROM_60 = "60_more", _("60 and over")


class BalanceYes(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
