"""Who may do what: personas × verbs, and what is visible is what can be viewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from palabre.communities import rules
from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Invitation, Membership, Organisation, RoleGrant
from palabre.kit.ids import digest
from palabre.kit.verdict import Verdict
from palabre.people.models import Keeper, Person
from tests.factories import grant, join, make_person
from tests.personas import Cast

EVERYONE = [
    "steward",
    "coordinator",
    "facilitator",
    "translator",
    "core",
    "member",
    "second_member",
    "outsider",
    "keeper",
    "nobody",
]


def invitation_to(community: Community, role: str = "") -> Invitation:
    key = f"{community.pk} {role} {Invitation.objects.count()}"
    return Invitation.objects.create(
        community=community,
        email="x@example.org",
        role=role,
        digest=digest(key),
        expires_at=timezone.now() + timedelta(days=1),
    )


VERBS: dict[str, tuple[Callable[[Cast, Person], Verdict], str]] = {
    "view here": (
        lambda c, p: rules.can_view_community(p, c.here),
        "coordinator facilitator translator core member second_member",
    ),
    "view network": (lambda c, p: rules.can_view_community(p, c.network), "steward"),
    "state what here is": (lambda c, p: rules.can_edit_community(p, c.here), "coordinator"),
    "found a network": (lambda c, p: rules.can_found_community(p, None), "keeper"),
    "found in the network": (lambda c, p: rules.can_found_community(p, c.network), "steward"),
    "found below here": (lambda c, p: rules.can_found_community(p, c.here), ""),
    "invite here": (lambda c, p: rules.can_invite(p, c.here), "coordinator"),
    "invite facilitation here": (lambda c, p: rules.can_invite(p, c.here, Role.FACILITATOR), "coordinator"),
    "invite coordination here": (lambda c, p: rules.can_invite(p, c.here, Role.COORDINATOR), "steward"),
    "invite to the network": (lambda c, p: rules.can_invite(p, c.network), "steward"),
    "name the steward": (lambda c, p: rules.can_grant_role(p, c.network, Role.STEWARD), "keeper"),
    "give translation here": (lambda c, p: rules.can_grant_role(p, c.here, Role.TRANSLATOR), "coordinator"),
    "give coordination here": (lambda c, p: rules.can_grant_role(p, c.here, Role.COORDINATOR), "steward"),
    "give stewardship here": (lambda c, p: rules.can_grant_role(p, c.here, Role.STEWARD), ""),
    "see members here": (lambda c, p: rules.can_see_members(p, c.here), "coordinator facilitator"),
    "see invitations here": (lambda c, p: rules.can_see_invitations(p, c.here), "coordinator"),
    "change a level here": (lambda c, p: rules.can_change_level(p, of(c, c.member)), "coordinator"),
    "leave as the member": (lambda c, p: rules.can_leave(p, of(c, c.member)), "member"),
    "end the facilitation": (lambda c, p: rules.can_end_role(p, held(c, c.facilitator)), "coordinator facilitator"),
    "end the coordination": (lambda c, p: rules.can_end_role(p, held(c, c.coordinator)), "steward"),
    "add an organisation": (lambda c, p: rules.can_add_organisation(p, c.here), "coordinator"),
    "withdraw an invitation": (lambda c, p: rules.can_withdraw_invitation(p, invitation_to(c.here)), "coordinator"),
    "withdraw the first coordination": (
        lambda c, p: rules.can_withdraw_invitation(p, invitation_to(c.here, Role.COORDINATOR)),
        "coordinator steward",
    ),
    "withdraw the first stewardship": (
        lambda c, p: rules.can_withdraw_invitation(p, invitation_to(c.network, Role.STEWARD)),
        "keeper steward",
    ),
}


def of(cast: Cast, person: Person) -> Membership:
    return Membership.objects.get(person=person, community=cast.here)


def held(cast: Cast, person: Person) -> RoleGrant:
    return RoleGrant.objects.select_related("community").get(person=person, community=cast.here)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast: Cast, verb: str) -> None:
    rule, expected = VERBS[verb]
    allowed = [name for name, person in cast.everyone().items() if rule(cast, person)]
    assert sorted(allowed) == sorted(expected.split())


@pytest.mark.parametrize("verb", VERBS)
def test_a_refusal_says_why(cast: Cast, verb: str) -> None:
    rule, _expected = VERBS[verb]
    verdicts = [rule(cast, person) for person in cast.everyone().values()]
    assert all(verdict.why for verdict in verdicts if not verdict)


def test_visible_is_what_can_be_viewed(cast: Cast) -> None:
    """For every persona and every row of the room."""
    for community in (cast.network, cast.here, cast.there):
        for role in ("", Role.COORDINATOR, Role.STEWARD):
            invitation_to(community, role)
    Organisation.objects.update(added_in=cast.here)
    pairs = (
        (rules.visible_communities, rules.can_view_community, Community),
        (rules.visible_memberships, rules.can_view_membership, Membership),
        (rules.visible_grants, rules.can_view_grant, RoleGrant),
        (rules.visible_invitations, rules.can_view_invitation, Invitation),
    )
    compared = 0
    for person in cast.everyone().values():
        for visible, can_view, model in pairs:
            seen = set(visible(person).values_list("pk", flat=True))
            for row in model.objects.all():
                assert bool(can_view(person, row)) == (row.pk in seen), (person.display_name, row)
                compared += 1
    assert compared > 200


def test_organisations_of_a_sister_community_do_not_exist(cast: Cast) -> None:
    assert list(rules.visible_organisations(cast.member, cast.here)) == list(Organisation.objects.all())
    assert not rules.visible_organisations(cast.outsider, cast.there).exists()
    assert not rules.visible_organisations(cast.outsider, cast.here).exists()


def test_a_role_ends_on_its_moment(cast: Cast) -> None:
    RoleGrant.objects.filter(person=cast.coordinator).update(ends_at=timezone.now() + timedelta(hours=1))
    assert rules.can_edit_community(cast.person("coordinator"), cast.here)
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert not rules.can_edit_community(cast.coordinator, cast.here), "even within the same page"
        assert not rules.can_edit_community(cast.person("coordinator"), cast.here)


def test_what_a_role_alone_opened_is_shut_at_its_end_even_within_the_same_page(cast: Cast) -> None:
    ends = timezone.now() + timedelta(hours=1)
    grant(cast.nobody, cast.here, Role.COORDINATOR, ends_at=ends)
    actor = cast.person("nobody")
    assert rules.can_view_community(actor, cast.here)
    with time_machine.travel(ends, tick=False):
        assert not rules.can_view_community(actor, cast.here), "the last moment is the first without it"
        assert not rules.holds(actor, cast.here.pk, Role.COORDINATOR)
        assert not rules.standing(actor).has_role()
        assert rules.standing(actor).communities_with(Role.COORDINATOR) == []


@pytest.mark.parametrize("state", ["approved", "restricted", "suspended", "excluded"])
def test_no_role_counts_before_the_signature_nor_where_the_place_is_shut(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.coordinator, community=cast.here).update(state=state)
    actor = cast.person("coordinator")
    assert not rules.holds(actor, cast.here.pk, Role.COORDINATOR)
    assert not rules.may_act(actor, cast.here.pk)
    assert not rules.is_member(actor, cast.here.pk)
    assert not rules.standing(actor).has_role()
    reads = state in ("approved", "restricted")
    assert bool(rules.can_view_community(actor, cast.here)) == reads
    assert ("sign" in str(rules.may_act_as(actor, cast.here.pk, "none of yours", Role.COORDINATOR).why)) == reads


def test_a_role_begins_on_its_day(cast: Cast) -> None:
    grant(cast.nobody, cast.here, Role.FACILITATOR, starts_at=timezone.now() + timedelta(days=1))
    assert not rules.can_view_community(cast.person("nobody"), cast.here)


def test_whoever_left_sees_nothing_and_whoever_pauses_still_reads(cast: Cast) -> None:
    of(cast, cast.member).__class__.objects.filter(person=cast.member).update(state="left")
    Membership.objects.filter(person=cast.core).update(state="paused")
    assert not rules.can_view_community(cast.person("member"), cast.here)
    assert rules.can_view_community(cast.person("core"), cast.here)


def test_a_closed_account_may_nothing(cast: Cast) -> None:
    Person.objects.update(is_active=False)
    for name in EVERYONE:
        person = Person.objects.get(pk=getattr(cast, name).pk)
        assert not rules.visible_communities(person).exists()
        assert not rules.is_keeper(person)


def test_a_closed_community_invites_nobody(cast: Cast) -> None:
    cast.here.stage = Stage.CLOSED
    assert not rules.can_invite(cast.coordinator, cast.here)


def test_nobody_lifts_herself(cast: Cast) -> None:
    assert not rules.can_give_role_to(cast.steward, cast.here, Role.COORDINATOR, cast.steward)
    assert not rules.can_give_role_to(cast.keeper, cast.network, Role.STEWARD, cast.keeper)
    assert rules.can_give_role_to(cast.coordinator, cast.here, Role.FACILITATOR, cast.coordinator)
    assert not rules.can_give_role_to(cast.coordinator, cast.here, Role.FACILITATOR, cast.facilitator), "twice"


def test_the_last_to_coordinate_hands_over_first(cast: Cast) -> None:
    mine = held(cast, cast.coordinator)
    assert not rules.can_end_role(cast.coordinator, mine)
    assert not rules.can_leave(cast.coordinator, of(cast, cast.coordinator))
    other = make_person()
    join(other, cast.here)
    second = grant(other, cast.here, Role.COORDINATOR)
    assert rules.can_end_role(cast.coordinator, mine)
    assert rules.can_leave(cast.coordinator, of(cast, cast.coordinator))
    second.ends_at = timezone.now()
    second.save()
    assert not rules.can_leave(cast.coordinator, of(cast, cast.coordinator)), "a role that has ended does not count"


def test_the_standing_of_a_person_costs_two_queries(cast: Cast, django_assert_num_queries: Callable) -> None:
    person = Person.objects.get(pk=cast.coordinator.pk)
    with django_assert_num_queries(2):
        for community in (cast.here, cast.there, cast.network):
            rules.can_view_community(person, community)
            rules.can_edit_community(person, community)
            rules.can_see_members(person, community)


def test_a_member_sees_no_row_of_a_sister_community(cast: Cast) -> None:
    """`visible_*` and `can_view_*` agree with each other above; here with the world."""
    for community in (cast.here, cast.there):
        invitation_to(community, "")
    Membership.objects.filter(person=cast.second_member).update(state="left")
    for name in ("coordinator", "facilitator", "member"):
        person = cast.person(name)
        for visible in (rules.visible_memberships, rules.visible_grants, rules.visible_invitations):
            assert not visible(person).exclude(community=cast.here).exists(), (name, visible)
        assert not rules.visible_memberships(person).filter(person=cast.second_member).exists(), "who left is gone"


def test_a_keeper_whose_time_is_over_keeps_nothing(cast: Cast) -> None:
    assert rules.is_keeper(cast.keeper)
    Keeper.objects.update(until=timezone.now())
    assert not rules.is_keeper(cast.keeper)
    assert not rules.can_found_community(cast.keeper, None)
    Keeper.objects.update(until=None, since=timezone.now() + timedelta(days=1))
    assert not rules.is_keeper(cast.keeper), "not yet"
