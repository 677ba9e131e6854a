"""In whose names a version is approved: three different people; two only where the community has no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.communities.rules import may_act_as, standing
from palabre.groups.models import GroupMembership
from palabre.groups.rules.circles import in_group
from palabre.journal.models import Entry
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.money.choices import Approver, VersionState
from palabre.money.models import Budget, BudgetApproval, BudgetVersion
from palabre.money.rules.budgets import CLOSED, NO_APPROVER, NOT_HANDED_IN, OF_THE_GROUP, WATCHERS
from palabre.money.rules.sums import in_work
from palabre.people.models import Person

# DOMAIN.md §3: three different people†, never fewer than two
WANTED, LEAST = 3, 2
ROLE_OF = {Approver.COORDINATION: Role.COORDINATOR, Approver.MEL: Role.MEL, Approver.TREASURY: Role.TREASURER}
NAME_OF = {role.value: name for name, role in ROLE_OF.items()}
OWN = no(_("You handed in this version: other people approve it."))
WROTE = no(_("You wrote in this version: other people approve it."))
ONCE = no(_("You have approved this version already. Each name is given by another person."))
TAKEN = no(_("Somebody else has approved in this name already. The version waits for the other names."))
TOO_FEW = _(
    "Two different people at least approve a budget. Ask whoever names the roles of this community for one more."
)
SOMEBODY_ELSE = _(
    "Nobody outside of the group may approve in this name: %(names)s. Ask for one more person in that role."
)
NOBODY_ELSE = _("Nobody else holds this role here: %(names)s. The approvals of two different people are enough.")
# what somebody did who wrote in a version
WRITING = ("money.line_added", "money.line_written", "money.line_removed", "money.moved", "money.revision_reasoned")
TWO_PEOPLE = _("Only two people hold the three roles here: the approvals of both are enough.")


@dataclass(frozen=True, slots=True)
class Signing:
    """One version: who may still approve in each name, who has, how many approvals put it in force.

    `wanted` is as many different people as the three names can bring together here: three, or two. Somebody in the
    group does not make a name disappear: then another person is named for it. `lacking`: roles that nobody holds.
    `writers` approve nothing of what they wrote.
    """

    able: Mapping[Approver, frozenset[int]]
    given: Mapping[Approver, int | None]
    wanted: int
    lacking: tuple[Approver, ...] = ()
    writers: frozenset[int] = frozenset()

    def left(self) -> int:
        return max(0, self.wanted - len(self.given))

    def open(self) -> dict[Approver, frozenset[int]]:
        """Names that are still to be given, with those who may."""
        return {one: people for one, people in self.able.items() if one not in self.given}

    def sentence(self) -> Text:
        """Why two are enough, or what is in the way; empty where three people may approve."""
        if self.wanted < LEAST:
            return TOO_FEW
        if self.left() > _most_different(self.open()):
            names = [str(one.label) for one, people in self.open().items() if not people]
            return SOMEBODY_ELSE % {"names": ", ".join(names)}
        if self.lacking:
            return NOBODY_ELSE % {"names": ", ".join(str(one.label) for one in self.lacking)}
        return TWO_PEOPLE if self.wanted < WANTED else ""


def writers_of(budget: Budget, version: BudgetVersion) -> frozenset[int]:
    """Whoever began this version, wrote a line of it or handed it in. One query of the journal."""
    rows = Entry.objects.filter(subject="budget", subject_id=budget.pk, kind__in=WRITING)
    told = rows.values_list("actor_id", "facts")
    wrote = {actor for actor, facts in told if facts.get("version") == version.number}
    return frozenset(key for key in (version.written_by_id, version.submitted_by_id, *wrote) if key is not None)


def signing_of(budget: Budget, version: BudgetVersion) -> Signing:
    """Four queries: who wrote it, the roles held today, the group, the approvals given."""
    held = RoleGrant.objects.held().filter(community=budget.community_id, role__in=WATCHERS, person__is_active=True)
    holders: dict[Approver, set[int]] = {one: set() for one in Approver}
    for role, person in held.values_list("role", "person_id"):
        holders[NAME_OF[role]].add(person)
    writers = writers_of(budget, version)
    barred = set(writers)
    if budget.group_id is None:  # the coordination wrote it: whoever did is not counted among the approvers
        holders = {one: people - barred for one, people in holders.items()}
    else:
        inside = GroupMembership.objects.filter(group=budget.group_id, left_at=None)
        barred |= set(inside.values_list("person_id", flat=True))
    approvals = BudgetApproval.objects.filter(version=version).values_list("approver", "by_id")
    given = {Approver(name): person for name, person in approvals}
    barred |= {person for person in given.values() if person is not None}
    return Signing(
        able={one: frozenset(people - barred) for one, people in holders.items()},
        given=given,
        wanted=_most_different(holders),
        lacking=tuple(one for one, people in holders.items() if not people and one not in given),
        writers=writers,
    )


def _most_different(holders: Mapping[Approver, Collection[int]]) -> int:
    """How many of these names can be given by different people."""
    choices = [[None, *sorted(people)[:3]] for people in holders.values()]
    picks = ([one for one in pick if one is not None] for pick in product(*choices))
    return max(len(pick) for pick in picks if len(set(pick)) == len(pick))


def name_for(actor: Person, budget: Budget, signing: Signing) -> Approver | None:
    """In which name this person approves: of hers, the one that leaves the others to most other people."""
    mine = standing(actor).roles(budget.community_id)
    names = [one for one in signing.open() if ROLE_OF[one] in mine]

    def others(name: Approver) -> int:
        return _most_different({one: who - {actor.pk} for one, who in signing.open().items() if one != name})

    return max(names, key=others) if names else None


def can_approve_budget(
    actor: Person, budget: Budget, version: BudgetVersion | None = None, signing: Signing | None = None
) -> Verdict:
    """Coordination, MEL or treasury; not of the group, not who wrote or handed it in, and nobody twice."""
    if budget.closed_at is not None:
        return CLOSED
    if not (verdict := may_act_as(actor, budget.community_id, NO_APPROVER, *WATCHERS)):
        return verdict
    if budget.group is not None and in_group(actor, budget.group):
        return OF_THE_GROUP
    version = version or in_work(budget)
    if version is None or version.state != VersionState.SUBMITTED:
        return NOT_HANDED_IN
    return _may_sign(actor, budget, version, signing or signing_of(budget, version))


def _may_sign(actor: Person, budget: Budget, version: BudgetVersion, signing: Signing) -> Verdict:
    if version.submitted_by_id == actor.pk:
        return OWN
    if actor.pk in signing.writers:
        return WROTE
    if actor.pk in signing.given.values():
        return ONCE
    if name_for(actor, budget, signing) is None:
        return TAKEN
    return YES if signing.wanted >= LEAST else no(TOO_FEW)
