"""A break for care; and a place that is shut, with its reason, its appeal and other people who decide."""

from __future__ import annotations

import pytest

from palabre.communities.actions import appeal, exclude, leave_community, lift, pause, resume, suspend
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Membership, Suspension
from palabre.communities.rules import can_view_community, holds, may_act, visible_suspensions
from palabre.kit.verdict import Refused
from palabre.people.models import Person, Session
from tests.factories import grant, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.helpers import AsPerson, url


def place(person: Person, cast: Cast) -> Membership:
    return Membership.objects.get(person=person, community=cast.here)


def shut(cast: Cast, person: Person | None = None) -> Suspension:
    return suspend(
        actor=cast.coordinator, membership=place(person or cast.member, cast), reason="Insultes répétées.", decision="CA du 3"
    )  # fmt: skip


def another(cast: Cast) -> Person:
    person = make_person("Seconde coordination")
    grant(person, cast.here, Role.COORDINATOR)
    return person


def test_a_break_keeps_the_place_and_asks_no_reason(cast: Cast) -> None:
    pause(actor=cast.member, membership=place(cast.member, cast))
    assert place(cast.member, cast).state == MembershipState.PAUSED
    assert can_view_community(cast.member, cast.here)
    with pytest.raises(Refused):
        pause(actor=cast.member, membership=place(cast.member, cast))
    with pytest.raises(Refused):
        resume(actor=cast.coordinator, membership=place(cast.member, cast))
    resume(actor=cast.member, membership=place(cast.member, cast))
    assert place(cast.member, cast).state == MembershipState.ACTIVE


@pytest.mark.parametrize("state", [MembershipState.APPROVED, MembershipState.RESTRICTED])
def test_a_break_is_no_way_round_the_signature(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.member).update(state=state)
    for act in (pause, resume):
        with pytest.raises(Refused):
            act(actor=cast.person("member"), membership=place(cast.member, cast))
    assert not may_act(cast.person("member"), cast.here.pk)


@pytest.mark.parametrize("state", sorted(MembershipState.reading() | {MembershipState.SUSPENDED}))
def test_one_leaves_at_once_from_every_state(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.member).update(state=state)
    leave_community(actor=cast.member, membership=place(cast.member, cast))
    assert place(cast.member, cast).state == MembershipState.LEFT


def test_who_suspends(cast: Cast) -> None:
    for actor in (cast.steward, cast.facilitator, cast.member, cast.outsider, cast.keeper):
        with pytest.raises(Refused):
            suspend(actor=actor, membership=place(cast.core, cast), reason="X")
    with pytest.raises(Refused):
        suspend(actor=cast.coordinator, membership=place(cast.coordinator, cast), reason="X")
    with pytest.raises(Refused) as error:
        suspend(actor=cast.coordinator, membership=place(cast.core, cast), reason=" ")
    assert error.value.field == "reason"
    shut(cast)
    with pytest.raises(Refused):
        shut(cast)


@pytest.mark.covers("SR-08")
def test_a_suspension_ends_every_session_and_shuts_every_page(cast: Cast, as_person: AsPerson) -> None:
    phone, laptop = as_person(cast.facilitator), as_person(cast.facilitator)
    assert phone.get(url(cast.here, "members/")).status_code == 200
    shut(cast, cast.facilitator)
    assert not Session.objects.filter(person=cast.facilitator).exists()
    for client in (phone, laptop):
        answer = client.get(url(cast.here, "members/"))
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]
    again = as_person(cast.facilitator)
    for page in ("", "members/", "roles/", "about/", "meetings/", "departure/", "organisations/", "welcome/", "pause/"):
        assert again.get(url(cast.here, page)).status_code == 404, page
    assert not holds(cast.person("facilitator"), cast.here.pk, Role.FACILITATOR), "her role does not carry her past it"
    mine = again.get("/communities/").content.decode()
    assert f"/suspensions/{Suspension.objects.get().public_id}/" in mine


def test_she_appeals_once_and_somebody_else_decides(cast: Cast) -> None:
    second, suspension = another(cast), shut(cast)
    assert list(visible_suspensions(cast.member)) == [suspension]
    with pytest.raises(Refused):
        appeal(actor=second, suspension=suspension, text="Pour elle.")
    with pytest.raises(Refused) as error:
        appeal(actor=cast.member, suspension=suspension, text=" ")
    assert error.value.field == "appeal"
    appeal(actor=cast.member, suspension=suspension, text="Ce n'était pas moi.")
    with pytest.raises(Refused):
        appeal(actor=cast.member, suspension=suspension, text="Encore.")
    for actor in (cast.coordinator, cast.member, cast.facilitator, cast.steward, cast.outsider):
        with pytest.raises(Refused):
            lift(actor=actor, suspension=suspension, answer="x")
        with pytest.raises(Refused):
            exclude(actor=actor, suspension=suspension, answer="x")
    lift(actor=second, suspension=suspension, answer="Nous nous sommes trompées.")
    assert place(cast.member, cast).state == MembershipState.ACTIVE
    assert can_view_community(cast.person("member"), cast.here)
    with pytest.raises(Refused):
        exclude(actor=second, suspension=suspension, answer="x")


def test_without_another_coordination_an_appeal_goes_to_those_above(cast: Cast) -> None:
    suspension = shut(cast)
    assert not visible_suspensions(cast.steward).exists(), "before an appeal it is the community's own affair"
    with pytest.raises(Refused):
        lift(actor=cast.steward, suspension=suspension)
    appeal(actor=cast.member, suspension=suspension, text="Ce n'était pas moi.")
    assert list(visible_suspensions(cast.steward)) == [suspension]
    assert not visible_suspensions(cast.outsider).exists()
    exclude(actor=cast.steward, suspension=suspension, answer="La décision tient.")
    assert place(cast.member, cast).state == MembershipState.EXCLUDED
    with pytest.raises(Refused):
        leave_community(actor=cast.member, membership=place(cast.member, cast))


def test_whoever_suspended_may_open_again_before_an_appeal_but_never_exclude(cast: Cast) -> None:
    suspension = shut(cast)
    with pytest.raises(Refused):
        exclude(actor=cast.coordinator, suspension=suspension, answer="Dehors.")
    lift(actor=cast.coordinator, suspension=suspension)
    assert place(cast.member, cast).state == MembershipState.ACTIVE


def test_a_place_opens_again_as_it_was(cast: Cast) -> None:
    Membership.objects.filter(person=cast.member).update(state=MembershipState.RESTRICTED)
    lift(actor=cast.coordinator, suspension=shut(cast))
    assert place(cast.member, cast).state == MembershipState.RESTRICTED


@pytest.mark.django_db(transaction=True)
def test_two_who_coordinate_and_suspend_each_other_at_once(cast: Cast) -> None:
    """One of them comes first; the other no longer may."""
    second = another(cast)
    Membership.objects.create(person=second, community=cast.here)
    found = at_once(
        [
            lambda: suspend(actor=cast.coordinator, membership=place(second, cast), reason="X"),
            lambda: suspend(actor=second, membership=place(cast.coordinator, cast), reason="Y"),
        ]
    )
    assert sorted(type(one).__name__ for one in found) == ["Refused", "Suspension"]


def test_a_closed_community_still_lets_go(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    leave_community(actor=cast.member, membership=place(cast.member, cast))
    assert place(cast.member, cast).state == MembershipState.LEFT
