"""Meetings of a working group and of the leads of the groups: who sees, who is invited, who leads, what stays inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.rules import can_view_commitment
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Membership, SharingAgreement
from palabre.communities.rules import fresh
from palabre.desk.queries.network_results import meetings_of, shared_minutes
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.kit.verdict import Refused
from palabre.meetings.actions.agenda import add_item
from palabre.meetings.actions.joint import open_joint
from palabre.meetings.actions.minutes import start_minutes
from palabre.meetings.actions.minutes_flow import take_commitment
from palabre.meetings.actions.planning import change_meeting, note_held, plan_meeting, publish_agenda
from palabre.meetings.choices import Audience, MeetingKind
from palabre.meetings.models import Attendance, Meeting
from palabre.meetings.queries.calendars import feed_of_person
from palabre.meetings.queries.circles import circles_for, rhythm_of_month
from palabre.meetings.queries.lists import next_meeting, rhythm_warning
from palabre.meetings.queries.telling import audience_of
from palabre.meetings.rules import (
    can_edit_meeting,
    can_open_joint,
    can_plan_meeting,
    can_record_attendance,
    can_translate,
    can_view_meeting,
    can_write_minutes,
    invited_meetings,
    is_invited,
    leads,
    visible_attendances,
    visible_meetings,
)
from palabre.meetings.rules.circles import places
from palabre.people.models import Person
from tests.factories import grant, join, make_meeting, make_person
from tests.personas import Cast
from tests.unit.meetings.joining_twins import link
from tests.unit.meetings.plans import at, frame, posted

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]


@dataclass(slots=True)
class Cohort:
    """`member` leads the first group, with `second_member`; `core` leads the other; `mel` follows up."""

    cast: Cast
    first: WorkingGroup
    other: WorkingGroup
    mel: Person
    ours: Meeting
    theirs: Meeting
    check_in: Meeting

    def everyone(self) -> dict[str, Person]:
        return self.cast.everyone() | {"mel": fresh(self.mel)}

    def names(self, test: Callable[[Person], object]) -> list[str]:
        return [name for name, person in self.everyone().items() if test(person)]


@pytest.fixture
def cohort(cast: Cast) -> Cohort:
    mel = make_person("Suivi")
    grant(mel, cast.here, Role.MEL)
    first = WorkingGroup.objects.create(community=cast.here, theme="Soins", position=1)
    other = WorkingGroup.objects.create(community=cast.here, theme="Liens", position=2)
    for person, group, leading in (
        (cast.member, first, True),
        (cast.second_member, first, False),
        (cast.core, other, True),
    ):
        GroupMembership.objects.create(community=cast.here, group=group, person=person, leads=leading)
    ours = make_meeting(cast.here, kind=MeetingKind.GROUP, audience=Audience.GROUP, group=first, title="Groupe Soins")
    theirs = make_meeting(cast.here, kind=MeetingKind.GROUP, audience=Audience.GROUP, group=other, title="Groupe Liens")
    check_in = make_meeting(cast.here, kind=MeetingKind.MEL, audience=Audience.LEADS, title="Point MEL")
    return Cohort(cast, first, other, mel, ours, theirs, check_in)


def test_a_groups_meeting_is_its_own_and_of_those_who_accompany(cohort: Cohort) -> None:
    staff = ["coordinator", "facilitator"]
    assert cohort.names(lambda one: can_view_meeting(one, cohort.ours)) == [
        *staff, "translator", "member", "second_member", "mel",
    ]  # fmt: skip
    assert cohort.names(lambda one: can_view_meeting(one, cohort.theirs)) == [*staff, "translator", "core", "mel"]
    assert cohort.names(lambda one: is_invited(one, cohort.ours)) == [*staff, "member", "second_member", "mel"]
    assert cohort.names(lambda one: leads(one, cohort.ours)) == [*staff, "member"]
    assert cohort.names(lambda one: can_edit_meeting(one, cohort.theirs)) == [*staff, "core"]


@pytest.mark.covers("INV-22")
def test_a_check_in_is_for_the_leads_the_follow_up_and_the_coordination(cohort: Cohort) -> None:
    invited = ["coordinator", "core", "member", "mel"]
    assert cohort.names(lambda one: is_invited(one, cohort.check_in)) == invited
    assert cohort.names(lambda one: can_view_meeting(one, cohort.check_in)) == [
        "coordinator", "translator", "core", "member", "mel",
    ]  # fmt: skip
    assert cohort.names(lambda one: leads(one, cohort.check_in)) == ["coordinator", "mel"]
    assert set(audience_of(cohort.check_in)) == {cohort.everyone()[name].pk for name in invited}
    planned = plan_meeting(
        actor=cohort.mel, community=cohort.cast.here, frame=frame(kind="mel", audience=Audience.EVERYONE)
    )
    assert planned.audience == Audience.LEADS, "whatever was asked for"
    for name in ("facilitator", "member", "steward"):
        with pytest.raises(Refused):
            plan_meeting(actor=cohort.everyone()[name], community=cohort.cast.here, frame=frame(kind="mel"))


def test_lists_say_the_same_as_rules_for_everybody(cohort: Cohort) -> None:
    rows = [cohort.ours, cohort.theirs, cohort.check_in, make_meeting(cohort.cast.here, audience=Audience.CORE)]
    for name, person in cohort.everyone().items():
        seen, invited = set(visible_meetings(person)), set(invited_meetings(person))
        for row in rows:
            assert (row in seen) == bool(can_view_meeting(person, row)), (name, row.title)
            assert (row in invited) == is_invited(person, row), (name, row.title)
            assert (person.pk in audience_of(row)) == is_invited(person, row), (name, row.title)


def test_between_two_groups_nothing_passes(cohort: Cohort, as_person: AsPerson) -> None:
    for name in (
        "meeting",
        "agenda",
        "minutes",
        "attendance",
        "documents",
        "questions",
        "edit",
        "agenda_print",
        "reply",
    ):
        url = reverse(f"meetings:{name}", args=[cohort.theirs.public_id])
        assert as_person(cohort.cast.member).get(url).status_code == 404, name
        assert as_person(cohort.cast.core).get(url).status_code != 404, name
    page = as_person(cohort.cast.second_member).get(reverse("meetings:list", args=[cohort.cast.here.public_id]))
    assert "Groupe Soins" in page.content.decode()
    assert "Groupe Liens" not in page.content.decode()
    feed = feed_of_person(cohort.cast.second_member.calendar_key)
    assert feed is not None
    assert [one.title for one in feed.meetings] == ["Groupe Soins"]
    record_attendance_of(cohort)
    assert not visible_attendances(cohort.everyone()["core"]).exists()
    assert visible_attendances(cohort.everyone()["member"]).count() == 1


def test_the_past_meetings_of_a_group_are_found_from_its_home(cohort: Cohort, as_person: AsPerson) -> None:
    ago = {"starts_at": at(-30), "ends_at": at(-30) + timedelta(hours=1), "state": "held"}
    make_meeting(
        cohort.cast.here, kind=MeetingKind.GROUP, audience=Audience.GROUP, group=cohort.first, title="Avant", **ago
    )
    make_meeting(cohort.cast.here, title="Plénière passée", **ago)
    home = reverse("desk:group", args=[cohort.first.public_id])
    url = f"{reverse('meetings:list', args=[cohort.cast.here.public_id])}?when=past&group={cohort.first.public_id}"
    client = as_person(cohort.cast.second_member)
    html = client.get(home).content.decode()
    assert url.replace("&", "&amp;") in html
    next_one = html[html.index('id="meeting-t"') : html.index('id="questions-t"')]
    assert re.search(r"\d\s+h\s+\d\d", next_one), "the hour stands beside the day"
    listed = client.get(url).content.decode()
    assert "Avant" in listed
    assert "Plénière passée" not in listed
    other = as_person(cohort.cast.core)
    assert "group=" not in other.get(home).content.decode()
    assert "Avant" not in other.get(url).content.decode()


def record_attendance_of(cohort: Cohort) -> None:
    Attendance.objects.create(meeting=cohort.ours, person=cohort.cast.second_member, kind="member", presence="present")


def test_who_left_the_group_or_has_not_signed_leads_nothing(cohort: Cohort) -> None:
    member = cohort.everyone()["member"]
    assert leads(member, cohort.ours)
    Membership.objects.filter(person=member, community=cohort.cast.here).update(state=MembershipState.RESTRICTED)
    member = fresh(member)
    assert can_view_meeting(member, cohort.ours), "she reads"
    assert not leads(member, cohort.ours)
    assert not can_plan_meeting(member, cohort.cast.here, MeetingKind.GROUP, cohort.first)
    GroupMembership.objects.filter(person=member).update(left_at=timezone.now(), leads=False)
    assert not can_view_meeting(fresh(member), cohort.ours)
    assert places(member) == []


def test_whoever_leads_a_group_plans_its_meetings_and_no_others(cohort: Cohort) -> None:
    member, here = cohort.everyone()["member"], cohort.cast.here
    meeting = plan_meeting(actor=member, community=here, frame=frame(kind="group", group=cohort.first))
    assert (meeting.audience, meeting.group) == (Audience.GROUP, cohort.first)
    for wrong in (
        frame(kind="group", group=cohort.other), frame(kind="group"), frame(kind="plenary"),
        frame(kind="plenary", group=cohort.first), frame(kind="group", group=cohort.first, audience=Audience.LEADS),
    ):  # fmt: skip
        with pytest.raises(Refused):
            plan_meeting(actor=member, community=here, frame=wrong)
    elsewhere = WorkingGroup.objects.create(community=cohort.cast.there, theme="Ailleurs")
    with pytest.raises(Refused):
        plan_meeting(actor=cohort.everyone()["coordinator"], community=here, frame=frame(kind="group", group=elsewhere))
    with pytest.raises(Refused):
        plan_meeting(actor=cohort.everyone()["second_member"], community=here, frame=frame(kind="group"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.EVERYONE)


def test_she_carries_it_from_the_agenda_to_the_minutes(cohort: Cohort) -> None:
    member = cohort.everyone()["member"]
    add_item(actor=member, meeting=cohort.ours, title="Notre question", minutes=30)
    publish_agenda(actor=member, meeting=cohort.ours)
    Meeting.objects.filter(pk=cohort.ours.pk).update(starts_at=at(-1), ends_at=at(-1, 11))
    note_held(actor=member, meeting=cohort.ours)
    minutes = start_minutes(actor=member, meeting=cohort.ours)
    assert can_write_minutes(member, minutes, minutes.source_language)
    assert can_translate(cohort.everyone()["translator"], cohort.ours)
    segment = minutes.segments.first()
    assert segment is not None
    due = timezone.localdate() + timedelta(days=20)
    taken = take_commitment(
        actor=member, segment=segment, text="Écrire à la mairie", due=due, person=cohort.cast.second_member
    )
    assert taken.commitment.person == cohort.cast.second_member
    inside = cohort.names(lambda person: can_view_meeting(person, cohort.ours))
    assert cohort.names(lambda person: can_view_commitment(person, taken.commitment)) == inside
    assert "core" not in inside, "a member of the community in another group"
    with pytest.raises(Refused):
        take_commitment(actor=member, segment=segment, text="Appeler", due=due, person=cohort.cast.core)
    assert not can_record_attendance(cohort.everyone()["core"], cohort.ours)


def test_what_a_circle_holds_stays_there(cohort: Cohort) -> None:
    coordinator = cohort.everyone()["coordinator"]
    for wrong in (frame(kind="plenary"), frame(kind="group", group=cohort.other), frame(kind="mel")):
        with pytest.raises(Refused):
            change_meeting(actor=coordinator, meeting=cohort.ours, frame=wrong)
    WorkingGroup.objects.filter(pk=cohort.first.pk).update(stage="closed")
    kept = change_meeting(actor=coordinator, meeting=cohort.ours, frame=frame(kind="group", group=cohort.first))
    assert kept.audience == Audience.GROUP
    keep = circles_for(coordinator, cohort.cast.here, cohort.first)["groups"]
    assert cohort.first in [group for group, _theme in keep]
    twin = link(cohort.cast)
    assert not can_open_joint(coordinator, cohort.theirs, twin)
    with pytest.raises(Refused):
        open_joint(actor=coordinator, meeting=cohort.theirs, twin=twin)


def test_nothing_of_it_rises_to_the_network(cohort: Cohort) -> None:
    here, network = cohort.cast.here, cohort.cast.network
    SharingAgreement.objects.create(child=here, parent=network, level="records", signed_at=timezone.now())
    Meeting.objects.filter(pk=cohort.ours.pk).update(state="held", starts_at=at(-1), ends_at=at(-1, 11))
    start_minutes(actor=cohort.everyone()["member"], meeting=Meeting.objects.get(pk=cohort.ours.pk))
    plenary = make_meeting(here, state="held", starts_at=at(-2), ends_at=at(-2, 11))
    rows = meetings_of([here.pk], [here.pk], at(-1).year).get(here.pk, [])
    assert cohort.ours not in [row.meeting for row in rows]
    assert plenary.starts_at.year != at(-1).year or plenary in [row.meeting for row in rows]
    assert shared_minutes(network, cohort.ours.public_id) is None


def test_the_form_offers_what_is_hers(cohort: Cohort, as_person: AsPerson) -> None:
    url = reverse("meetings:plan", args=[cohort.cast.here.public_id])
    assert as_person(cohort.cast.second_member).get(url).status_code == 403
    page = as_person(cohort.cast.member).get(url).content.decode()
    assert "Soins" in page
    assert '<option value="plenary"' not in page
    said = posted(kind="group", audience="", group=cohort.other.public_id)
    assert as_person(cohort.cast.member).post(url, said).status_code == 422
    assert as_person(cohort.cast.member).post(url, said | {"group": ""}).status_code == 422
    assert as_person(cohort.cast.member).post(url, said | {"group": cohort.first.public_id}).status_code == 303
    assert Meeting.objects.latest("pk").group == cohort.first
    follow_up = as_person(cohort.mel)
    assert '<option value="plenary"' not in follow_up.get(url).content.decode()
    assert follow_up.post(url, posted(kind="mel", audience="everyone")).status_code == 303
    assert Meeting.objects.latest("pk").audience == Audience.LEADS
    edit = reverse("meetings:edit", args=[cohort.ours.public_id])
    kept = posted(kind="group", group=cohort.first.public_id, title_fr="Groupe Soins, mars")
    assert as_person(cohort.cast.member).post(edit, kept).status_code == 303
    cohort.ours.refresh_from_db()
    assert (cohort.ours.title, cohort.ours.group) == ("Groupe Soins, mars", cohort.first)


def test_where_there_are_no_groups_a_group_meeting_is_what_it_was(cast: Cast) -> None:
    meeting = plan_meeting(actor=cast.person("facilitator"), community=cast.here, frame=frame(kind="group"))
    assert (meeting.audience, meeting.group) == (Audience.EVERYONE, None)
    assert rhythm_of_month(cast.here) == []


@pytest.mark.covers("INV-21")
def test_each_group_and_the_plenary_meet_once_a_month(cohort: Cohort) -> None:
    """None, or two, are said on the page of planning; online, ninety minutes at most without a reason."""
    here, this_month = cohort.cast.here, timezone.now().replace(day=12, hour=9)
    moments = {"starts_at": this_month, "ends_at": this_month + timedelta(hours=1)}
    circle = {"kind": MeetingKind.GROUP, "audience": Audience.GROUP, **moments}
    Meeting.objects.update(**moments)
    Meeting.objects.filter(pk=cohort.theirs.pk).delete()
    assert ["Liens" in line for line in rhythm_of_month(here)] == [True, False], "and no plenary"
    second = make_meeting(here, group=cohort.first, **circle)
    make_meeting(here, kind=MeetingKind.PLENARY, **moments)
    assert [("Soins" in line, "Liens" in line, "2" in line) for line in rhythm_of_month(here)] == [
        (True, False, True), (False, True, False),
    ]  # fmt: skip
    assert rhythm_warning(here, second)
    assert not rhythm_warning(here, make_meeting(here, group=cohort.other, **circle)), "another group's is not hers"
    member, coordinator = cohort.everyone()["member"], cohort.everyone()["coordinator"]
    long = {"kind": "group", "group": cohort.first, "mode": "online"}
    for because in ("", "Nous le voulons"):
        with pytest.raises(Refused):
            plan_meeting(actor=member, community=here, frame=frame(**long, long_because=because))
    plan_meeting(actor=coordinator, community=here, frame=frame(**long, long_because="Formation"))


def test_pages_cost_the_same_with_meetings_of_groups(cohort: Cohort, as_person: AsPerson) -> None:
    def cost(person: Person, url: str) -> int:
        client = as_person(person)
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    def costs(person: Person) -> list[int]:
        names = [reverse("meetings:list", args=[cohort.cast.here.public_id]), reverse("desk:my_day")]
        return [cost(person, url) for url in names]

    with_groups = costs(cohort.cast.second_member)
    apart = cost(cohort.cast.second_member, reverse("meetings:meeting", args=[cohort.ours.public_id]))
    Meeting.objects.update(audience=Audience.EVERYONE, group=None, kind=MeetingKind.PLENARY)
    assert all(one <= other + 1 for one, other in zip(with_groups, costs(cohort.cast.second_member), strict=True))
    assert apart <= cost(cohort.cast.second_member, reverse("meetings:meeting", args=[cohort.ours.public_id])) + 1


def test_the_next_meeting_of_each_is_her_own(cohort: Cohort) -> None:
    def title(name: str) -> str:
        found = next_meeting(cohort.everyone()[name])
        return found.meeting.title if found else ""

    Meeting.objects.filter(pk=cohort.check_in.pk).update(starts_at=at(1), ends_at=at(1, 11))
    assert [title(name) for name in ("member", "second_member", "mel")] == ["Point MEL", "Groupe Soins", "Point MEL"]
    stranger = make_person()
    join(stranger, Community.objects.get(pk=cohort.cast.here.pk))
    assert next_meeting(stranger) is None
