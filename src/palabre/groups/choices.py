from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupStage(models.TextChoices):
    """DOMAIN.md §2.2: each step has a gate (INV-06 to 10)."""

    FORMING = "forming", pgettext_lazy("stage of a group", "forming")
    QUESTIONS = "refining_questions", _("learning questions")
    OUTCOME = "choosing_outcome", _("learning outcome")
    PLANNING = "planning", _("plan and budget")
    IMPLEMENTING = "implementing", _("doing and learning")
    SHARING = "sharing", _("sharing")
    CLOSED = "closed", pgettext_lazy("stage of a group", "closed")


class QuestionState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    REFINED = "refined", _("reworded")
    MERGED = "merged", _("merged into another")
    AGREED = "agreed", _("agreed")
    REVISED = "revised", _("agreed, new wording")
    SET_ASIDE = "set_aside", _("set aside")

    @classmethod
    def agreed(cls) -> frozenset[str]:
        return frozenset({cls.AGREED, cls.REVISED})

    @classmethod
    def open(cls) -> frozenset[str]:
        return frozenset({cls.PROPOSED, cls.REFINED})


class OutcomeKind(models.TextChoices):
    TOOL = "tool", _("tool")
    GUIDE = "guide", _("guide")
    TRAINING = "training", _("training")
    WEBINAR = "webinar", _("webinar")
    STUDY = "study", _("study")
    FORUM = "forum", _("forum")
    ART = "art", _("work of art")
    OTHER = "other", _("another form")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    COMMENTS = "comments", _("returned with comments")
    APPROVED = "approved", _("approved")
    REVISION = "revision", _("being revised")
    CLOSED = "closed", pgettext_lazy("plan", "closed")

    @classmethod
    def writable(cls) -> frozenset[str]:
        return frozenset({cls.DRAFT, cls.COMMENTS, cls.REVISION})


class Smart(models.TextChoices):
    SPECIFIC = "specific", _("specific")
    MEASURABLE = "measurable", _("measurable")
    ACHIEVABLE = "achievable", _("achievable")
    RELEVANT = "relevant", _("relevant")
    TIME_BOUND = "time_bound", _("time-bound")


class StepState(models.TextChoices):
    TO_DO = "to_do", _("to do")
    DOING = "doing", _("under way")
    DONE = "done", pgettext_lazy("step of a plan", "done")
    DROPPED = "dropped", pgettext_lazy("step of a plan", "dropped")


class DeliverableState(models.TextChoices):
    PROMISED = "promised", pgettext_lazy("deliverable", "promised")
    IN_WORK = "in_work", _("in the making")
    READY = "ready", _("ready, to publish")
    PUBLISHED = "published", pgettext_lazy("deliverable", "published")


class Approver(models.TextChoices):
    """In whose name a plan is approved: two different people, none of the group."""

    MEL = "mel", _("monitoring, evaluation and learning")
    COORDINATION = "coordinator", _("coordination")


class SupportState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("help", "asked")
    GRANTED = "granted", pgettext_lazy("help", "granted")
    DECLINED = "declined", _("not possible")


class Credit(models.TextChoices):
    """Under which name a final output goes out (003: presented with safety in mind)."""

    BYLINE = "byline", _("names of those who chose to be named")
    ALIAS = "alias", _("pen names")
    COLLECTIVE = "collective", _("the name of the group")
    NONE = "none", _("no name")
