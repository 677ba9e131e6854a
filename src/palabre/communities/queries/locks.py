"""The locked accounts of a community."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership
from palabre.communities.queries.naming import called
from palabre.communities.rules.locks import may_check, visible_locks
from palabre.kit.verdict import Verdict
from palabre.people.models import LockEvent, Person


@dataclass(frozen=True, slots=True)
class Locked:
    """One account: by what name it is known here, and whether the reader may confirm."""

    lock: LockEvent
    name: str
    verdict: Verdict


def locked_accounts(actor: Person, community: Community) -> list[Locked]:
    """Those that are shut now, the latest first."""
    rows = visible_locks(actor, community).select_related("person").order_by("-locked_at", "-pk")
    return [Locked(lock, called(lock.person, community), may_check(lock)) for lock in rows]


def communities_of(person_id: int | None) -> list[int]:
    """The keys of the communities in which she has a place."""
    rows = Membership.objects.filter(person_id=person_id or 0, state__in=MembershipState.reading())
    return list(rows.order_by("community_id").values_list("community_id", flat=True))
