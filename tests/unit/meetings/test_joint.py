"""A joint meeting: its own page for both, nothing else of the other community for either."""

from __future__ import annotations

import pytest
from django.urls import reverse

from palabre.commitments.models import Commitment
from palabre.commitments.rules import can_view_commitment, visible_commitments
from palabre.communities.actions.twins import end_twin
from palabre.kit.verdict import Refused
from palabre.meetings.actions.joint import accept_joint, end_joint, open_joint
from palabre.meetings.actions.minutes import start_minutes
from palabre.meetings.actions.minutes_flow import take_commitment
from palabre.meetings.actions.replies import reply
from palabre.meetings.models import Attendance, JointMeeting, Meeting
from palabre.meetings.queries.attendance import expected_people, sheet_rows
from palabre.meetings.queries.calendars import community_key, feed_of_community, feed_of_person
from palabre.meetings.queries.joint import twin_owners
from palabre.meetings.queries.lists import meetings_list, next_meeting
from palabre.meetings.queries.replies import replies_of
from palabre.meetings.queries.telling import audience_of
from palabre.meetings.rules import (
    can_edit_meeting,
    can_hold_meeting,
    can_record_attendance,
    can_view_meeting,
    invited_meetings,
    is_invited,
    known_organisations,
    visible_meetings,
)
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail
from palabre.notices.queries import news_for
from tests.factories import join, make_community, make_meeting
from tests.personas import ROLES_HERE, STRANGERS
from tests.unit.meetings.joining_twins import hold, link, pair_up

pytestmark = pytest.mark.django_db


def sees(person, meeting) -> bool:
    person.__dict__.pop("_standing", None)
    row = Meeting.objects.get(pk=meeting.pk)
    found = visible_meetings(person).filter(pk=meeting.pk).exists()
    assert found == bool(can_view_meeting(person, row))
    invited = invited_meetings(person).filter(pk=meeting.pk).exists()
    assert invited == is_invited(person, row)
    return found


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_who_opens_accepts_and_ends(cast, name):
    pair = pair_up(cast, accepted=False)
    second = make_meeting(cast.here)

    def may(act):
        try:
            act()
        except Refused:
            return False
        return True

    assert may(lambda: open_joint(actor=cast.person(name), meeting=second, twin=pair.twin)) == (
        name in ("coordinator", "facilitator")
    )
    assert may(lambda: accept_joint(actor=cast.person(name), joint=pair.joint)) == (name == "outsider")
    assert may(lambda: end_joint(actor=cast.person(name), joint=pair.joint)) == (
        name in ("coordinator", "facilitator", "outsider")
    )


def test_it_shows_to_the_twin_only_once_accepted(cast):
    pair = pair_up(cast, accepted=False)
    assert not sees(pair.guest, pair.meeting)
    assert not sees(cast.outsider, pair.meeting)
    accept_joint(actor=cast.person("outsider"), joint=pair.joint)
    assert sees(pair.guest, pair.meeting)
    assert sees(cast.outsider, pair.meeting)
    assert sees(cast.member, pair.meeting)
    for stranger in (cast.nobody, cast.keeper, cast.steward):
        assert not sees(stranger, pair.meeting)


def test_for_the_core_group_it_is_for_both_core_groups(cast):
    pair = pair_up(cast, audience="core")
    assert not is_invited(pair.fresh(pair.silent), pair.row())
    assert sees(pair.silent, pair.meeting)
    pair.silent.memberships.update(level="core")
    assert is_invited(pair.fresh(pair.silent), pair.row())
    assert sees(pair.silent, pair.meeting)


def test_a_third_community_and_other_meetings_stay_out(cast):
    pair = pair_up(cast)
    other = make_meeting(cast.here, title="Rencontre privée")
    third = make_community("Troisième")
    join(cast.nobody, third)
    assert not sees(cast.nobody, pair.meeting)
    assert not sees(pair.guest, other)
    with pytest.raises(Refused):
        open_joint(actor=cast.person("outsider"), meeting=other, twin=pair.twin)


def test_only_the_host_prepares(cast):
    pair = pair_up(cast)
    for rule in (can_edit_meeting, can_hold_meeting, can_record_attendance):
        assert not rule(cast.person("outsider"), pair.row())
    assert can_edit_meeting(cast.person("facilitator"), pair.row())


