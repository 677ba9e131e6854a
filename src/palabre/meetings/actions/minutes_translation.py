"""The other language of the minutes, passage by passage: its words, its decisions, its promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.commitments.actions import translate_commitment
from palabre.commitments.models import Commitment
from palabre.communities.rules import fresh
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.models import Half
from palabre.languages.queries import other, thing_name
from palabre.meetings.actions.minutes import locked_minutes, words_changed
from palabre.meetings.models import Minutes, RecordedDecision, Segment
from palabre.meetings.queries.drafts import draft_key
from palabre.meetings.rules import can_write_minutes
from palabre.people.actions import forget_draft
from palabre.people.models import Person

Translated = Segment | RecordedDecision | Commitment
MOST = {"title": 200, "text": 400, "body": 20_000}


@dataclass(frozen=True, slots=True)
class Said:
    """One field said in the other language, and what the translator had before her eyes: the version of that half
    (0: none; None: she does not say) and the digest of its source."""

    thing: Translated
    field: str
    text: str
    base_version: int | None = None
    source_seen: str | None = None


def translate_passage(*, actor: Person, segment: Segment, said: Sequence[Said]) -> None:
    """Write everything that was translated of one passage, or nothing; then forget the draft of it.

    Raises `Clash` with the half that stands, as `languages.actions.write_half` does.
    """
    with transaction.atomic():
        minutes = locked_minutes(segment.minutes)
        language = other(minutes.source_language)
        require(can_write_minutes(fresh(actor), minutes, language))
        changed = [_write(actor, minutes, segment, words) for words in said]
        if any(changed):
            words_changed(minutes, language, actor)
        forget_draft(actor=actor, form=draft_key(segment, language))


def translate_segment(*, actor: Person, segment: Segment, title: str, body: str) -> None:
    """The same for title and body alone, whatever stood there."""
    said = [Said(segment, "title", title), Said(segment, "body", body)]
    translate_passage(actor=actor, segment=segment, said=said)


def _write(actor: Person, minutes: Minutes, segment: Segment, words: Said) -> bool:
    """Write one field from its source as it stands now; gives whether anything changed."""
    language = other(minutes.source_language)
    text = clean(words.text) if words.field == "body" else one_line(words.text)
    if len(text) > MOST[words.field]:
        most = {"most": MOST[words.field]}
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % most), words.field)
    thing = _here(segment, words.thing)
    before = _version(thing, words.field, language)
    if not getattr(thing, words.field) or (not text and not before):
        return False
    if isinstance(thing, Commitment):
        half = translate_commitment(
            actor=actor,
            commitment=thing,
            text=text,
            base_version=words.base_version,
            source_seen=words.source_seen,
        )
    else:
        half = write_half(
            actor_id=actor.pk,
            thing=thing,
            field=words.field,
            language=language,
            text=text,
            base_version=words.base_version,
            source_seen=words.source_seen,
            community_id=minutes.meeting.community_id,
        )
    return half.version != before


def _here(segment: Segment, thing: Translated) -> Translated:
    """The row as it stands now, if it belongs to this passage. Raises Refused."""
    found: Translated | None
    if isinstance(thing, Commitment):
        found = Commitment.objects.filter(taken_at__segment=segment, pk=thing.pk).first()
    elif isinstance(thing, RecordedDecision):
        found = RecordedDecision.objects.filter(segment=segment, pk=thing.pk).first()
    else:
        found = Segment.objects.filter(pk=segment.pk).first() if thing.pk == segment.pk else None
    if found is None:
        raise Refused(no(_("This no longer belongs to the passage. Open the page again.")))
    return found


def _version(thing: Translated, field: str, language: str) -> int:
    rows = Half.objects.filter(thing=thing_name(thing), thing_id=thing.pk, field=field, language=language)
    return rows.values_list("version", flat=True).first() or 0
