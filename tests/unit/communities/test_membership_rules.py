"""Who reads invitations and places, and who leaves: each condition by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.choices import CommunityKind, MembershipState, Role
from palabre.communities.models import Community, Invitation, Membership
from palabre.communities.rules import (
    can_add_organisation,
    can_leave,
    can_see_invitations,
    can_view_membership,
    can_withdraw_invitation,
    coordinated_communities,
    visible_invitations,
    visible_memberships,
)
from palabre.kit.ids import digest, new_id
from palabre.people.models import Person
from tests.factories import make_community
from tests.personas import Cast


def invitation_to(community: Community, role: str = "") -> Invitation:
    return Invitation.objects.create(
        community=community, email="x@example.org", role=role, digest=digest(new_id()),
        expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip


def readers(cast: Cast, invitation: Invitation) -> set[str]:
    return {name for name, one in cast.everyone().items() if invitation in visible_invitations(one)}


def test_who_reads_which_invitation(cast: Cast) -> None:
    alone = make_community("Seule", kind=CommunityKind.COMMUNITY)
    table = {
        (cast.here, ""): {"coordinator"},
        (cast.here, Role.FACILITATOR): {"coordinator"},
        (cast.here, Role.COORDINATOR): {"coordinator", "steward"},
        (cast.network, ""): {"steward"},
        (cast.network, Role.STEWARD): {"steward", "keeper"},
        (alone, Role.COORDINATOR): {"keeper"},
        (alone, Role.FACILITATOR): set(),
        (cast.there, ""): {"outsider"},
    }
    for (community, role), names in table.items():
        assert readers(cast, invitation_to(community, role)) == names, (community.name, role)


def test_where_somebody_coordinates_or_cares(cast: Cast) -> None:
    found = {name: set(coordinated_communities(one)) for name, one in cast.everyone().items()}
    assert found["coordinator"] == {cast.here}
    assert found["steward"] == {cast.network}
    assert found["outsider"] == {cast.there}
    assert not found["facilitator"]
    assert can_see_invitations(cast.person("steward"), cast.network)
    assert not can_see_invitations(cast.person("steward"), cast.here)
    assert can_add_organisation(cast.person("steward"), cast.network)


@pytest.mark.parametrize("field", ["accepted_at", "withdrawn_at"])
def test_what_was_used_or_taken_back_is_not_taken_back(cast: Cast, field: str) -> None:
    row = invitation_to(cast.here)
    assert can_withdraw_invitation(cast.person("coordinator"), row)
    assert not can_withdraw_invitation(cast.person("facilitator"), row)
    setattr(row, field, timezone.now())
    assert "no longer open" in str(can_withdraw_invitation(cast.person("coordinator"), row).why)


@pytest.mark.parametrize("state", MembershipState.values)
def test_which_places_are_read_by_whom(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.member, community=cast.here).update(state=state)
    place = Membership.objects.select_related("person").get(person=cast.member, community=cast.here)
    open_ = state in MembershipState.reading() | MembershipState.shut()
    expected = {"coordinator", "facilitator", "member"} if open_ else set()
    for name, one in cast.everyone().items():
        assert bool(can_view_membership(one, place)) == (name in expected), name
        assert (place in visible_memberships(one)) == (name in expected), name


def test_a_locked_account_is_in_no_list_and_no_page(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(is_active=False)
    place = Membership.objects.select_related("person").get(person=cast.member, community=cast.here)
    for name in ("coordinator", "facilitator"):
        assert place not in visible_memberships(cast.person(name))
        assert not can_view_membership(cast.person(name), place)


@pytest.mark.parametrize("state", MembershipState.values)
def test_from_which_place_one_leaves(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.member, community=cast.here).update(state=state)
    place = Membership.objects.get(person=cast.member, community=cast.here)
    stays = MembershipState.over() | {MembershipState.EXCLUDED}
    assert bool(can_leave(cast.person("member"), place)) == (state not in stays)
    assert not can_leave(cast.person("coordinator"), place)


def test_the_last_who_leads_leaves_a_closed_community(cast: Cast) -> None:
    place = Membership.objects.get(person=cast.coordinator, community=cast.here)
    assert not can_leave(cast.person("coordinator"), place)
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    place = Membership.objects.get(person=cast.coordinator, community=cast.here)
    assert can_leave(cast.person("coordinator"), place)
