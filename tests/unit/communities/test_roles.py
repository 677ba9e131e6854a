"""Roles are given, laid down, and end; members leave when they want."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.actions import change_level, end_role, grant_role, leave_community
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership, RoleGrant
from palabre.communities.rules import can_view_community, holds
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.factories import grant, join, make_person
from tests.personas import Cast
from tests.races import at_once


def place(cast: Cast, name: str) -> Membership:
    return Membership.objects.get(person=getattr(cast, name), community=cast.here)


def test_a_role_is_given_until_a_day(cast: Cast) -> None:
    until = timezone.now() + timedelta(days=30)
    given = grant_role(
        actor=cast.coordinator, community=cast.here, person=cast.member, role=Role.FACILITATOR, ends_at=until
    )
    assert holds(cast.person("member"), cast.here.pk, Role.FACILITATOR)
    assert given.ends_at == until
    entry = Entry.objects.get(kind="communities.role_granted")
    assert (entry.about_id, entry.subject_id, entry.facts) == (cast.member.pk, given.pk, {"role": "facilitator"})


def test_a_role_is_not_given_for_the_past(cast: Cast) -> None:
    with pytest.raises(Refused) as error:
        grant_role(
            actor=cast.coordinator,
            community=cast.here,
            person=cast.member,
            role=Role.FACILITATOR,
            ends_at=timezone.now(),
        )
    assert error.value.field == "until"


def test_a_right_that_has_ended_meanwhile_is_not_used(cast: Cast) -> None:
    """What was remembered for the page does not count in the action."""
    assert holds(cast.coordinator, cast.here.pk, Role.COORDINATOR)
    RoleGrant.objects.filter(person=cast.coordinator).update(ends_at=timezone.now())
    with pytest.raises(Refused):
        grant_role(actor=cast.coordinator, community=cast.here, person=cast.member, role=Role.FACILITATOR)


def test_a_role_is_laid_down(cast: Cast) -> None:
    mine = RoleGrant.objects.get(person=cast.facilitator)
    end_role(actor=cast.facilitator, grant=mine)
    assert not holds(cast.person("facilitator"), cast.here.pk, Role.FACILITATOR)
    with pytest.raises(Refused):
        end_role(actor=cast.facilitator, grant=mine)


def test_two_coordinators_cannot_both_lay_down(cast: Cast) -> None:
    other = make_person()
    join(other, cast.here)
    second = grant(other, cast.here, Role.COORDINATOR)
    end_role(actor=cast.coordinator, grant=RoleGrant.objects.get(person=cast.coordinator))
    with pytest.raises(Refused):
        end_role(actor=other, grant=second)


def test_leaving_takes_effect_at_once_and_ends_the_roles(cast: Cast) -> None:
    left = leave_community(actor=cast.facilitator, membership=place(cast, "facilitator"))
    assert left.state == MembershipState.LEFT
    assert not can_view_community(cast.person("facilitator"), cast.here)
    assert not RoleGrant.objects.running().filter(person=cast.facilitator).exists()
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"communities.left", "communities.role_ended"} <= kinds
    assert Entry.objects.get(kind="communities.left").facts == {}, "no reason is kept"


def test_the_last_coordinator_does_not_leave(cast: Cast) -> None:
    with pytest.raises(Refused) as error:
        leave_community(actor=cast.coordinator, membership=place(cast, "coordinator"))
    assert "somebody else" in str(error.value.verdict.why)
    assert can_view_community(cast.person("coordinator"), cast.here)


def test_nobody_leaves_for_another(cast: Cast) -> None:
    with pytest.raises(Refused):
        leave_community(actor=cast.coordinator, membership=place(cast, "member"))


def test_the_level_of_a_member_changes(cast: Cast) -> None:
    assert change_level(actor=cast.coordinator, membership=place(cast, "member"), level="core").level == "core"
    with pytest.raises(Refused):
        change_level(actor=cast.facilitator, membership=place(cast, "member"), level="core")


def test_a_closed_account_receives_no_role(cast: Cast) -> None:
    cast.member.is_active = False
    cast.member.save()
    with pytest.raises(Refused, match="closed"):
        grant_role(actor=cast.coordinator, community=cast.here, person=cast.member, role=Role.FACILITATOR)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_who_coordinate_cannot_leave_in_the_same_moment(cast: Cast) -> None:
    second = make_person("Second")
    join(second, cast.here)
    grant(second, cast.here, Role.COORDINATOR)
    ours = RoleGrant.objects.filter(community=cast.here, role=Role.COORDINATOR)
    calls = [lambda row=row: end_role(actor=row.person, grant=row) for row in ours.select_related("person")]
    assert sum(isinstance(one, Refused) for one in at_once(calls)) == 1
    assert ours.running().count() == 1


def test_somebody_whose_account_is_closed_does_not_lead_on(cast: Cast) -> None:
    second = make_person("Second", is_active=False)
    grant(second, cast.here, Role.COORDINATOR)
    with pytest.raises(Refused, match="last person"):
        end_role(actor=cast.coordinator, grant=RoleGrant.objects.get(person=cast.coordinator))
