from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    PRINCIPLES = "principles", _("principles")
    CODE = "code", _("code of conduct")
    STANDARDS = "standards", _("accountability standards")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Part(models.TextChoices):
    """To which part of a text an article belongs."""

    PRINCIPLE = "a_principle", _("What we believe")
    ADOPT = "b_adopt", _("What I do")
    REFUSE = "c_refuse", _("What I refuse to do")
    CHAPTER = "d_chapter", _("What we answer for")


PARTS: dict[str, tuple[Part, ...]] = {
    TextKind.PRINCIPLES: (Part.PRINCIPLE,),
    TextKind.CODE: (Part.ADOPT, Part.REFUSE),
    TextKind.STANDARDS: (Part.CHAPTER,),
}
"""The parts that a text must have, in their order."""


class ReviewState(models.TextChoices):
    """DOMAIN.md §2.2: each step once, none skipped."""

    PLANNED = "planned", _("planned")
    ASSESSED = "assessed", _("self-assessed")
    REVIEWED = "reviewed", _("read by peers")
    IMPROVING = "improving", _("improvement plan")
    FOLLOWED = "followed", _("followed up")


class Reached(models.TextChoices):
    """How far a community is with one chapter: words, no marks."""

    STARTING = "starting", _("still to begin")
    PARTLY = "partly", _("begun in places")
    MOSTLY = "mostly", _("usual for us")
    FULLY = "fully", _("usual, and we can show it")
