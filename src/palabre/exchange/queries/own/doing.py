"""Of what she did in meetings: answers, attendance, what she wrote under her name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.meetings.models import Attendance, Meeting, Reply, SegmentVersion
from palabre.people.models import Person

MEETING, DAY = _("Meeting"), _("Day")


def replies_of(person: Person) -> Sheet:
    rows = list(Reply.objects.filter(person=person).select_related("meeting").order_by("pk"))
    load_halves([one.meeting for one in rows])
    columns = {"meeting": MEETING, "day": DAY, "answer": _("My answer"), "needs": _("What I need")}
    found = [(_title(one.meeting), one.meeting.starts_at, one.get_answer_display(), one.needs) for one in rows]
    return sheet("replies", _("My answers to meetings"), columns, found)


def attendance_of(person: Person) -> Sheet:
    rows = list(Attendance.objects.filter(person=person).select_related("meeting", "organisation").order_by("pk"))
    load_halves([one.meeting for one in rows])
    columns = {
        "meeting": MEETING, "day": DAY, "presence": _("Presence"), "organisation": _("Organisation"),
        "gender": _("Gender"), "age": _("Age"),
    }  # fmt: skip
    found = [
        (
            _title(one.meeting), one.meeting.starts_at, one.get_presence_display(),
            one.organisation.name if one.organisation else one.organisation_label,
            one.get_gender_display(), one.get_age_band_display(),
        )
        for one in rows
    ]  # fmt: skip
    return sheet("attendance", _("Meetings I attended"), columns, found)


def named_words_of(person: Person) -> Sheet:
    """Passages of minutes in the versions that she wrote. Anonymous questions and evaluations lead to nobody."""
    rows = SegmentVersion.objects.filter(author=person).select_related("segment__minutes__meeting").order_by("pk")
    found = [(_title(one.segment.minutes.meeting), one.title, one.body, one.version, one.at) for one in rows]
    columns = {"meeting": MEETING, "title": _("Passage"), "text": _("Text"), "version": _("Version"), "when": _("When")}
    return sheet("minutes", _("What I wrote in minutes"), columns, found)


def _title(meeting: Meeting) -> str:
    return best_words(meeting, "title", page_language()).text
