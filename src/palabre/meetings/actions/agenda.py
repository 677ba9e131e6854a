"""The agenda: points in order, in both languages; what is still promised returns first, by itself."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from palabre.commitments.models import Commitment
from palabre.communities.rules import fresh
from palabre.kit.text import one_line
from palabre.kit.verdict import require
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.actions.frame import refuse
from palabre.meetings.choices import ItemKind
from palabre.meetings.models import AgendaItem, Meeting
from palabre.meetings.rules import can_change_agenda
from palabre.people.models import Person

COMMITMENTS_TITLE = gettext_lazy("Follow-up of commitments")
COMMITMENTS_MINUTES = 15
ITEMS_AT_MOST = 60


def add_item(
    *,
    actor: Person,
    meeting: Meeting,
    title: str,
    minutes: int,
    kind: str = ItemKind.TOPIC,
    source_language: str = "fr",
    other_title: str = "",
    owner: Person | None = None,
    owner_label: str = "",
) -> AgendaItem:
    """Add a point at the end. The first one brings the commitments that are still open before it."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_change_agenda(fresh(actor), meeting))
        if meeting.items.count() >= ITEMS_AT_MOST:
            refuse(_("An agenda holds %(number)s points at most.") % {"number": ITEMS_AT_MOST})
        bring_commitments_back(actor=actor, meeting=meeting)
        last = meeting.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(
            meeting=meeting, position=last + 1, kind=ItemKind(kind), source_language=source_language, owner=owner
        )
        _fill(item, title, minutes, owner_label)
        item.save()
        _write_other(actor, item, other_title)
        tell("meetings.item_added", actor, meeting, item=item.pk)
    return item


def change_item(
    *,
    actor: Person,
    item: AgendaItem,
    title: str,
    minutes: int,
    kind: str | None = None,
    other_title: str | None = None,
    owner: Person | None = None,
    owner_label: str = "",
) -> AgendaItem:
    """Change a point. A changed title makes its other half outdated, unless that one is given too."""
    with transaction.atomic():
        meeting = locked(item.meeting)
        require(can_change_agenda(fresh(actor), meeting))
        item = meeting.items.select_for_update().get(pk=item.pk)
        item.owner = owner
        if kind and item.kind != ItemKind.COMMITMENTS:
            item.kind = ItemKind(kind)
        _fill(item, title, minutes, owner_label)
        item.save(update_fields=["kind", "title", "minutes", "owner", "owner_label"])
        _write_other(actor, item, other_title or "")
        tell("meetings.item_changed", actor, meeting, item=item.pk)
    return item


def remove_item(*, actor: Person, item: AgendaItem) -> None:
    """Take a point off the agenda; the follow-up of commitments stays while any is open."""
    with transaction.atomic():
        meeting = locked(item.meeting)
        require(can_change_agenda(fresh(actor), meeting))
        if item.kind == ItemKind.COMMITMENTS and _open_commitments(meeting):
            refuse(_("Commitments are still open: this point stays. You can move it or make it shorter."))
        tell("meetings.item_removed", actor, meeting, item=item.pk)
        meeting.items.filter(pk=item.pk).delete()


def reorder(*, actor: Person, item: AgendaItem, direction: Literal["up", "down"]) -> None:
    """Exchange a point with the one before or after it; at an end, nothing happens."""
    with transaction.atomic():
        meeting = locked(item.meeting)
        require(can_change_agenda(fresh(actor), meeting))
        items = list(meeting.items.order_by("position", "pk"))
        here = next(place for place, one in enumerate(items) if one.pk == item.pk)
        there = here + (-1 if direction == "up" else 1)
        if not 0 <= there < len(items):
            return
        items[here], items[there] = items[there], items[here]
        for position, one in enumerate(items, start=1):
            one.position = position
        AgendaItem.objects.bulk_update(items, ["position"])
        tell("meetings.agenda_reordered", actor, meeting, item=item.pk)


def bring_commitments_back(*, actor: Person | None, meeting: Meeting) -> AgendaItem | None:
    """Open commitments return as the first point, once; the caller has asked its rule and holds the meeting."""
    if meeting.items.filter(kind=ItemKind.COMMITMENTS).exists() or not _open_commitments(meeting):
        return None
    language = meeting.source_language
    meeting.items.update(position=F("position") + 1)
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=1,
        kind=ItemKind.COMMITMENTS,
        title=_said_in(language),
        source_language=language,
        minutes=COMMITMENTS_MINUTES,
    )
    write_half(
        actor_id=actor.pk if actor else None,
        thing=item,
        field="title",
        language=other(language),
        text=_said_in(other(language)),
        state=HalfState.APPROVED,
        community_id=meeting.community_id,
    )
    tell("meetings.commitments_returned", actor, meeting, item=item.pk)
    return item


def _said_in(language: str) -> str:
    with override(language):
        return str(COMMITMENTS_TITLE)


def _open_commitments(meeting: Meeting) -> bool:
    return Commitment.objects.still_open().filter(community_id=meeting.community_id).exists()


def _fill(item: AgendaItem, title: str, minutes: int, owner_label: str) -> None:
    item.title, item.minutes, item.owner_label = one_line(title), minutes, one_line(owner_label)
    if not item.title:
        refuse(_("Give this point a title, in French or in English."), f"title_{item.source_language}")
    if not 1 <= minutes <= 24 * 60:
        refuse(_("A point lasts between one minute and one day."), "minutes")


def _write_other(actor: Person, item: AgendaItem, text: str) -> None:
    text = one_line(text)
    if text:
        write_half(
            actor_id=actor.pk,
            thing=item,
            field="title",
            language=other(item.source_language),
            text=text,
            state=HalfState.IN_REVIEW,
            community_id=item.meeting.community_id,
        )
