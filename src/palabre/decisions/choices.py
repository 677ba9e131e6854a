from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """DOMAIN.md §2.2: consent. A round of stances ends in words to record, in no quorum, or in objections to integrate;

    an amendment opens the next round.
    """

    DRAFT = "draft", _("draft")
    CLARIFYING = "clarifying", _("questions to understand")
    STANCES = "stances", _("stances")
    AMENDING = "amending", _("objections to integrate")
    TO_RECORD = "to_record", _("to be recorded")
    ADOPTED = "adopted", _("adopted")
    NO_QUORUM = "no_quorum", _("no quorum")
    SET_ASIDE = "set_aside", _("set aside")
    REPLACED = "replaced", _("replaced")

    @classmethod
    def open(cls) -> frozenset[str]:
        return frozenset({cls.CLARIFYING, cls.STANCES, cls.AMENDING, cls.TO_RECORD})

    @classmethod
    def ended(cls) -> frozenset[str]:
        return frozenset({cls.ADOPTED, cls.NO_QUORUM, cls.SET_ASIDE, cls.REPLACED})


class StanceKind(models.TextChoices):
    CONSENT = "consent", _("I consent")
    RESERVATION = "reservation", _("I consent, with a reservation")
    ABSTAIN = "abstain", _("I stand aside")
    OBJECT = "object", _("I object")

    @classmethod
    def with_words(cls) -> frozenset[str]:
        """What says nothing without a reason."""
        return frozenset({cls.RESERVATION, cls.OBJECT})


class ObjectionState(models.TextChoices):
    OPEN = "open", _("open")
    INTEGRATED = "integrated", _("integrated")
    WITHDRAWN = "withdrawn", _("taken back")

    @classmethod
    def closed(cls) -> frozenset[str]:
        return frozenset({cls.INTEGRATED, cls.WITHDRAWN})


class SubjectKind(models.TextChoices):
    """What a proposal is about, when a room above asks for a decision; it keeps the key of the thing."""

    FREE = "free", _("a question of the community")
    LEARNING_QUESTION = "learning_question", _("learning questions")
    LEARNING_OUTCOME = "learning_outcome", _("learning outcome")
