"""Who was there: by name, by organisation, or counted; and the signed sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from palabre.communities.models import Organisation
from palabre.files.models import StoredFile
from palabre.kit.bases import Thing
from palabre.meetings.choices import AgeBand, AttendeeKind, Gender, Precision, Presence, Source, Unit
from palabre.meetings.models.meeting import Meeting
from palabre.meetings.models.replies import Guest
from palabre.people.models import Person

TOOK_PART = (Presence.PRESENT, Presence.REMOTE)


class Attendance(Thing):
    """One line of the sheet: a member, an invited guest, or a name; with the organisation she came for.

    `name_key` is the digest of the folded name and organisation of a line without account or invitation, so that the
    same person typed twice, or imported twice, is one line.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances")
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances")
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=64, blank=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    organisation_label = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=8, choices=AttendeeKind.choices, default=AttendeeKind.MEMBER)
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.PRESENT)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.WEB)
    gender = models.CharField(max_length=8, choices=Gender.choices, default=Gender.UNSAID)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, default=AgeBand.UNSAID)
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_attends_once"),
            models.UniqueConstraint(fields=["meeting", "guest"], name="meetings_guest_attends_once"),
            models.UniqueConstraint(
                fields=["meeting", "name_key"], condition=~Q(name_key=""), name="meetings_name_attends_once"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "presence"], name="meetings_present")]

    @property
    def took_part(self) -> bool:
        return self.presence in TOOK_PART


class CountedLine(Thing):
    """People or organisations counted without names; the figure keeps its precision word (INV-35)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="counted_lines")
    label = models.CharField(max_length=160)
    unit = models.CharField(max_length=14, choices=Unit.choices, default=Unit.PEOPLE)
    value = models.PositiveIntegerField()
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.EXACT)
    note = models.CharField(max_length=240, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")


class CountedSplit(models.Model):
    """A part of a counted line: how many of one gender, or of one age band."""

    line = models.ForeignKey(CountedLine, on_delete=models.CASCADE, related_name="splits")
    gender = models.CharField(max_length=8, choices=Gender.choices, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "gender", "age_band"], name="meetings_split_once"),
            models.CheckConstraint(
                condition=(Q(gender="") & ~Q(age_band="")) | (~Q(gender="") & Q(age_band="")),
                name="meetings_split_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"split {self.pk}"


class SignedSheet(Thing):
    """The scan of the sheet that people signed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="signed_sheets")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=240, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
