"""Where a person belongs and what she holds there: read once, asked many times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, MembershipState, Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.risk import Protection, strictest
from palabre.kit.prepared import Prepared
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.people.models import Keeper, Person


@dataclass(slots=True)
class Standing:
    """Where a person belongs and what she holds there: two queries, then plain look-ups."""

    levels: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, int | None] = field(default_factory=dict)
    paused: frozenset[int] = frozenset()
    unsigned: frozenset[int] = frozenset()
    shut: frozenset[int] = frozenset()
    risks: dict[int, str] = field(default_factory=dict)
    grants: list[tuple[int, str, datetime | None]] = field(default_factory=list)

    def roles(self, community_id: int) -> set[str]:
        """The roles held in one community at this very moment; none before a signature, none under suspension."""
        if community_id in self.unsigned or community_id in self.shut:
            return set()
        now = timezone.now()
        return {role for where, role, ends in self.grants if where == community_id and (ends is None or ends > now)}

    def is_member(self, community_id: int) -> bool:
        """Belongs there and has signed what must be signed (INV-03)."""
        return community_id in self.levels and community_id not in self.unsigned

    def community_ids(self) -> set[int]:
        """Every community that this person reads."""
        return self._with_roles(besides=Role.apart())

    def has_role(self) -> bool:
        """Holds any role anywhere now (a second factor is asked of her, SR-03)."""
        return any(self.roles(where) for where in self._with_roles())

    def protection(self) -> Protection:
        """The strictest of what her communities ask for, those too that she only works for."""
        return strictest(self.risks[where] for where in self._with_roles() if where in self.risks)

    def communities_with(self, *roles: str) -> list[int]:
        """Where she holds one of these roles now."""
        return sorted(pk for pk in self._with_roles() if self.roles(pk) & set(roles))

    def _with_roles(self, besides: frozenset[str] = frozenset()) -> set[int]:
        now = timezone.now()
        held = {where for where, role, ends in self.grants if role not in besides and (ends is None or ends > now)}
        return (set(self.levels) | held) - self.shut


def standing(actor: Person) -> Standing:
    """The standing of a person, remembered on her object for the length of a page."""
    known: Standing | None = actor.__dict__.get("_standing")
    if known is None:
        known = actor.__dict__["_standing"] = _read_standing(actor)
    return known


def fresh(actor: Person) -> Person:
    """Forget what was remembered: every action begins with this, inside its transaction."""
    actor.__dict__.pop("_standing", None)
    return actor


_KNOWN = sorted(MembershipState.reading() | MembershipState.shut())


def _places(person: int) -> QuerySet[Membership, tuple[int, str, int | None, str, str]]:
    rows = Membership.objects.filter(person_id=person, state__in=_KNOWN)
    return rows.values_list("community_id", "level", "organisation_id", "state", "community__risk")


def _grants(person: int, at: datetime) -> QuerySet[RoleGrant, tuple[int, str, datetime | None, str]]:
    rows = RoleGrant.objects.running(at).filter(person_id=person)
    return rows.values_list("community_id", "role", "ends_at", "community__risk")


_PLACES = Prepared(_places, person=int)
_GRANTS = Prepared(_grants, person=int, at=datetime)


def _read_standing(actor: Person) -> Standing:
    if not actor.is_active:
        return Standing()
    places = _PLACES.ask(person=actor.pk)
    grants = _GRANTS.ask(person=actor.pk, at=timezone.now())
    seen = [row for row in places if row[3] not in MembershipState.shut()]
    return Standing(
        levels={where: level for where, level, _org, _state, _risk in seen},
        organisations={where: org for where, _level, org, _state, _risk in seen},
        paused=frozenset(where for where, _level, _org, state, _risk in seen if state == MembershipState.PAUSED),
        unsigned=frozenset(where for where, _l, _org, state, _risk in seen if state in MembershipState.unsigned()),
        shut=frozenset(row[0] for row in places if row[3] in MembershipState.shut()),
        risks={row[0]: row[4] for row in seen} | {row[0]: row[3] for row in grants},
        grants=[(where, role, ends) for where, role, ends, _risk in grants],
    )


def keepers() -> QuerySet[Keeper]:
    """Whoever cares for the instance today."""
    now = timezone.now()
    running = Q(until__isnull=True) | Q(until__gt=now)
    return Keeper.objects.filter(running, since__lte=now, confirmed_at__isnull=False, person__is_active=True)


def keeping(actor: Person) -> QuerySet[Keeper]:
    """The days on which the actor cares for the instance, if today is one of them."""
    return keepers().filter(person=actor)


def is_keeper(actor: Person) -> bool:
    """Cares for the instance today."""
    return keeping(actor).exists()


def holds(actor: Person, community_id: int, *roles: str) -> bool:
    """Has one of these roles there, now."""
    return bool(standing(actor).roles(community_id) & set(roles))


def is_member(actor: Person, community_id: int) -> bool:
    return standing(actor).is_member(community_id)


def is_core(actor: Person, community_id: int) -> bool:
    return standing(actor).levels.get(community_id) == Level.CORE


UNSIGNED = _("First sign the code of conduct. It takes five minutes, and nobody else is told.")
NOT_A_MEMBER = _("This is for the members of the community.")


def may_act(actor: Person, community_id: int) -> Verdict:
    """Write, answer, vote, stand in the directory: members who have signed the current code (INV-03)."""
    known = standing(actor)
    if community_id in known.unsigned:
        return no(UNSIGNED)
    inside = known.is_member(community_id) or known.roles(community_id) - Role.apart()
    return YES if inside else no(NOT_A_MEMBER)


def has_signed(actor: Person, community_id: int) -> Verdict:
    """Refuses only whoever belongs there and has not signed (INV-03); whether she belongs is another question."""
    return no(UNSIGNED) if community_id in standing(actor).unsigned else YES


def may_act_as(actor: Person, community_id: int, why: Text, *roles: str) -> Verdict:
    """Do what these roles do there. Who holds one but has not signed reads that, and not that it is none of hers."""
    if holds(actor, community_id, *roles):
        return YES
    verdict = has_signed(actor, community_id)
    return no(why) if verdict else verdict


def enters_as(community: Community) -> MembershipState:
    """In what state somebody comes in: before her signature where a code asks for one."""
    return MembershipState.APPROVED if community.asks_signature else MembershipState.ACTIVE