def test_it_stands_in_lists_home_day_and_calendars_of_the_twin(cast, as_person):
    pair = pair_up(cast)
    guest = pair.fresh(pair.guest)
    assert [line.meeting for line in meetings_list(guest, cast.there, {}).lines] == [pair.meeting]
    assert next_meeting(guest, community=cast.there).meeting == pair.meeting
    assert next_meeting(guest).meeting == pair.meeting
    assert feed_of_person(guest.calendar_key).meetings == [pair.meeting]
    assert feed_of_community(community_key(guest, cast.there)).meetings == [pair.meeting]
    client = as_person(guest)
    for url in (f"/c/{cast.there.public_id}/", "/home/", reverse("meetings:list", args=[cast.there.public_id])):
        assert "Rencontre commune" in client.get(url).content.decode(), url


def test_a_calendar_notices_that_it_is_gone(cast):
    pair = pair_up(cast)
    before = feed_of_person(pair.guest.calendar_key).changed_at
    key = community_key(pair.guest, cast.there)
    end_twin(actor=cast.person("coordinator"), twin=pair.twin)
    after = feed_of_person(pair.guest.calendar_key)
    assert after.meetings == []
    assert after.changed_at > before
    assert feed_of_community(key).changed_at > before


def test_titles_of_a_host_at_risk_stay_out_of_the_calendar(cast):
    pair = pair_up(cast)
    pair.guest.calendar_words = True
    pair.guest.save()
    assert feed_of_person(pair.guest.calendar_key).titles
    cast.here.risk = "high"
    cast.here.save()
    assert not feed_of_person(pair.guest.calendar_key).titles


def test_the_pages_of_a_guest_stand_in_her_own_community(cast, as_person):
    pair = pair_up(cast)
    client = as_person(pair.guest)
    html = client.get(reverse("meetings:meeting", args=[pair.meeting.public_id])).content.decode()
    assert f"/c/{cast.there.public_id}/meetings/" in html
    assert f"/c/{cast.here.public_id}/" not in html
    assert "Communauté Ici" in html
    assert client.get(f"/c/{cast.here.public_id}/").status_code == 404


def test_members_of_the_twin_are_named_to_the_host_once_they_answer(cast, as_person):
    pair = pair_up(cast)
    url = reverse("meetings:replies", args=[pair.meeting.public_id])
    for name in ("Silencieuse", "Invitée Ordinaire", "Caméléon"):
        assert name not in as_person(cast.facilitator).get(url).content.decode()
    reply(actor=pair.fresh(pair.guest), meeting=pair.meeting, answer="yes")
    html = as_person(cast.facilitator).get(url).content.decode()
    assert "Caméléon" in html
    assert "Invitée Ordinaire" not in html
    assert "Silencieuse" not in html
    names = {row.name for row in sheet_rows(pair.row())}
    assert "Caméléon" in names
    assert not names & {"Silencieuse", "Invitée Ordinaire"}
    assert pair.silent not in expected_people(pair.row())
    assert pair.silent.pk in audience_of(pair.row())
    assert [row.name for row in replies_of(pair.row()).rows if row.answer] == ["Caméléon"]


def test_a_person_of_both_is_called_as_the_host_knows_her(cast):
    pair = pair_up(cast)
    join(pair.guest, cast.here, handle="Ici Autrement")
    reply(actor=pair.fresh(pair.guest), meeting=pair.meeting, answer="yes")
    names = {row.name for row in sheet_rows(pair.row())}
    assert "Ici Autrement" in names
    assert "Caméléon" not in names


def test_organisations_of_both_can_be_noted(cast):
    pair = pair_up(cast)
    assert {house.name for house in known_organisations(pair.row())} == {"Maison des Droits", "Maison d’Ailleurs"}
    alone = make_meeting(cast.here)
    assert {house.name for house in known_organisations(alone)} == {"Maison des Droits"}


def test_figures_of_the_page_count_both_sides_and_hide_the_host_s_own_promises(cast, as_person):
    pair = pair_up(cast)
    pair.meeting.items.update(kind="commitments")
    Commitment.objects.create(community=cast.here, text="Promesse privée", person=cast.member, due="2030-01-01")
    url = reverse("meetings:meeting", args=[pair.meeting.public_id])
    assert "engagement encore en cours" in as_person(cast.member).get(url).content.decode()
    assert "engagement encore en cours" not in as_person(pair.guest).get(url).content.decode()
    printed = reverse("meetings:agenda_print", args=[pair.meeting.public_id])
    assert "Promesse privée" in as_person(cast.member).get(printed).content.decode()
    assert "Promesse privée" not in as_person(pair.guest).get(printed).content.decode()


