"""News is published, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import NewsFor
from palabre.communities.models import Announcement, Community
from palabre.communities.rules.news import can_announce, can_withdraw_announcement
from palabre.communities.rules.standing import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other
from palabre.people.models import Person

TITLE, TEXT = 160, 4000
NO_TITLE = no(_("Give it a title, in one language at least."))
NO_TEXT = no(_("Write the news itself, in the language of the title."))
TOO_LONG = no(_("Please shorten the text."))


def publish_announcement(
    *, actor: Person, community: Community, audience: str, title: Mapping[str, str], text: Mapping[str, str]
) -> Announcement:
    """Tell the community, and those below or above it. Both languages, or one: `{"fr": …, "en": …}`. Raises Refused.

    The language in which the community writes first is the source, where it was written.
    """
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_announce(actor, community, audience), "audience")
        source = _source(community, title, text)
        announcement = Announcement.objects.create(
            community=community, audience=NewsFor(audience), published_by=actor, source_language=source,
            title=one_line(title[source]), text=clean(text[source]),
        )  # fmt: skip
        for field, halves in (("title", title), ("text", text)):
            _other_half(actor, announcement, field, halves.get(other(source), ""))
        _tell("communities.announced", actor, announcement, audience=announcement.audience)
    return announcement


def withdraw_announcement(*, actor: Person, announcement: Announcement) -> Announcement:
    """Take it back: from this moment on nobody reads it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
        require(can_withdraw_announcement(actor, announcement))
        announcement.withdrawn_at = timezone.now()
        announcement.save(update_fields=["withdrawn_at"])
        _tell("communities.announcement_withdrawn", actor, announcement)
    return announcement


def _source(community: Community, title: Mapping[str, str], text: Mapping[str, str]) -> str:
    """The language of the source: the community's own if it has a title, otherwise the other one."""
    first = community.source_language
    source = first if one_line(title.get(first, "")) else other(first)
    if not one_line(title.get(source, "")):
        raise Refused(NO_TITLE, f"title_{first}")
    if not clean(text.get(source, "")):
        raise Refused(NO_TEXT, f"text_{source}")
    for language in (source, other(source)):
        if len(title.get(language, "")) > TITLE:
            raise Refused(TOO_LONG, f"title_{language}")
        if len(text.get(language, "")) > TEXT:
            raise Refused(TOO_LONG, f"text_{language}")
    return source


def _other_half(actor: Person, announcement: Announcement, field: str, text: str) -> None:
    """Whoever coordinates answers for both languages: no second approval is asked."""
    if clean(text):
        write_half(
            actor_id=actor.pk,
            thing=announcement,
            field=field,
            language=other(announcement.source_language),
            text=clean(text),
            state=HalfState.APPROVED,
            community_id=announcement.community_id,
        )


def _tell(kind: str, actor: Person, announcement: Announcement, **facts: Any) -> None:
    record(
        kind,
        actor_id=actor.pk,
        community_id=announcement.community_id,
        subject="announcement",
        subject_id=announcement.pk,
        **facts,
    )
