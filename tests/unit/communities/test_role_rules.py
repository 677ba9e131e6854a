"""Who gives, ends and renews a role: each condition of the rules by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules import (
    can_confirm_role,
    can_end_role,
    can_give_role_to,
    can_grant_role,
    can_oversee_roles,
    can_renew_role,
    first_roles,
    grantable_roles,
    granted_below,
    overseen_grants,
)
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast


@pytest.mark.parametrize(
    ("role", "name"), [(Role.COORDINATOR, "steward"), (Role.TREASURER, "steward"), (Role.HANDLER, "steward")]
)
def test_nobody_lifts_herself_to_what_leads_or_is_a_matter_of_trust(cast: Cast, role: str, name: str) -> None:
    actor = cast.person(name)
    assert can_give_role_to(actor, cast.here, role, cast.member)
    refused = can_give_role_to(actor, cast.here, role, actor)
    assert "herself" in str(refused.why)


def test_a_role_that_neither_leads_nor_is_of_trust_may_be_taken_by_whoever_gives_it(cast: Cast) -> None:
    assert can_give_role_to(cast.person("coordinator"), cast.here, Role.TRANSLATOR, cast.coordinator)


def test_nobody_holds_one_role_twice_in_one_community(cast: Cast) -> None:
    actor = cast.person("coordinator")
    assert "already has" in str(can_give_role_to(actor, cast.here, Role.FACILITATOR, cast.facilitator).why)
    grant(cast.member, cast.there, Role.FACILITATOR)
    assert can_give_role_to(actor, cast.here, Role.FACILITATOR, cast.member), "elsewhere is elsewhere"
    RoleGrant.objects.filter(person=cast.facilitator).update(ends_at=timezone.now())
    assert can_give_role_to(actor, cast.here, Role.FACILITATOR, cast.facilitator)


def test_a_closed_community_gives_no_role_and_lets_every_role_be_laid_down(cast: Cast) -> None:
    own = RoleGrant.objects.get(person=cast.coordinator)
    assert not can_end_role(cast.person("coordinator"), own), "the last one"
    assert sorted(grantable_roles(cast.person("coordinator"), cast.here)) == sorted(
        [Role.FACILITATOR, Role.TRANSLATOR, Role.MEL]
    )
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    cast.here.refresh_from_db()
    assert grantable_roles(cast.person("coordinator"), cast.here) == []
    assert not can_grant_role(cast.person("steward"), cast.here, Role.COORDINATOR)
    assert can_end_role(cast.person("coordinator"), RoleGrant.objects.get(pk=own.pk))


def test_what_the_keeper_names_at_the_top(cast: Cast) -> None:
    alone = make_community("Seule", kind=CommunityKind.COMMUNITY)
    assert first_roles(cast.network) == {Role.STEWARD}
    assert first_roles(alone) == {Role.STEWARD, Role.COORDINATOR}
    keeper = cast.person("keeper")
    assert can_grant_role(keeper, alone, Role.COORDINATOR)
    assert not can_grant_role(keeper, cast.network, Role.COORDINATOR)
    assert not can_grant_role(keeper, cast.here, Role.STEWARD)
    assert not can_grant_role(cast.person("steward"), alone, Role.COORDINATOR), "no network stands above it"


def test_who_is_only_named_lays_it_down_even_as_the_last(cast: Cast) -> None:
    named = grant(cast.member, cast.here, Role.HANDLER, confirmed_at=None, granted_by=cast.steward)
    assert can_end_role(cast.person("member"), named)
    assert can_end_role(cast.person("coordinator"), named), "who may confirm may decline"
    assert not can_end_role(cast.person("facilitator"), named)
    lead = grant(cast.core, cast.there, Role.COORDINATOR, confirmed_at=None, granted_by=cast.steward)
    RoleGrant.objects.filter(person=cast.outsider).update(ends_at=timezone.now())
    assert can_end_role(cast.person("core"), lead)


def test_what_is_named_without_a_last_day_is_confirmed_and_what_has_ended_is_not(cast: Cast) -> None:
    named = grant(cast.member, cast.here, Role.HANDLER, confirmed_at=None, granted_by=cast.steward)
    assert can_confirm_role(cast.person("coordinator"), named)
    named.ends_at = timezone.now()
    assert "ended" in str(can_confirm_role(cast.person("coordinator"), named).why)


def test_what_is_renewed_has_a_last_day_and_is_confirmed_and_its_account_is_open(cast: Cast) -> None:
    actor = cast.person("coordinator")
    ends = timezone.now() + timedelta(days=9)
    person = make_person()
    join(person, cast.here)
    row = grant(person, cast.here, Role.MEL, ends_at=ends)
    assert can_renew_role(actor, row)
    endless = grant(make_person(), cast.here, Role.MEL)
    assert "no last day" in str(can_renew_role(actor, endless).why)
    waiting = grant(make_person(), cast.here, Role.MEL, ends_at=ends, confirmed_at=None)
    assert "no last day" in str(can_renew_role(actor, waiting).why)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert "closed" in str(can_renew_role(actor, RoleGrant.objects.get(pk=row.pk)).why)


def test_a_role_goes_on_through_the_same_one_of_the_same_person_alone(cast: Cast) -> None:
    actor, ends = cast.person("coordinator"), timezone.now() + timedelta(days=9)
    row = grant(cast.member, cast.here, Role.MEL, ends_at=ends)
    grant(cast.core, cast.here, Role.MEL)
    grant(cast.member, cast.there, Role.MEL)
    grant(cast.member, cast.here, Role.TRANSLATOR)
    grant(cast.member, cast.here, Role.MEL, starts_at=ends - timedelta(days=90), ends_at=ends - timedelta(days=30))
    assert can_renew_role(actor, row)
    longer = grant(cast.member, cast.here, Role.MEL, ends_at=ends + timedelta(days=1))
    assert "renewed already" in str(can_renew_role(actor, row).why)
    RoleGrant.objects.filter(pk=longer.pk).update(ends_at=None)
    assert "renewed already" in str(can_renew_role(actor, row).why)


def test_the_last_to_facilitate_lays_it_down_and_so_does_one_of_two_who_coordinate(cast: Cast) -> None:
    last = RoleGrant.objects.get(person=cast.facilitator, community=cast.here)
    assert can_end_role(cast.person("facilitator"), last)
    own = RoleGrant.objects.get(person=cast.coordinator, community=cast.here)
    second = make_person()
    join(second, cast.here)
    grant(second, cast.here, Role.COORDINATOR)
    assert can_end_role(cast.person("coordinator"), own)
    Person.objects.filter(pk=second.pk).update(is_active=False)
    assert not can_end_role(cast.person("coordinator"), own), "a shut account leads nobody"


def test_a_closed_account_is_given_no_role(cast: Cast) -> None:
    cast.member.is_active = False
    assert "closed" in str(can_give_role_to(cast.person("coordinator"), cast.here, Role.MEL, cast.member).why)


def test_an_expired_grant_below_is_overseen_by_who_names_it(cast: Cast) -> None:
    region = make_community("Région", parent=cast.network, kind=CommunityKind.REGIONAL)
    over = timezone.now() - timedelta(days=1)
    rows = {
        role: grant(make_person(), where, role, starts_at=over, ends_at=over)
        for role, where in (
            (Role.COORDINATOR, cast.here), (Role.TREASURER, cast.here), (Role.FACILITATOR, cast.here),
            (Role.STEWARD, region),
        )
    }  # fmt: skip
    found = set(granted_below(cast.person("steward")))
    assert {rows[Role.COORDINATOR], rows[Role.TREASURER], rows[Role.STEWARD]} <= found
    assert rows[Role.FACILITATOR] not in found
    inner = grant(make_person(), cast.here, Role.STEWARD)
    assert inner not in set(granted_below(cast.person("steward"))), "a community has no network coordination of its own"
    assert not granted_below(cast.person("coordinator")).exists()
    assert rows[Role.FACILITATOR] in set(overseen_grants(cast.person("coordinator")))
    assert rows[Role.FACILITATOR] not in set(overseen_grants(cast.person("steward")))
    assert {row.person for row in overseen_grants(cast.person("facilitator"))} == {cast.facilitator}
    who = {name for name, one in cast.everyone().items() if can_oversee_roles(one, cast.here)}
    assert who == {"coordinator"}
    assert can_oversee_roles(cast.person("steward"), cast.network)
