from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    GROUP = "group", _("group meeting")
    PLENARY = "plenary", _("plenary")
    CORE_GROUP = "core_group", _("core group meeting")
    HALF_YEARLY = "half_yearly", _("half-yearly meeting")
    MEL = "mel", _("MEL check-in")
    EXPERT_TALK = "expert_talk", _("expert talk")
    EXCHANGE_VISIT = "exchange_visit", _("exchange visit")
    CONCERTATION = "concertation", _("concertation forum")
    SESSION = "session", _("session")
    MATCHMAKING = "matchmaking", _("matchmaking meeting")
    WEBINAR = "webinar", _("webinar")
    TRAINING = "training", _("training")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("both")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    AGENDA_PUBLISHED = "agenda_published", _("agenda published")
    HELD = "held", _("held")
    MINUTES_DRAFT = "minutes_draft", _("minutes in progress")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("the whole community")
    CORE = "core", _("the core group")
    GROUP = "group", _("one working group")
    LEADS = "leads", _("the leads of the groups")

    @classmethod
    def open(cls) -> tuple[str, ...]:
        """What the whole community reads; the others are read by their own circle alone."""
        return (cls.EVERYONE.value, cls.CORE.value)


class Rhythm(models.TextChoices):
    MONTHLY_DAY = "monthly_day", _("every month, on the same weekday of the month")
    MONTHLY_DATE = "monthly_date", _("every month, on the same date")
    HALF_YEARLY = "half_yearly", _("every six months")


class ItemKind(models.TextChoices):
    TOPIC = "topic", _("topic")
    BREAK = "break", _("break")
    COMMITMENTS = "commitments", _("follow-up of commitments")


class Answer(models.TextChoices):
    YES = "yes", _("I come")
    REMOTE = "remote", _("By distance")
    NO = "no", _("I can't")


class Presence(models.TextChoices):
    PRESENT = "present", _("present")
    REMOTE = "remote", _("by distance")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class AttendeeKind(models.TextChoices):
    MEMBER = "member", _("member")
    GUEST = "guest", _("guest")
    WALK_IN = "walk_in", _("came without invitation")


class Source(models.TextChoices):
    WEB = "web", _("entered here")
    PAPER = "paper", _("paper sheet")
    SPREADSHEET = "spreadsheet", _("spreadsheet")


class Precision(models.TextChoices):
    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")


class Unit(models.TextChoices):
    PEOPLE = "people", _("people")
    ORGANISATIONS = "organisations", _("organisations")


class Gender(models.TextChoices):
    WOMAN = "woman", _("women")
    MAN = "man", _("men")
    OTHER = "other", _("another gender")
    UNSAID = "unsaid", _("not said")


class AgeBand(models.TextChoices):
    UNDER_18 = "under_18", _("under 18")
    FROM_18 = "18_34", _("18 to 34")
    FROM_35 = "35_59", _("35 to 59")
    FROM_60 = "60_more", _("60 and over")
    UNSAID = "unsaid", _("not said")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("to approve")
    APPROVED = "approved", _("approved")
    AMENDED = "amended", _("amended, to approve again")
