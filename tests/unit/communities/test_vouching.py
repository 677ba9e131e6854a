"""Who reads a request, who answers for somebody, who answers it: each part of the rule by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.actions import confirm_request, let_members_read
from palabre.communities.choices import JoinAs
from palabre.communities.models import Community, JoinRequest, Membership, Suspension, Vouch
from palabre.communities.rules import (
    can_admit,
    can_answer_request,
    can_ask_to_join,
    can_see_requests,
    can_view_request,
    can_vouch,
    can_withdraw_request,
    own_requests,
    visible_requests,
)
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast
from tests.unit.communities.asking import NEW, asked, asked_by_mail, link_to, settled

Change = Callable[[Cast, JoinRequest], object]


def again(row: JoinRequest) -> JoinRequest:
    return JoinRequest.objects.select_related("community", "membership").get(pk=row.pk)


@pytest.fixture
def request_(cast: Cast) -> JoinRequest:
    """`nobody` asks, and lets members read; `member` has belonged for long."""
    Community.objects.filter(pk=cast.here.pk).update(vouchers_needed=2)
    found = asked(cast.nobody, link_to(cast))
    let_members_read(actor=cast.nobody, request=found, open_=True)
    settled(cast.member, cast.here)
    return again(found)


def _shut(cast: Cast, row: JoinRequest) -> None:
    JoinRequest.objects.filter(pk=row.pk).update(open_to_members=False)


def _unsigned(cast: Cast, row: JoinRequest) -> None:
    Membership.objects.filter(person=cast.member, community=cast.here).update(state="restricted")


def _new(cast: Cast, row: JoinRequest) -> None:
    """New here, however long she has belonged elsewhere."""
    Membership.objects.filter(person=cast.member).update(joined_at=timezone.now() - timedelta(days=13))
    join(cast.member, cast.there, joined_at=timezone.now() - timedelta(days=90))


def _no_vouching(cast: Cast, row: JoinRequest) -> None:
    Community.objects.filter(pk=cast.here.pk).update(vouchers_needed=0)


def _answered(cast: Cast, row: JoinRequest) -> None:
    JoinRequest.objects.filter(pk=row.pk).update(answered_at=timezone.now())


def _unconfirmed(cast: Cast, row: JoinRequest) -> None:
    JoinRequest.objects.filter(pk=row.pk).update(confirmed_at=None)


def _gone(cast: Cast, row: JoinRequest) -> None:
    Membership.objects.filter(request=row).update(state="left")


def _twice(cast: Cast, row: JoinRequest) -> None:
    Vouch.objects.create(membership=row.membership, by=cast.member)


@pytest.mark.parametrize("change", [_shut, _unsigned, _new, _no_vouching, _answered, _unconfirmed, _gone, _twice])
def test_every_condition_of_answering_for_somebody_counts(cast: Cast, request_: JoinRequest, change: Change) -> None:
    assert can_vouch(cast.person("member"), request_)
    change(cast, request_)
    assert not can_vouch(cast.person("member"), again(request_))


def test_whoever_coordinates_reads_a_closed_request_and_still_does_not_answer_for_it(
    cast: Cast, request_: JoinRequest
) -> None:
    settled(cast.coordinator, cast.here)
    assert can_vouch(cast.person("coordinator"), request_)
    _shut(cast, request_)
    assert can_view_request(cast.person("coordinator"), again(request_))
    assert not can_vouch(cast.person("coordinator"), again(request_))


def test_answering_for_one_is_not_answering_for_another(cast: Cast, request_: JoinRequest) -> None:
    _twice(cast, request_)
    other = asked(make_person("Autre"), link_to(cast))
    assert other.person is not None
    let_members_read(actor=other.person, request=other, open_=True)
    assert can_vouch(cast.person("member"), again(other))


@pytest.mark.parametrize("change", [_shut, _unsigned, _no_vouching, _answered, _unconfirmed, _gone])
def test_what_members_read_is_what_was_opened_to_them_and_waits(
    cast: Cast, request_: JoinRequest, change: Change
) -> None:
    assert list(visible_requests(cast.person("member"))) == [request_]
    assert not visible_requests(cast.person("outsider")).exists(), "members elsewhere read nothing"
    change(cast, request_)
    assert not visible_requests(cast.person("member")).exists()


def test_members_never_read_what_an_organisation_asked(cast: Cast, request_: JoinRequest) -> None:
    waiting = asked_by_mail(
        link_to(cast), joins_as=JoinAs.ORGANISATION, organisation_name="Maison", organisation_kind="ngo"
    )
    waiting = confirm_request(token=waiting.token())
    JoinRequest.objects.filter(pk=waiting.pk).update(open_to_members=True)
    assert list(visible_requests(cast.person("member"))) == [request_]
    assert set(visible_requests(cast.person("coordinator"))) == {request_, waiting}
    assert can_admit(cast.person("coordinator"), again(waiting)), "members vouch for persons"


@pytest.mark.parametrize("change", [_answered, _unconfirmed, _gone])
def test_a_request_is_answered_and_taken_back_while_it_waits(cast: Cast, request_: JoinRequest, change: Change) -> None:
    other = asked(make_person("Autre"), link_to(cast))
    assert can_answer_request(cast.person("coordinator"), request_)
    assert can_withdraw_request(cast.person("nobody"), request_)
    change(cast, request_)
    assert not can_answer_request(cast.person("coordinator"), again(request_)), "another one waits, not this"
    assert not can_withdraw_request(cast.person("nobody"), again(request_))
    assert can_answer_request(cast.person("coordinator"), other)


def test_nobody_answers_or_vouches_for_her_own_request(cast: Cast, request_: JoinRequest) -> None:
    grant(cast.nobody, cast.here, "coordinator")
    actor = cast.person("nobody")
    Membership.objects.filter(request=request_).update(joined_at=timezone.now() - timedelta(days=90))
    assert can_view_request(actor, request_)
    for rule in (can_answer_request, can_admit, can_vouch):
        assert not rule(actor, request_), rule


def test_who_opens_the_page_of_requests(cast: Cast, request_: JoinRequest) -> None:
    def readers() -> set[str]:
        here = Community.objects.get(pk=cast.here.pk)
        return {name for name, person in cast.everyone().items() if can_see_requests(person, here)}

    assert readers() == {"coordinator", "facilitator", "translator", "core", "member", "second_member"}
    _unsigned(cast, request_)
    assert "member" not in readers()
    _no_vouching(cast, request_)
    assert readers() == {"coordinator"}


def test_ones_own_requests_are_those_that_one_confirmed(cast: Cast, request_: JoinRequest) -> None:
    assert list(own_requests(cast.nobody)) == [request_]
    assert not own_requests(cast.member).exists()
    _unconfirmed(cast, request_)
    assert not own_requests(cast.nobody).exists()


def test_a_suspension_that_has_ended_shuts_no_door(cast: Cast) -> None:
    place = Membership.objects.get(person=cast.member, community=cast.here)
    Membership.objects.filter(pk=place.pk).update(state="left")
    shut = Suspension.objects.create(membership=place, by=cast.coordinator, reason="R")
    assert not can_ask_to_join(cast.member, cast.here)
    Suspension.objects.filter(pk=shut.pk).update(ended_at=timezone.now())
    assert can_ask_to_join(cast.member, cast.here)


def test_a_newcomer_who_is_asked_by_mail_waits_like_the_others(cast: Cast, request_: JoinRequest) -> None:
    waiting = asked_by_mail(link_to(cast))
    assert not visible_requests(cast.person("coordinator")).filter(pk=waiting.pk).exists()
    confirm_request(token=waiting.token(), newcomer=NEW)
    person = Person.objects.get(email=waiting.email)
    assert set(visible_requests(cast.person("coordinator")).values_list("person", flat=True)) == {
        cast.nobody.pk,
        person.pk,
    }