def test_the_twin_s_members_are_invited_when_it_accepts(cast):
    pair = pair_up(cast, accepted=False)
    read_journal()
    joint_page = reverse("meetings:joint", args=[cast.there.public_id])
    assert [news.line.url for news in news_for(cast.person("outsider"))] == [joint_page]
    assert news_for(pair.fresh(pair.guest)) == []
    accept_joint(actor=cast.person("outsider"), joint=pair.joint)
    read_journal()
    page = reverse("meetings:meeting", args=[pair.meeting.public_id])
    assert page in [news.line.url for news in news_for(pair.fresh(pair.guest))]
    mailed = set(Mail.objects.values_list("person_id", flat=True))
    assert pair.guest.pk in mailed
    assert cast.member.pk not in mailed
    end_joint(actor=cast.person("outsider"), joint=JointMeeting.objects.get())
    read_journal()
    lines = [str(news.line.text) for news in news_for(pair.fresh(pair.guest))]
    assert lines
    assert not any("Rencontre commune :" in line or line == "Rencontre commune" for line in lines)


def minutes_with_point(cast, pair):
    hold(pair)
    minutes = start_minutes(actor=cast.person("facilitator"), meeting=pair.row())
    return minutes.segments.first()


def test_promises_belong_to_the_side_of_their_owner_and_both_read_them(cast):
    pair = pair_up(cast)
    reply(actor=pair.fresh(pair.guest), meeting=pair.meeting, answer="yes")
    segment = minutes_with_point(cast, pair)
    assert "Caméléon" in [owner.name for owner in twin_owners(pair.row())]
    assert "Silencieuse" not in [owner.name for owner in twin_owners(pair.row())]
    said = {
        "actor": cast.person("facilitator"),
        "segment": segment,
        "due": pair.row().starts_at.date().replace(year=2027),
    }
    hers = take_commitment(text="Promesse d’ailleurs", person=pair.guest, **said).commitment
    ours = take_commitment(text="Promesse d’ici", person=cast.member, **said).commitment
    assert (hers.community, ours.community) == (cast.there, cast.here)
    for person in (cast.member, pair.guest, pair.silent):
        for promise in (hers, ours):
            assert visible_commitments(pair.fresh(person)).filter(pk=promise.pk).exists()
            assert can_view_commitment(person, promise)
    private = Commitment.objects.create(community=cast.here, text="À nous", person=cast.member, due="2030-01-01")
    assert not visible_commitments(pair.fresh(pair.guest)).filter(pk=private.pk).exists()
    assert not can_view_commitment(pair.guest, private)
    with pytest.raises(Refused):
        take_commitment(text="Sans lien", person=cast.nobody, **said)


def test_a_promise_is_read_inside_one_s_own_community(cast, as_person):
    pair = pair_up(cast)
    segment = minutes_with_point(cast, pair)
    due = pair.row().starts_at.date().replace(year=2027)
    ours = take_commitment(
        actor=cast.person("facilitator"), segment=segment, text="Promesse d’ici", person=cast.member, due=due
    ).commitment
    client = as_person(pair.guest)
    html = client.get(reverse("commitments:commitment", args=[ours.public_id])).content.decode()
    assert "Promesse d’ici" in html
    assert f"/c/{cast.here.public_id}/" not in html
    page = client.get(reverse("commitments:list", args=[cast.there.public_id])).content.decode()
    assert "Promesse d’ici" not in page
    kept = client.post(reverse("commitments:evidence", args=[ours.public_id]), {"evidence": "x"})
    assert kept.status_code in (403, 422)
    ours.refresh_from_db()
    assert ours.state == "open"


def test_when_the_link_ends_what_is_ahead_is_gone_and_what_was_held_stays(cast):
    pair = pair_up(cast)
    held = make_meeting(cast.here, title="Tenue ensemble")
    joint = open_joint(actor=cast.person("facilitator"), meeting=held, twin=pair.twin)
    accept_joint(actor=cast.person("outsider"), joint=joint)
    first, pair.meeting = pair.meeting, held
    segment = minutes_with_point(cast, pair)
    end_twin(actor=cast.person("outsider"), twin=pair.twin)
    assert not sees(pair.guest, first)
    assert sees(pair.guest, held)
    # held after the end of the link: it was not held together
    Meeting.objects.filter(pk=first.pk).update(state="held")
    assert not sees(pair.guest, first)
    due = pair.row().starts_at.date().replace(year=2027)
    with pytest.raises(Refused):
        take_commitment(actor=cast.person("facilitator"), segment=segment, text="x", person=pair.guest, due=due)


