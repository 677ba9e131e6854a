"""Places that end without anybody moving them: who left the community, who was erased."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from palabre.communities.models import Membership
from palabre.groups.actions.sharing_out import end_place
from palabre.groups.models import GroupMembership, Preference
from palabre.people.models import Person


def end_places_left() -> int:
    """Whoever left the community has left her group: it counts so at once, and is written down here. Gives their number."""
    here = Membership.objects.taken().filter(person=OuterRef("person"), community=OuterRef("community"))
    rows = GroupMembership.objects.filter(~Exists(here), left_at=None).select_related("group")
    ended = 0
    for place in rows.order_by("pk"):
        with transaction.atomic():
            ended += end_place(None, place)
    return ended


def erase_group_places(*, person: Person) -> None:
    """Her places end, so that her groups hear if nobody leads them; what she preferred goes. The net cuts the rest."""
    with transaction.atomic():
        rows = GroupMembership.objects.filter(person=person, left_at=None).select_related("group")
        for place in rows:
            end_place(None, place)
        Preference.objects.filter(person=person).delete()
