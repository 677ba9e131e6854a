"""Dated roles: four eyes where trust or money is at stake, an end that counts, and a word before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from palabre.communities.actions import (
    accept_invitation,
    confirm_role,
    end_role,
    grant_role,
    invite,
    leave_community,
    remind_of_ends,
    renew_role,
)
from palabre.communities.choices import Role
from palabre.communities.models import Membership, RoleGrant
from palabre.communities.queries import gaps, roles_below, roles_page
from palabre.communities.rules import can_grant_role, can_view_community, holds
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.helpers import AsPerson, url

SOON = timedelta(days=20)


@pytest.fixture
def handler(cast: Cast) -> RoleGrant:
    """Somebody who is named from above to hear concerns, and waits for the second person."""
    invitation = invite(
        actor=cast.steward, community=cast.here, email=cast.member.email, language="fr", role=Role.HANDLER
    )
    accept_invitation(token=invitation.token(), person=cast.member)
    return RoleGrant.objects.get(person=cast.member, role=Role.HANDLER)


def test_who_gives_which_role(cast: Cast) -> None:
    """DOMAIN.md §3, the row « Grant roles »."""
    region = make_community("Région", parent=cast.network, kind="regional")
    table = {
        (role, where.name): sorted(
            name for name, person in cast.everyone().items() if can_grant_role(person, where, role)
        )
        for role in Role
        for where in (cast.here, cast.network, region)
    }
    here, network = cast.here.name, cast.network.name
    expected = {
        **{(role, here): ["coordinator"] for role in (Role.FACILITATOR, Role.TRANSLATOR, Role.MEL)},
        **{(role, where): ["steward"] for role in (Role.COORDINATOR, Role.TREASURER, Role.HANDLER)
           for where in (here, network, region.name)},
        (Role.STEWARD, network): ["keeper"],
        (Role.STEWARD, region.name): ["steward"],
    }  # fmt: skip
    assert {key: names for key, names in table.items() if names} == expected


@pytest.mark.covers("SR-15")
@pytest.mark.parametrize("role", [Role.HANDLER, Role.TREASURER])
def test_four_eyes_before_a_role_of_trust_holds(cast: Cast, role: str) -> None:
    other = make_person("Seconde")
    grant(other, cast.network, Role.STEWARD)
    join(cast.nobody, cast.network)
    given = grant_role(actor=cast.steward, community=cast.network, person=cast.nobody, role=role)
    assert given.confirmed_at is None
    assert not holds(cast.person("nobody"), cast.network.pk, role), "it gives nothing yet"
    for who, why in ((cast.steward, "not the one who gave"), (cast.person("nobody"), "her own")):
        with pytest.raises(Refused, match=why):
            confirm_role(actor=who, grant=given)
    for name in ("coordinator", "member", "outsider", "keeper"):
        with pytest.raises(Refused):
            confirm_role(actor=cast.person(name), grant=given)
    confirmed = confirm_role(actor=other, grant=given)
    assert (confirmed.confirmed_by, confirmed.ends_at - confirmed.starts_at) == (other, timedelta(days=365))
    assert holds(cast.person("nobody"), cast.network.pk, role)
    with pytest.raises(Refused, match="already"):
        confirm_role(actor=other, grant=given)


@pytest.mark.covers("SR-15")
def test_a_role_named_by_mail_waits_for_the_second_person_too(cast: Cast, handler: RoleGrant) -> None:
    assert handler.confirmed_at is None
    assert not holds(cast.person("member"), cast.here.pk, Role.HANDLER)
    with pytest.raises(Refused):
        grant_role(actor=cast.steward, community=cast.here, person=cast.member, role=Role.HANDLER)
    confirm_role(actor=cast.coordinator, grant=handler)
    assert holds(cast.person("member"), cast.here.pk, Role.HANDLER)


@pytest.mark.covers("SR-15")
@pytest.mark.parametrize("state", ["expired", "unconfirmed", "ahead"])
def test_a_role_that_does_not_hold_opens_nothing(cast: Cast, as_person: AsPerson, state: str) -> None:
    """As if it had never been given: 404 on every page it would open."""
    now = timezone.now()
    fields = {
        "expired": {"starts_at": now - timedelta(days=9), "ends_at": now - timedelta(seconds=1)},
        "unconfirmed": {"confirmed_at": None},
        "ahead": {"starts_at": now + timedelta(days=1)},
    }[state]
    client = as_person(cast.nobody)
    row = grant(cast.nobody, cast.here, Role.COORDINATOR, **fields)
    for page in ("", "members/", "settings/", "roles/", "network/"):
        assert client.get(url(cast.here, page)).status_code == 404, page
    RoleGrant.objects.filter(pk=row.pk).update(starts_at=now - timedelta(days=9), ends_at=None, confirmed_at=now)
    assert client.get(url(cast.here, "settings/")).status_code == 200, "the page is there for a role that holds"


@pytest.mark.covers("SR-15")
def test_a_role_that_ends_in_the_middle_of_a_request_is_not_used(cast: Cast, as_person: AsPerson) -> None:
    """The page was opened while it held; the form arrives a second after its end."""
    client = as_person(cast.coordinator)
    ends = timezone.now() + timedelta(minutes=1)
    RoleGrant.objects.filter(person=cast.coordinator).update(ends_at=ends)
    assert client.get(url(cast.here, "settings/")).status_code == 200
    actor = cast.person("coordinator")
    assert holds(actor, cast.here.pk, Role.COORDINATOR), "remembered for the page"
    with time_machine.travel(ends + timedelta(seconds=1)):
        assert not holds(actor, cast.here.pk, Role.COORDINATOR), "and yet not used after its end"
        with pytest.raises(Refused):
            grant_role(actor=actor, community=cast.here, person=cast.member, role=Role.FACILITATOR)
        assert client.post(url(cast.here, "settings/protection/"), {"risk": "high"}).status_code == 404
    cast.here.refresh_from_db()
    assert cast.here.risk == "standard"


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_in_the_same_moment_confirm_once(cast: Cast, handler: RoleGrant) -> None:
    second = make_person("Seconde")
    grant(second, cast.here, Role.COORDINATOR)
    people = [Person.objects.get(pk=one.pk) for one in (cast.coordinator, second)]
    answers = at_once([lambda who=who: confirm_role(actor=who, grant=handler) for who in people])
    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert Entry.objects.filter(kind="communities.role_granted", subject_id=handler.pk).count() == 1


def test_a_waiting_role_is_declined_by_her_or_by_the_second_person(cast: Cast, handler: RoleGrant) -> None:
    with pytest.raises(Refused):
        end_role(actor=cast.facilitator, grant=handler)
    end_role(actor=cast.member, grant=handler)
    with pytest.raises(Refused):
        confirm_role(actor=cast.coordinator, grant=handler)


def test_roles_of_a_year_end_after_a_year(cast: Cast) -> None:
    for role, yearly in ((Role.MEL, True), (Role.FACILITATOR, False)):
        given = grant_role(actor=cast.coordinator, community=cast.here, person=cast.member, role=role)
        assert (given.ends_at is not None) == yearly


def test_a_role_is_renewed_once_and_goes_on_without_a_gap(cast: Cast) -> None:
    ends = timezone.now() + SOON
    RoleGrant.objects.filter(person=cast.facilitator, community=cast.here).update(ends_at=ends)
    row = RoleGrant.objects.get(person=cast.facilitator, community=cast.here)
    with pytest.raises(Refused, match="her own"):
        renew_role(actor=cast.facilitator, grant=row)
    renewed = renew_role(actor=cast.coordinator, grant=row)
    assert (renewed.starts_at, renewed.ends_at) == (ends, ends + timedelta(days=365))
    with pytest.raises(Refused, match="renewed already"):
        renew_role(actor=cast.coordinator, grant=row)
    with time_machine.travel(ends + timedelta(seconds=1)):
        assert holds(cast.person("facilitator"), cast.here.pk, Role.FACILITATOR)


def test_a_renewal_of_trust_is_confirmed_again(cast: Cast, handler: RoleGrant) -> None:
    row = confirm_role(actor=cast.coordinator, grant=handler)
    renewed = renew_role(actor=cast.steward, grant=row)
    assert renewed.confirmed_at is None
    with time_machine.travel(row.ends_at + timedelta(seconds=1)):
        assert not holds(cast.person("member"), cast.here.pk, Role.HANDLER)
        confirm_role(actor=cast.person("coordinator"), grant=renewed)
        assert holds(cast.person("member"), cast.here.pk, Role.HANDLER)


def test_leaving_ends_what_was_to_come_too(cast: Cast, handler: RoleGrant) -> None:
    leave_community(actor=cast.member, membership=Membership.objects.get(person=cast.member))
    with pytest.raises(Refused):
        confirm_role(actor=cast.coordinator, grant=handler)


def test_the_last_coordinator_does_not_lay_down_but_her_term_ends(cast: Cast) -> None:
    """Nobody is held beyond her last day; the gap is seen before it."""
    row = RoleGrant.objects.get(person=cast.coordinator)
    row.ends_at = timezone.now() + SOON
    row.save()
    with pytest.raises(Refused, match="last person"):
        end_role(actor=cast.coordinator, grant=row)
    (gap,) = gaps([cast.here])[cast.here.pk]
    assert (gap.role, gap.since) == ("coordinator", row.ends_at)
    with time_machine.travel(row.ends_at + timedelta(days=1)):
        assert not holds(cast.person("coordinator"), cast.here.pk, Role.COORDINATOR)
        (gap,) = gaps([cast.here])[cast.here.pk]
        assert gap.since is None


def test_a_gap_is_where_nobody_goes_on(cast: Cast) -> None:
    now = timezone.now()
    mine = RoleGrant.objects.filter(person=cast.facilitator, community=cast.here)
    mine.update(ends_at=now + SOON)
    (gap,) = gaps([cast.here])[cast.here.pk]
    assert (gap.role, gap.since) == ("facilitator", now + SOON)
    later = grant(cast.member, cast.here, Role.FACILITATOR, starts_at=now + timedelta(days=30))
    assert gaps([cast.here])[cast.here.pk][0].since == now + SOON, "ten days without anybody"
    RoleGrant.objects.filter(pk=later.pk).update(starts_at=now)
    assert cast.here.pk not in gaps([cast.here])
    RoleGrant.objects.filter(pk=later.pk).update(confirmed_at=None)
    assert gaps([cast.here])[cast.here.pk], "who is not confirmed does not count"


def test_the_overview_has_the_soonest_end_first(cast: Cast) -> None:
    now = timezone.now()
    for days, role in ((40, Role.MEL), (10, Role.FACILITATOR)):
        grant(cast.second_member, cast.here, role, ends_at=now + timedelta(days=days))
    grant(cast.core, cast.here, Role.FACILITATOR, starts_at=now - SOON, ends_at=now - timedelta(days=3))
    grant(cast.core, cast.here, Role.MEL, starts_at=now - timedelta(days=300), ends_at=now - timedelta(days=100))
    page = roles_page(cast.person("coordinator"), cast.here)
    assert [one.grant.role for one in page.held[:2]] == ["facilitator", "mel"]
    assert [one.soon for one in page.held[:3]] == [True, True, False]
    assert [(row.person, row.role) for row, _renew in page.ended] == [(cast.core, "facilitator")]
    plain = roles_page(cast.person("member"), cast.here)
    assert (plain.ended, plain.waiting, plain.gaps) == ([], [], [])
    assert len(plain.held) == len(page.held)


def test_who_holds_a_role_hears_thirty_and_seven_days_before(cast: Cast, as_person: AsPerson) -> None:
    ends = timezone.now() + timedelta(days=40)
    RoleGrant.objects.filter(person=cast.facilitator, community=cast.here).update(ends_at=ends)
    told = Entry.objects.filter(kind="communities.role_ending")
    assert remind_of_ends() == 0
    for days, expected in ((29, 1), (28, 1), (6, 2), (1, 2)):
        with time_machine.travel(ends - timedelta(days=days)):
            remind_of_ends()
            assert remind_of_ends() == 0, "each once"
            assert told.count() == expected
    with time_machine.travel(ends - timedelta(days=1)):
        read_journal()
        for name in ("facilitator", "coordinator"):
            assert "A role ends on" in as_person(cast.person(name)).get("/home/?lang=en").content.decode(), name
        for name in ("member", "steward", "outsider"):
            assert "A role ends on" not in as_person(cast.person(name)).get("/home/?lang=en").content.decode(), name


def test_whoever_names_the_coordination_hears_that_it_ends(cast: Cast, as_person: AsPerson) -> None:
    RoleGrant.objects.filter(person=cast.coordinator).update(ends_at=timezone.now() + SOON)
    remind_of_ends()
    read_journal()
    page = as_person(cast.steward).get("/home/?lang=en").content.decode()
    assert "A role ends on" in page
    assert f"/communities/{cast.here.public_id}/" in page


def test_a_renewed_role_is_not_spoken_of(cast: Cast) -> None:
    row = RoleGrant.objects.get(person=cast.facilitator, community=cast.here)
    row.ends_at = timezone.now() + SOON
    row.save()
    renew_role(actor=cast.coordinator, grant=row)
    assert remind_of_ends() == 0


def test_the_network_above_reads_roles_and_days_but_names_only_whom_it_names(cast: Cast, as_person: AsPerson) -> None:
    rows = {row.role: name for row, name in roles_below(cast.steward, cast.here)}
    assert rows["coordinator"] == cast.coordinator.display_name
    assert rows["facilitator"] == rows["translator"] == ""
    page = as_person(cast.steward).get(url(cast.network, f"communities/{cast.here.public_id}/")).content.decode()
    assert cast.coordinator.display_name in page
    assert cast.facilitator.display_name not in page


def test_the_pages_of_a_role_with_four_eyes(cast: Cast, as_person: AsPerson, handler: RoleGrant) -> None:
    confirmation = url(cast.here, f"roles/{handler.public_id}/confirmation/")
    assert cast.member.display_name in as_person(cast.member).get(url(cast.here, "roles/")).content.decode()
    assert as_person(cast.second_member).post(confirmation).status_code == 404
    assert as_person(cast.member).post(confirmation).status_code == 403
    assert "confirmation/" not in as_person(cast.second_member).get(url(cast.here, "roles/")).content.decode()
    client = as_person(cast.coordinator)
    assert confirmation in client.get(url(cast.here, "roles/")).content.decode()
    assert client.post(confirmation).status_code == 303
    assert client.post(confirmation).status_code == 404, "it no longer waits"
    renewal = url(cast.here, f"roles/{handler.public_id}/renewal/")
    assert as_person(cast.second_member).get(renewal).status_code == 404
    assert client.get(renewal).status_code == 200
    assert client.post(renewal, {"until": "2001-01-01"}).status_code == 422


def test_a_role_is_renewed_on_its_page(cast: Cast, as_person: AsPerson) -> None:
    row = RoleGrant.objects.get(person=cast.facilitator, community=cast.here)
    row.ends_at = timezone.now() + SOON
    row.save()
    client = as_person(cast.coordinator)
    renewal = url(cast.here, f"roles/{row.public_id}/renewal/")
    assert renewal in client.get(url(cast.here, "roles/")).content.decode()
    wrong = client.post(renewal, {"until": "le jour d'après"})
    assert wrong.status_code == 422
    assert "jour d&#x27;après" in wrong.content.decode() or "jour d’après" in wrong.content.decode()
    assert client.post(renewal, {"until": "2031-01-31"}).status_code == 303
    assert RoleGrant.objects.filter(person=cast.facilitator).count() == 2
    assert renewal not in client.get(url(cast.here, "roles/")).content.decode()


def test_a_steward_names_the_treasury_of_a_community_by_mail(cast: Cast, as_person: AsPerson) -> None:
    page = url(cast.network, f"communities/{cast.here.public_id}/invitation/")
    client = as_person(cast.steward)
    assert client.post(page, {"email": "t@example.org", "language": "fr", "role": "facilitator"}).status_code == 422
    assert client.post(page, {"email": cast.steward.email, "language": "fr", "role": "treasurer"}).status_code == 422
    assert client.post(page, {"email": "t@example.org", "language": "fr", "role": "treasurer"}).status_code == 303
    assert not can_view_community(cast.person("steward"), cast.here)