def test_a_meeting_that_was_held_is_no_longer_opened_accepted_or_taken_back(cast):
    pair = pair_up(cast)
    hold(pair)
    with pytest.raises(Refused):
        end_joint(actor=cast.person("outsider"), joint=pair.joint)
    over = make_meeting(cast.here, state="held")
    with pytest.raises(Refused):
        open_joint(actor=cast.person("facilitator"), meeting=over, twin=pair.twin)


def test_a_meeting_is_opened_once_to_a_twin_and_only_to_a_twin(cast):
    pair = pair_up(cast)
    with pytest.raises(Refused):
        open_joint(actor=cast.person("facilitator"), meeting=pair.meeting, twin=pair.twin)
    end_twin(actor=cast.person("coordinator"), twin=pair.twin)
    with pytest.raises(Refused):
        open_joint(actor=cast.person("facilitator"), meeting=make_meeting(cast.here), twin=pair.twin)


def test_the_pages_open_accept_and_take_back(cast, as_person):
    link(cast)
    meeting = make_meeting(cast.here, title="Rencontre commune")
    host, twin = as_person(cast.facilitator), as_person(cast.outsider)
    page = reverse("meetings:twins", args=[meeting.public_id])
    assert "Communauté Ailleurs" in host.get(page).content.decode()
    assert as_person(cast.member).get(page).status_code == 404
    assert host.post(page, {"twin": "zzz"}).status_code == 404
    twin_id = cast.here.twins_asked.get().public_id
    assert host.post(page, {"twin": twin_id}).status_code == 303
    joint = JointMeeting.objects.get()
    asked = reverse("meetings:joint", args=[cast.there.public_id])
    assert asked in twin.get(reverse("meetings:list", args=[cast.there.public_id])).content.decode()
    assert "Rencontre commune" in twin.get(asked).content.decode()
    assert twin.get(reverse("meetings:meeting", args=[meeting.public_id])).status_code == 404
    assert as_person(cast.member).post(reverse("meetings:joint_acceptance", args=[joint.public_id])).status_code == 404
    assert twin.post(reverse("meetings:joint_acceptance", args=[joint.public_id])).status_code == 303
    assert twin.get(reverse("meetings:meeting", args=[meeting.public_id])).status_code == 200
    assert host.post(reverse("meetings:joint_end", args=[joint.public_id])).status_code == 303
    assert twin.get(reverse("meetings:meeting", args=[meeting.public_id])).status_code == 404


def test_an_author_is_not_named_to_the_twin_by_another_name_than_the_host_s(cast, as_person):
    pair = pair_up(cast)
    cast.facilitator.memberships.update(handle="Nom d’ici")
    segment = minutes_with_point(cast, pair)
    from palabre.meetings.actions.minutes import write_segment

    write_segment(actor=cast.person("facilitator"), segment=segment, title=segment.title, body="Texte", base_version=0)
    url = reverse("meetings:segment_versions", args=[pair.meeting.public_id, segment.public_id])
    html = as_person(pair.guest).get(url).content.decode()
    assert "Nom d’ici" in html
    assert "Facilitator" not in html


def test_meetings_of_twins_cost_the_same_for_one_and_for_many(cast, as_person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pair = pair_up(cast)
    client = as_person(pair.guest)
    url = reverse("meetings:list", args=[cast.there.public_id])
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(8):
        meeting = make_meeting(cast.here)
        joint = open_joint(actor=cast.person("facilitator"), meeting=meeting, twin=pair.twin)
        accept_joint(actor=cast.person("outsider"), joint=joint)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(one)


def test_who_was_there_of_the_twin_may_approve_and_has_a_certificate(cast, as_person):
    pair = pair_up(cast)
    hold(pair)
    line = Attendance.objects.create(meeting=pair.meeting, person=pair.guest)
    html = as_person(pair.guest).get(reverse("meetings:certificate", args=[line.public_id])).content.decode()
    assert "Caméléon" in html
