"""What the actions on groups share: the locks, the entry they leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.groups.models import WorkingGroup
from palabre.journal.actions import record
from palabre.kit.verdict import no
from palabre.people.models import Person

TWO_WRITERS = no(_("Somebody else changed this text while you were writing. Theirs stands below yours."))


def locked_group(group: WorkingGroup | int) -> WorkingGroup:
    """Whatever changes a group begins with its row."""
    key = group if isinstance(group, int) else group.pk
    rows = WorkingGroup.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=key)


def locked_community(community: Community) -> Community:
    """Whatever forms the groups of a community begins with its row: places are counted under it."""
    return Community.objects.select_for_update().get(pk=community.pk)


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
