"""A meeting of two communities: each condition of opening and taking it, by itself."""

from __future__ import annotations

import pytest
from django.utils import timezone

from palabre.communities.models import TwinLink
from palabre.meetings.models import JointMeeting
from palabre.meetings.rules.joint import can_accept_joint, can_end_joint, can_open_joint, visible_joint
from tests.factories import make_community, make_meeting
from tests.personas import Cast
from tests.unit.meetings.joining_twins import link, pair_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [{"accepted_at": None}, {"ended_at": timezone.now()}])
def test_a_meeting_is_opened_to_a_twin_that_stands(cast: Cast, change: dict[str, object]) -> None:
    meeting, twin = make_meeting(cast.here), link(cast)
    assert can_open_joint(cast.person("coordinator"), meeting, twin)
    TwinLink.objects.filter(pk=twin.pk).update(**change)
    assert not can_open_joint(cast.person("coordinator"), meeting, TwinLink.objects.get(pk=twin.pk))


def test_a_meeting_is_not_opened_through_a_link_of_others(cast: Cast) -> None:
    third = make_community("Troisième")
    foreign = TwinLink.objects.create(asking=third, asked=cast.there, accepted_at=timezone.now())
    assert "not linked" in str(can_open_joint(cast.person("coordinator"), make_meeting(cast.here), foreign).why)


def test_a_meeting_is_opened_once_to_each_twin_and_again_once_it_was_taken_back(cast: Cast) -> None:
    pair = pair_up(cast)
    actor = cast.person("coordinator")
    assert "already open" in str(can_open_joint(actor, pair.row(), pair.twin).why)
    second = TwinLink.objects.create(asking=cast.here, asked=make_community("Autre"), accepted_at=timezone.now())
    assert can_open_joint(actor, pair.row(), second), "another twin is another"
    JointMeeting.objects.update(ended_at=timezone.now())
    assert can_open_joint(actor, pair.row(), pair.twin)


def test_what_is_no_longer_open_is_not_taken(cast: Cast) -> None:
    pair = pair_up(cast, accepted=False)
    leader = cast.person("outsider")

    def joint() -> JointMeeting:
        return JointMeeting.objects.select_related("twin", "meeting", "community").get(pk=pair.joint.pk)

    assert can_accept_joint(leader, joint())
    for field in ("accepted_at", "ended_at"):
        row = joint()
        setattr(row, field, timezone.now())
        assert not can_accept_joint(leader, row), field
    row = joint()
    row.twin.ended_at = timezone.now()
    assert not can_accept_joint(leader, row)
    row = joint()
    row.community.stage = "closed"
    assert not can_accept_joint(leader, row)
    row = joint()
    row.ended_at = timezone.now()
    assert not can_end_joint(leader, row)


def test_who_reads_that_a_meeting_was_offered(cast: Cast) -> None:
    pair_up(cast, accepted=False)
    readers = {name for name, one in cast.everyone().items() if visible_joint(one).exists()}
    assert readers == {"coordinator", "facilitator", "outsider"}
    JointMeeting.objects.update(ended_at=timezone.now())
    assert not visible_joint(cast.person("outsider")).exists()
    JointMeeting.objects.update(ended_at=None)
    TwinLink.objects.update(ended_at=timezone.now())
    assert not visible_joint(cast.person("outsider")).exists()
