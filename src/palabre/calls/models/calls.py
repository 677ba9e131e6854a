"""A call in both languages: its dates, themes, rules, questions, criteria and letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.calls.choices import CallState, Outcome, QuestionKind, RuleCheck, RuleKind
from palabre.communities.models import Community, Organisation
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class CallQuery(models.QuerySet["Call"]):
    def told(self) -> CallQuery:
        """Those that can be read from outside: ready ones once their day has come, and all that follow."""
        now = timezone.now()
        return self.filter(state__in=CallState.told()).exclude(state=CallState.READY, opens_at__gt=now)

    def announced(self) -> CallQuery:
        """Those whose page stands for visitors: also before the day they open; never one given up as a draft."""
        return self.filter(state__in=CallState.told()).exclude(state=CallState.CANCELLED, published_at=None)

    def open_at(self, now: datetime) -> CallQuery:
        """Those that take applications at this moment, whatever the clock's chore has stored."""
        running = (CallState.READY, CallState.OPEN, CallState.CLOSED)
        # the closing second itself is still in time
        return self.filter(state__in=running, opens_at__lte=now, closes_at__gt=now - timedelta(seconds=1))


class Call(Thing, Translatable):
    """A dated public invitation to join one cohort. Moments are UTC; `zone` is the one that the call states."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text", "commitment", "capacity", "ai_notice")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="calls")
    title = models.CharField(max_length=200)
    # Markdown: what, for whom, what the cohort is and is not
    text = models.TextField()
    # what is asked of members, and what they receive
    commitment = models.TextField(blank=True)
    # the private page "do I have the capacity now?": one question a line
    capacity = models.TextField(blank=True)
    ai_notice = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    places = models.PositiveSmallIntegerField()
    # what applicants may write in: "fr", "en" or both, with a comma
    languages = models.CharField(max_length=5, default="fr,en")
    # it stands in the list of calls; else only whoever has its address reads it
    listed = models.BooleanField(default=False)
    blind = models.BooleanField(default=True)
    with_interviews = models.BooleanField(default=True)
    reviews_needed = models.PositiveSmallIntegerField(default=2)
    # how many themes an applicant may rank
    themes_asked = models.PositiveSmallIntegerField(default=2)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    # the closing moment of which the coordination was reminded
    reminded_of = models.DateTimeField(null=True, blank=True)
    # grows with each change of the call's own texts and dates, so that two writers notice each other
    version = models.PositiveIntegerField(default=1)

    objects = CallQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="calls_close_after_opening"),
            models.CheckConstraint(condition=Q(places__gte=1), name="calls_one_place_at_least"),
            models.CheckConstraint(condition=Q(reviews_needed__gte=2), name="calls_two_reviews_at_least"),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="calls_by_state")]

    def phase(self, now: datetime | None = None) -> CallState:
        """The state at this moment: between `ready` and `closed` only the clock decides, to the second (INV-11).

        Open from `opens_at` on, until `closes_at`; the closing second itself is still in time.
        """
        if self.state not in (CallState.READY, CallState.OPEN, CallState.CLOSED):
            return CallState(self.state)
        now = now or timezone.now()
        if now < self.opens_at:
            return CallState.READY
        return CallState.OPEN if now.replace(microsecond=0) <= self.closes_at else CallState.CLOSED

    def is_open(self, now: datetime | None = None) -> bool:
        return self.phase(now) == CallState.OPEN

    def is_frozen(self) -> bool:
        """Its words bind once it is ready."""
        return self.state != CallState.DRAFT


class _Part(Thing, Translatable):
    """A part of a call: frozen with it."""

    call_id: int
    call: models.ForeignKey[Call, Call]
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True

    def is_frozen(self) -> bool:
        return self.call.is_frozen()


class CallTheme(_Part):
    """A theme of the cohort: applicants rank some, and each becomes a working group (INV-05)."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]


class EligibilityRule(_Part):
    """Who may apply, or may not: a sentence that people read, and how it is checked (INV-12)."""

    translatable: ClassVar[tuple[str, ...]] = ("label",)

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=8, choices=RuleKind.choices)
    check_by = models.CharField(max_length=12, choices=RuleCheck.choices, default=RuleCheck.DECLARED)
    label = models.CharField(max_length=300)
    # whose people, for `staff`; whose members, for `committee` and `earlier`
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(check_by="staff") | Q(organisation__isnull=False), name="calls_staff_of_whom"
            ),
            models.CheckConstraint(
                condition=~Q(check_by__in=("committee", "earlier")) | Q(community__isnull=False),
                name="calls_members_of_what",
            ),
        ]


class RuleCountry(models.Model):
    """One country of a rule by country: ISO 3166-1, two letters."""

    rule = models.ForeignKey(EligibilityRule, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "country"], name="calls_country_once")]

    def __str__(self) -> str:
        return f"country {self.pk}"


class SelectionCriterion(_Part):
    """A weighted point. One that is not `scored` is weighed by the committee when it composes the cohort (INV-17)."""

    translatable: ClassVar[tuple[str, ...]] = ("name", "text")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    # points go from 0 to this
    scale = models.PositiveSmallIntegerField(default=5)
    scored = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="calls_weight"),
            models.CheckConstraint(condition=Q(scale__gte=2, scale__lte=10), name="calls_scale"),
        ]


class CallQuestion(_Part):
    """A question of the form; it may be asked only after one certain choice."""

    translatable: ClassVar[tuple[str, ...]] = ("label", "help")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    label = models.CharField(max_length=300)
    help = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    # characters, for lines and texts; bounds, for numbers
    longest = models.PositiveIntegerField(default=2000)
    least = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    # the criterion that the answer speaks to
    criterion = models.ForeignKey(
        SelectionCriterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    # the answer tells who she is: reviewers do not see it while they read blind
    tells_who = models.BooleanField(default=False)
    only_after = models.ForeignKey(
        "calls.QuestionOption", on_delete=models.SET_NULL, null=True, blank=True, related_name="opens"
    )

    class Meta:
        ordering = ["position", "pk"]


class QuestionOption(Thing, Translatable):
    """One choice of a question."""

    translatable: ClassVar[tuple[str, ...]] = ("label",)

    question = models.ForeignKey(CallQuestion, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "pk"]

    def is_frozen(self) -> bool:
        return self.question.call.is_frozen()


class LetterText(Thing, Translatable):
    """What the call writes to everybody with one outcome; the personal feedback is added below."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="letter_texts")
    # an outcome, or `ineligible`
    outcome = models.CharField(max_length=10, choices=[*Outcome.choices, ("ineligible", "ineligible")])
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "outcome"], name="calls_one_letter_each")]
