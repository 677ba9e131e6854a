"""Writing the minutes: one passage for each point, every version kept, nobody's words lost."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import copy_halves, write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.queries import halves_of, other
from palabre.meetings.choices import ItemKind, MeetingState, MinutesState
from palabre.meetings.models import AgendaItem, Meeting, Minutes, MinutesLanguage, Segment, SegmentVersion
from palabre.meetings.queries.drafts import draft_key
from palabre.meetings.rules import can_start_minutes, can_write_minutes
from palabre.people.actions import forget_draft
from palabre.people.models import Person

# The title of the one passage of minutes without an agenda: content in both languages, whoever starts them.
FREE = {"fr": "Ce qui s’est dit", "en": "What was said"}
TWO_WRITERS = _("Somebody else changed this passage while you were writing. Both versions are below.")


def start_minutes(*, actor: Person, meeting: Meeting, language: str | None = None) -> Minutes:
    """Open the minutes: one passage for each point of the agenda, breaks left out; a free one if there is no point."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("community").get(pk=meeting.pk)
        require(can_start_minutes(fresh(actor), meeting))
        source = language if language in LANGUAGES else meeting.source_language
        minutes = Minutes.objects.create(meeting=meeting, source_language=source, started_by=actor)
        for code in LANGUAGES:
            MinutesLanguage.objects.create(minutes=minutes, language=code)
        items = list(meeting.items.exclude(kind=ItemKind.BREAK).order_by("position", "pk"))
        for position, item in enumerate(items, start=1):
            _open_passage(actor, minutes, item, position)
        if not items:
            _free_passage(actor, minutes)
        meeting.state, meeting.changed_at = MeetingState.MINUTES_DRAFT, timezone.now()
        meeting.save(update_fields=["state", "changed_at"])
        tell("meetings.minutes_started", actor, minutes, language=source)
    return minutes


def add_segment(*, actor: Person, minutes: Minutes, title: str) -> Segment:
    """One more passage at the end, for what the agenda did not foresee."""
    with transaction.atomic():
        minutes = locked_minutes(minutes)
        require(can_write_minutes(fresh(actor), minutes, minutes.source_language))
        last = minutes.segments.order_by("-position").values_list("position", flat=True).first() or 0
        segment = Segment.objects.create(
            minutes=minutes, position=last + 1, title=checked_title(title), source_language=minutes.source_language
        )
        words_changed(minutes, minutes.source_language, actor)
        tell("meetings.segment_added", actor, minutes, segment=segment.pk)
    return segment


def write_segment(*, actor: Person, segment: Segment, title: str, body: str, base_version: int) -> Segment:
    """Publish the words of one passage as a new version, and forget the draft of them.

    `base_version` is the version the writer began from. If another one stands and the words differ: `Clash`, with
    what stands now; nothing is written.
    """
    with transaction.atomic():
        minutes = locked_minutes(segment.minutes)
        segment = Segment.objects.get(pk=segment.pk)
        require(can_write_minutes(fresh(actor), minutes, minutes.source_language))
        title, body = checked_title(title), clean(body)
        if (segment.title, segment.body) != (title, body):
            if segment.version != base_version:
                raise Clash(no(TWO_WRITERS), segment)
            _write_version(actor, segment, title, body)
            words_changed(minutes, minutes.source_language, actor)
            tell("meetings.segment_written", actor, minutes, segment=segment.pk, version=segment.version)
        forget_draft(actor=actor, form=draft_key(segment))
    return segment


def locked_minutes(minutes: Minutes) -> Minutes:
    """The gate of every change to these minutes: one at a time, until the end of the transaction."""
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__community")
    return rows.get(pk=minutes.pk)


def words_changed(minutes: Minutes, language: str, actor: Person) -> None:
    """What was proposed or approved in one language is no longer what stands there: a new version begins."""
    row = MinutesLanguage.objects.get(minutes=minutes, language=language)
    if row.state not in (MinutesState.PROPOSED, MinutesState.APPROVED):
        return
    amended = row.state == MinutesState.APPROVED
    row.version += 1
    row.approved_at = None
    if amended:
        row.state = MinutesState.AMENDED
    row.save(update_fields=["version", "approved_at", "state"])
    if amended:
        tell("meetings.minutes_amended", actor, minutes, language=language, version=row.version)


def tell(kind: str, actor: Person, minutes: Minutes, **facts: Any) -> None:
    """One line in the journal about these minutes."""
    record(
        kind,
        actor_id=actor.pk,
        community_id=minutes.meeting.community_id,
        subject="minutes",
        subject_id=minutes.pk,
        meeting=minutes.meeting_id,
        **facts,
    )


def checked_title(title: str) -> str:
    """One line of 200 characters at most. Raises Refused."""
    title = one_line(title)
    if not title:
        raise Refused(no(_("Give the passage a title.")), "title")
    if len(title) > 200:
        raise Refused(no(_("200 characters at most. Please shorten the title.")), "title")
    return title


def _write_version(actor: Person, segment: Segment, title: str, body: str) -> None:
    segment.title, segment.body, segment.version = title, body, segment.version + 1
    segment.changed_by, segment.changed_at = actor, timezone.now()
    segment.save(update_fields=["title", "body", "version", "changed_by", "changed_at"])
    SegmentVersion.objects.create(segment=segment, version=segment.version, title=title, body=body, author=actor)


def _open_passage(actor: Person, minutes: Minutes, item: AgendaItem, position: int) -> None:
    """The title of the point becomes the title of the passage, in the language of the minutes where it exists."""
    source, title, turned = minutes.source_language, item.title, None
    if item.source_language != source:
        turned = halves_of(item).get(("title", source))
        title = turned.text if turned and turned.text else item.title
    segment = Segment.objects.create(minutes=minutes, item=item, position=position, title=title, source_language=source)
    if item.source_language == source:
        copy_halves(source=item, target=segment, fields={"title": "title"})
    elif turned and turned.text:
        _write_title(actor, minutes, segment, item.title)


def _free_passage(actor: Person, minutes: Minutes) -> None:
    source = minutes.source_language
    segment = Segment.objects.create(minutes=minutes, position=1, title=FREE[source], source_language=source)
    _write_title(actor, minutes, segment, FREE[other(source)])


def _write_title(actor: Person, minutes: Minutes, segment: Segment, text: str) -> None:
    write_half(
        actor_id=actor.pk,
        thing=segment,
        field="title",
        language=other(minutes.source_language),
        text=text,
        state=HalfState.IN_REVIEW,
        community_id=minutes.meeting.community_id,
    )
