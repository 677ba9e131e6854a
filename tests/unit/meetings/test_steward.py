"""A steward of the parent changes nothing of a child: not its plans, not its decisions, not its members (INV-04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.commitments import actions as commitments
from palabre.commitments.models import Commitment
from palabre.communities import actions as communities
from palabre.communities.actions import news, sharing, twins
from palabre.kit.verdict import Refused
from palabre.meetings.actions import (
    agenda,
    attendance,
    guests,
    joint,
    minutes,
    minutes_flow,
    minutes_states,
    moving,
    planning,
    replies,
)
from palabre.meetings.models import Minutes
from palabre.meetings.queries.attendance_lines import Attendee
from tests.factories import make_item, make_meeting
from tests.personas import Cast
from tests.unit.communities.test_sharing import agree
from tests.unit.meetings.joining_twins import link
from tests.unit.meetings.minutes_story import opened, passages
from tests.unit.meetings.plans import frame as a_frame

pytestmark = pytest.mark.django_db
Acts = dict[str, Callable[[], object]]


def plans(cast: Cast) -> Acts:
    by, meeting = cast.person("steward"), make_meeting(cast.here)
    make_item(meeting)
    twin, frame = link(cast), a_frame()
    return {
        "plan": lambda: planning.plan_meeting(actor=by, community=cast.here, frame=frame),
        "change": lambda: planning.change_meeting(actor=by, meeting=meeting, frame=frame),
        "publish": lambda: planning.publish_agenda(actor=by, meeting=meeting),
        "hold": lambda: planning.note_held(actor=by, meeting=meeting),
        "move": lambda: moving.move_meeting(
            actor=by, meeting=meeting, when=frame.when, place="", link="", following=False
        ),
        "cancel": lambda: moving.cancel_meeting(actor=by, meeting=meeting, because="x", following=False),
        "item": lambda: agenda.remove_item(actor=by, item=meeting.items.first()),
        "guest": lambda: guests.add_guest(actor=by, meeting=meeting, name="x"),
        "reply": lambda: replies.reply(actor=by, meeting=meeting, answer="yes"),
        "attendance": lambda: attendance.note_attendance(actor=by, meeting=meeting, marks={}),
        "attendee": lambda: attendance.add_attendee(actor=by, meeting=meeting, attendee=Attendee("x")),
        "joint": lambda: joint.open_joint(actor=by, meeting=meeting, twin=twin),
    }


def decisions(cast: Cast) -> Acts:
    by, row = cast.person("steward"), opened(cast)
    first = passages(row)[0]
    held = make_meeting(cast.here, state="held")
    decision = minutes_flow.record_decision(actor=cast.person("facilitator"), segment=first, text="Décidé")
    promise = Commitment.objects.create(community=cast.here, text="x", person=cast.member, due=timezone.localdate())
    day = timezone.localdate() + timedelta(days=9)
    return {
        "start": lambda: minutes.start_minutes(actor=by, meeting=held),
        "write": lambda: minutes.write_segment(
            actor=by, segment=first, title="x", body="x", base_version=first.version
        ),
        "decide": lambda: minutes_flow.record_decision(actor=by, segment=first, text="x"),
        "change": lambda: minutes_flow.change_decision(actor=by, decision=decision, text="x"),
        "withdraw": lambda: minutes_flow.withdraw_decision(actor=by, decision=decision),
        "take": lambda: minutes_flow.take_commitment(actor=by, segment=first, text="x", due=day, person=cast.member),
        "propose": lambda: minutes_states.propose_minutes(actor=by, minutes=row, language="fr"),
        "approve": lambda: minutes_states.approve_minutes(actor=by, minutes=row, language="fr", seen=1),
        "close": lambda: minutes_states.close_meeting(actor=by, meeting=row.meeting),
        "open": lambda: commitments.open_commitment(
            actor=by, community=cast.here, text="x", due=day, person=cast.member
        ),
        "begin": lambda: commitments.begin_commitment(actor=by, commitment=promise),
        "keep": lambda: commitments.keep_commitment(actor=by, commitment=promise, evidence="x"),
        "drop": lambda: commitments.drop_commitment(actor=by, commitment=promise, reason="x"),
        "reword": lambda: commitments.change_commitment(actor=by, commitment=promise, text="y", due=day),
        "translate": lambda: commitments.translate_commitment(actor=by, commitment=promise, text="y"),
    }


def members(cast: Cast) -> Acts:
    by, place = cast.person("steward"), cast.member.memberships.get()
    grant = cast.facilitator.grants.get()
    agree(cast.here, "aggregates")
    said = {"decision": "x", "decided_on": timezone.localdate()}
    halves = {"fr": "x", "en": ""}
    return {
        "state": lambda: communities.state_purpose(actor=by, community=cast.here, texts={"purpose": halves}),
        "level": lambda: communities.change_level(actor=by, membership=place, level="core"),
        "leave": lambda: communities.leave_community(actor=by, membership=place),
        "end role": lambda: communities.end_role(actor=by, grant=grant),
        "facilitation": lambda: communities.grant_role(
            actor=by, community=cast.here, person=cast.member, role="facilitator"
        ),
        "invite": lambda: communities.invite(actor=by, community=cast.here, email="x@example.org", language="fr"),
        "organisation": lambda: communities.add_organisation(actor=by, community=cast.here, name="x", kind="ngo"),
        "news": lambda: news.publish_announcement(
            actor=by, community=cast.here, audience="own", title=halves, text=halves
        ),
        "sign": lambda: sharing.sign_sharing(actor=by, child=cast.here, level="records", **said),
        "narrow": lambda: sharing.narrow_sharing(actor=by, child=cast.here, level="none"),
        "decline": lambda: sharing.decline_sharing(actor=by, child=cast.here),
        "twin": lambda: twins.make_twin_code(actor=by, community=cast.here),
    }


@pytest.mark.covers("INV-04")
@pytest.mark.parametrize("room", [plans, decisions, members])
def test_every_action_of_the_child_is_refused_to_a_steward_of_the_parent(cast, room):
    done = []
    for name, act in room(cast).items():
        try:
            act()
        except Refused:
            continue
        done.append(name)
    assert done == []


@pytest.mark.covers("INV-04")
def test_the_whole_agreement_opens_no_page_and_no_action_of_the_child(cast, as_person):
    agree(cast.here, "records")
    row: Minutes = opened(cast)
    client = as_person(cast.steward)
    here, meeting = cast.here.public_id, row.meeting.public_id
    pages = [
        f"/c/{here}/",
        f"/c/{here}/meetings/",
        f"/c/{here}/commitments/",
        f"/c/{here}/members/",
        f"/c/{here}/about/",
    ]
    pages += [f"/c/{here}/sharing/", f"/c/{here}/news/", f"/c/{here}/twins/", f"/c/{here}/roles/", f"/c/{here}/report/"]
    pages += [f"/meetings/{meeting}/", f"/meetings/{meeting}/minutes/", f"/meetings/{meeting}/attendance/"]
    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page, {}).status_code for page in pages} <= {404, 405}
