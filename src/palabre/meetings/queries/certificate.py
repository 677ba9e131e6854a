"""The certificate of attendance of one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from palabre.kit.dates import long_date, span
from palabre.languages.queries import best_words, load_halves
from palabre.meetings.choices import Presence
from palabre.meetings.models import Attendance
from palabre.meetings.queries.attendance import name_of, organisation_of


@dataclass(frozen=True, slots=True)
class Certificate:
    language: str
    name: str
    organisation: str
    community: str
    title: str
    when: str
    presence: str
    length: str
    sentence: str
    made: str


def certificate_of(attendance: Attendance, language: str) -> Certificate:
    """Inside `override(language)`. Two or three queries."""
    meeting = attendance.meeting
    load_halves([one for one in (meeting, meeting.community) if one.source_language != language])
    name, house = name_of(attendance, meeting), organisation_of(attendance)
    community = best_words(meeting.community, "name", language).text
    whom = f"{name} ({house})" if house else name
    return Certificate(
        language=language,
        name=name,
        organisation=house,
        community=community,
        title=best_words(meeting, "title", language).text,
        when=span(meeting.starts_at, meeting.ends_at, language, meeting.zone),
        presence=str(Presence(attendance.presence).label),
        length=_length(meeting.minutes_planned),
        sentence=gettext("%(community)s certifies that %(whom)s took part in the following meeting.")
        % {"community": community, "whom": whom},
        made=gettext("Made on %(day)s.") % {"day": long_date(timezone.localdate(), language)},
    )


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}] if hours else []
    said += [ngettext("%(number)s minute", "%(number)s minutes", rest) % {"number": rest}] if rest else []
    return " ".join(said)
