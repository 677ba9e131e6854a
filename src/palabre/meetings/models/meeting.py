"""A meeting, its place in a series, its agenda and its documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.communities.models import Community
from palabre.files.models import StoredFile
from palabre.groups.models import WorkingGroup
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.meetings.choices import Audience, ItemKind, MeetingKind, MeetingState, Mode, Rhythm
from palabre.people.models import Person

HAPPENED = (MeetingState.HELD, MeetingState.MINUTES_DRAFT, MeetingState.CLOSED)
AHEAD = (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED)


class Series(Thing):
    """Meetings that return: the wall-clock time of the first one stays, whatever summer time does."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="series")
    rhythm = models.CharField(max_length=16, choices=Rhythm.choices)
    until = models.DateField()


class MeetingQuery(models.QuerySet["Meeting"]):
    def ahead(self) -> MeetingQuery:
        """Not yet held, not cancelled, and not over."""
        return self.filter(state__in=AHEAD, ends_at__gte=timezone.now())

    def happened(self) -> MeetingQuery:
        return self.filter(state__in=HAPPENED)


class Meeting(Thing, Translatable):
    """People who meet, at a moment kept in UTC and read in the zone of the meeting or of the reader."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "welcome")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="meetings")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    kind = models.CharField(max_length=16, choices=MeetingKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    # whose meeting it is, where the audience is one working group
    group = models.ForeignKey(WorkingGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    place = models.CharField(max_length=200, blank=True)
    place_hidden = models.BooleanField(default=False)
    link = models.URLField(max_length=400, blank=True)
    welcome = models.TextField(blank=True)
    interpretation = models.CharField(max_length=160, blank=True)
    long_because = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=18, choices=MeetingState.choices, default=MeetingState.PLANNED)
    cancelled_because = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    facilitators = models.ManyToManyField(Person, blank=True, related_name="+")
    planned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # a twin was asked at least once: only then does a page look for the rows of `JointMeeting`
    opened = models.BooleanField(default=False)

    objects = MeetingQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="meetings_end_after_start"),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(audience="group"), name="meetings_group_has_its_audience"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-starts_at", "-id"], name="meetings_by_date"),
            models.Index(fields=["state", "ends_at"], name="meetings_ahead"),
        ]

    @property
    def minutes_planned(self) -> int:
        """Length in minutes."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def local_start(self) -> datetime:
        """The start on the clocks of the place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def is_apart(self) -> bool:
        """Read by its own circle alone: a working group, or the leads of the groups."""
        return self.audience not in Audience.open()

    @property
    def has_happened(self) -> bool:
        return self.state in HAPPENED

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD


class AgendaItem(Thing, Translatable):
    """One point of the agenda: what, how long, with whom, in which order."""

    translatable: ClassVar[tuple[str, ...]] = ("title",)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind.choices, default=ItemKind.TOPIC)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="meetings_item_minutes")]
        indexes = [models.Index(fields=["meeting", "position"], name="meetings_agenda")]


class Document(Thing):
    """A file that belongs to the meeting: a hand-out, slides."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=2, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
