"""What the actions on groups share: the locks, the words they check, the entry they leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.groups.models import WorkingGroup
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, no
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.models import Translatable
from palabre.languages.queries import other, words
from palabre.people.models import Person

TOO_LONG = _("%(most)s characters at most; there are %(number)s. Please shorten the text.")
TWO_WRITERS = no(_("Somebody else changed this text while you were writing. Theirs stands below yours."))


def locked_group(group: WorkingGroup | int) -> WorkingGroup:
    """Whatever changes a group begins with its row."""
    key = group if isinstance(group, int) else group.pk
    rows = WorkingGroup.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=key)


def locked_community(community: Community) -> Community:
    """Whatever forms the groups of a community begins with its row: places are counted under it."""
    return Community.objects.select_for_update().get(pk=community.pk)


def checked(text: str, field: str, most: int, empty: str = "", *, line: bool = False) -> str:
    """Clean, present unless `empty` is "", and short enough. Raises Refused beside the field."""
    said = one_line(text) if line else clean(text)
    if not said and empty:
        raise Refused(no(empty), field)
    if len(said) > most:
        raise Refused(no(TOO_LONG % {"most": most, "number": len(said)}), field)
    return said


def write_other(by: Person, thing: Translatable, field: str, text: str, community_id: int) -> None:
    """The other half, if it says something new: it waits for the yes that its whole gets."""
    language = other(thing.source_language)
    found = words(thing, field, language)
    if not text or (text == found.text and not found.outdated):
        return
    write_half(
        actor_id=by.pk, thing=thing, field=field, language=language, text=text, state=HalfState.IN_REVIEW,
        community_id=community_id,
    )  # fmt: skip


def tell(kind: str, actor: Person | None, group: WorkingGroup, **wanted: Any) -> None:
    """One entry about a group, or about something of it (`subject`, `subject_id`)."""
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=group.community_id,
        subject=wanted.pop("subject", "group"),
        subject_id=wanted.pop("subject_id", group.pk),
        about_id=wanted.pop("about_id", None),
        **wanted,
    )
