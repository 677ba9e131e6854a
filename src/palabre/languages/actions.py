"""Writing the other half. The room that owns the text has asked its own rule before it calls."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import YES, Clash, Refused, Verdict, no, require
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Half, Translatable, source_digest
from palabre.languages.queries import halves_of, load_halves, other, thing_name, words

TWO_WRITERS = _("Somebody else changed this text while you were writing. Both versions are below.")
FROZEN = no(_("This text is published: it can no longer be changed. Begin a new version."))
SOURCE_MOVED = _("The source has changed since you opened this page. Read it again, then save your text.")


def write_half(
    *,
    actor_id: int | None,
    thing: Translatable,
    field: str,
    language: str,
    text: str,
    state: str = HalfState.DRAFT,
    base_version: int | None = None,
    source_seen: str | None = None,
    community_id: int | None = None,
) -> Half:
    """Write one field of a thing in its other language, made from the source as it is now.

    `base_version` is the version the writer had before her eyes (0: none); another one raises `Clash`.
    `source_seen` is the digest of the source she read; if it has changed since, `Clash` too, so that a translation
    is never taken for newer than it is. An unchanged text made from an unchanged source keeps its state.
    """
    _require_other_language(thing, field, language)
    text, source = clean(text), getattr(thing, field)
    with transaction.atomic():
        require(still_open(thing))
        half = _locked_half(thing, field, language)
        if base_version is not None and base_version != half.version and half.text != text:
            raise Clash(no(TWO_WRITERS), half)
        if source_seen is not None and source_seen != source_digest(source):
            raise Clash(no(SOURCE_MOVED), half)
        if _says_the_same(half, text, source, state):
            return half
        half.text, half.state, half.version = text, state, half.version + 1
        half.source_text, half.source_digest = source, source_digest(source)
        half.written_by_id, half.approved_by_id, half.changed_at = actor_id, None, timezone.now()
        half.save()
        _tell("languages.half_written", actor_id, half, community_id)
    thing.__dict__.pop("_halves", None)
    return half


def still_open(thing: Translatable) -> Verdict:
    """No word of a frozen text is written, whichever room asks."""
    return FROZEN if thing.is_frozen() else YES


def _says_the_same(half: Half, text: str, source: str, state: str) -> bool:
    """Nothing to write; a row that was only made to be locked goes again."""
    if not half.version and not text:
        half.delete()
        return True
    return half.text == text and half.source_digest == source_digest(source) and half.state == state


def _locked_half(thing: Translatable, field: str, language: str) -> Half:
    """The row, locked; created empty with version 0 if nobody has written it (the unique key settles a race)."""
    half, _created = Half.objects.select_for_update().get_or_create(
        thing=thing_name(thing),
        thing_id=thing.pk,
        field=field,
        language=language,
        defaults={"version": 0, "text": "", "source_text": "", "source_digest": ""},
    )
    return half


def approve_half(
    *,
    actor_id: int,
    thing: Translatable,
    field: str,
    language: str,
    version: int | None = None,
    community_id: int | None = None,
) -> Half:
    """Approve one half, as it was in `version`. Refused to the person who wrote it, and while it is outdated."""
    with transaction.atomic():
        require(still_open(thing))
        half = (
            Half.objects.select_for_update()
            .filter(thing=thing_name(thing), thing_id=thing.pk, field=field, language=language)
            .exclude(text="")
            .first()
        )
        if half is None:
            raise Refused(no(_("There is no translation to approve yet.")))
        if half.written_by_id == actor_id:
            require(no(_("Somebody else than the person who translated must approve.")))
        if half.source_digest != source_digest(getattr(thing, field)):
            require(no(_("The source has changed since. Bring the translation up to date first.")))
        if version is not None and version != half.version:
            raise Clash(no(_("The translation has changed since you read it. Please read it again.")), half)
        half.state, half.approved_by_id = HalfState.APPROVED, actor_id
        half.save(update_fields=["state", "approved_by_id"])
        _tell("languages.half_approved", actor_id, half, community_id)
    thing.__dict__.pop("_halves", None)
    return half


def approve_halves(*, actor_id: int, things: Iterable[Translatable], language: str) -> int:
    """Mark every current half of a whole as approved, when the whole was approved by its own rule; gives their number.

    A half whose source has changed stays as it is.
    """
    rows = list(things)
    load_halves(rows)
    current = [
        half.pk
        for thing in rows
        for (field, where), half in halves_of(thing).items()
        if where == language and half.text and half.source_digest == source_digest(getattr(thing, field))
    ]
    pending = Half.objects.filter(pk__in=current).exclude(state=HalfState.APPROVED)
    approved = pending.update(state=HalfState.APPROVED, approved_by_id=actor_id)
    load_halves(rows)
    return approved


def copy_halves(*, source: Translatable, target: Translatable, fields: dict[str, str]) -> None:
    """Give a new thing the halves of another one whose words it took over; `fields` is source field → target field."""
    wanted = Half.objects.filter(thing=thing_name(source), thing_id=source.pk, field__in=fields).exclude(text="")
    copies = [
        Half(
            thing=thing_name(target),
            thing_id=target.pk,
            field=fields[half.field],
            language=half.language,
            text=half.text,
            state=half.state,
            source_digest=half.source_digest,
            source_text=half.source_text,
            written_by_id=half.written_by_id,
            approved_by_id=half.approved_by_id,
        )
        for half in wanted
    ]
    Half.objects.bulk_create(copies)


def forget_halves(*, thing: Translatable) -> None:
    """Remove the halves of a thing that is being deleted: no foreign key does it."""
    require(still_open(thing))
    Half.objects.filter(thing=thing_name(thing), thing_id=thing.pk).delete()


def write_other(*, actor_id: int, thing: Translatable, field: str, text: str, community_id: int) -> None:
    """The other half, if it says something new: it waits for somebody else's yes. Nothing for an empty text."""
    language = other(thing.source_language)
    found = words(thing, field, language)
    if text and (text != found.text or found.outdated):
        write_half(
            actor_id=actor_id, thing=thing, field=field, language=language, text=text, state=HalfState.IN_REVIEW,
            community_id=community_id,
        )  # fmt: skip


def _require_other_language(thing: Translatable, field: str, language: str) -> None:
    if field not in thing.translatable or language not in LANGUAGES or language == thing.source_language:
        raise ValueError(f"{thing_name(thing)} has no other half for {field} in {language}")


def _tell(kind: str, actor_id: int | None, half: Half, community_id: int | None) -> None:
    record(
        kind,
        actor_id=actor_id,
        community_id=community_id,
        subject=half.thing,
        subject_id=half.thing_id,
        field=half.field,
        language=half.language,
        version=half.version,
    )
