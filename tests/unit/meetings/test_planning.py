"""Planning, repeating, moving, cancelling: what is kept, what is refused, and with which sentence."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.languages.queries import words
from palabre.meetings.actions.frame import When
from palabre.meetings.actions.moving import cancel_meeting, move_meeting
from palabre.meetings.actions.planning import change_meeting, note_held, plan_meeting, plan_series, publish_agenda
from palabre.meetings.actions.series import days_of
from palabre.meetings.models import Meeting
from palabre.people.models import Draft
from tests.factories import make_item, make_meeting
from tests.unit.meetings.plans import EVIL, SCRIPTS, at, frame, posted, when

WARNING = "There is already such a meeting that month"


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def told(kind: str) -> Entry:
    return Entry.objects.filter(kind=kind).latest("pk")


def plan_url(cast) -> str:
    return reverse("meetings:plan", args=[cast.here.public_id])


def test_a_planned_meeting_is_written_told_and_half_translated(cast):
    meeting = plan_meeting(
        actor=cast.facilitator,
        community=cast.here,
        frame=frame(other_title="November meeting", facilitators=[cast.core]),
    )
    assert words(meeting, "title", "en").text == "November meeting"
    assert words(meeting, "title", "en").state == "in_review"
    assert list(meeting.facilitators.all()) == [cast.core]
    entry = told("meetings.planned")
    assert (entry.community_id, entry.subject_id, entry.actor_id) == (cast.here.pk, meeting.pk, cast.facilitator.pk)
    assert "novembre" not in str(entry.facts)


@pytest.mark.parametrize("name", ["member", "core", "translator"])
def test_planning_is_refused_to_whoever_does_not_lead(cast, name):
    with pytest.raises(Refused, match="facilitation"):
        plan_meeting(actor=cast.person(name), community=cast.here, frame=frame())
    assert not Meeting.objects.exists()


def test_somebody_from_elsewhere_cannot_be_named_as_facilitation(cast):
    with pytest.raises(Refused) as error:
        plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(facilitators=[cast.outsider]))
    assert error.value.field == "facilitators"


@pytest.mark.covers("INV-21")
def test_online_more_than_ninety_minutes_needs_a_reason_of_the_coordination(cast):
    long = {"mode": "online", "when": when(minutes=91)}
    with pytest.raises(Refused, match="90 minutes") as error:
        plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(**long))
    assert error.value.field == "end"
    with pytest.raises(Refused, match="Only the coordination"):
        plan_meeting(actor=cast.facilitator, community=cast.here, frame=frame(**long, long_because="Interprétation"))
    kept = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(**long, long_because="Interprétation"))
    assert kept.long_because == "Interprétation"
    assert plan_meeting(actor=cast.facilitator, community=cast.here, frame=frame(mode="online", when=when(minutes=90)))
    assert plan_meeting(
        actor=cast.facilitator, community=cast.here, frame=frame(mode="in_person", when=when(minutes=400))
    )


@pytest.mark.covers("INV-21")
def test_facilitation_may_change_a_long_meeting_but_not_make_it_longer(cast):
    because = {"mode": "online", "when": when(minutes=120), "long_because": "Deux langues"}
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(**because))
    changed = change_meeting(actor=cast.facilitator, meeting=meeting, frame=frame(**because, welcome="Rampe"))
    assert changed.welcome == "Rampe"
    with pytest.raises(Refused, match="Only the coordination"):
        move_meeting(actor=cast.facilitator, meeting=meeting, when=when(minutes=150))


@pytest.mark.covers("INV-21")
def test_a_second_plenary_of_the_month_is_planned_with_a_warning(cast, as_person):
    cast.facilitator.language = "en"
    cast.facilitator.save()
    client = as_person(cast.facilitator)
    plan_meeting(actor=cast.facilitator, community=cast.here, frame=frame())
    page = client.post(plan_url(cast), posted(), follow=True)
    assert Meeting.objects.count() == 2
    assert [str(said) for said in page.context["messages"]][1].startswith(WARNING)
    page = client.post(plan_url(cast), posted(kind="expert_talk", place="Ici"), follow=True)
    assert len(page.context["messages"]) == 1


def test_an_end_before_the_start_comes_back_filled_with_a_sentence(cast, as_person):
    cast.coordinator.language = "en"
    cast.coordinator.save()
    page = as_person(cast.coordinator).post(plan_url(cast), posted(start="09:00", end="08:30"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "The end (8:30) comes before the start (9:00). Choose a time after 9:00." in text
    assert "Rencontre de novembre" in text
    assert not Meeting.objects.exists()


def test_an_hour_that_the_clocks_skip_is_refused_beside_its_field(cast, as_person):
    cast.coordinator.language = "en"
    cast.coordinator.save()
    skipped = posted(day="2027-03-28", start="02:30", end="04:00", zone="Europe/Paris")
    page = as_person(cast.coordinator).post(plan_url(cast), skipped)
    assert page.status_code == 422
    assert "Choose 3:00 or later" in page.content.decode()
    assert page.context["form"].errors.keys() == {"start"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": ""}, "place"),
        ({"mode": "in_person", "place": "   "}, "place"),
        ({"title_fr": "", "title_en": ""}, "title_fr"),
        ({"rhythm": "monthly_day"}, "until"),
        ({"rhythm": "monthly_day", "until": "2090-01-01"}, "until"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"link": "not a link"}, "link"),
        ({"day": "soon"}, "day"),
        ({"title_fr": "x" * 161}, "title_fr"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, as_person, wrong, field):
    page = as_person(cast.coordinator).post(plan_url(cast), posted(**wrong))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Meeting.objects.exists()


def test_a_title_in_one_language_only_is_enough(cast, as_person):
    as_person(cast.coordinator).post(plan_url(cast), posted(title_fr="", title_en="November meeting"))
    meeting = Meeting.objects.get()
    assert (meeting.source_language, meeting.title) == ("en", "November meeting")


@pytest.mark.covers("SR-57")
def test_the_same_form_sent_twice_plans_one_meeting(cast, as_person):
    client = as_person(cast.coordinator)
    first = client.post(plan_url(cast), posted(once="k1"))
    second = client.post(plan_url(cast), posted(once="k1"))
    assert Meeting.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_what_was_typed_can_be_kept_for_later_without_a_script(cast, as_person):
    client = as_person(cast.coordinator)
    answer = client.post(plan_url(cast), posted(title_fr="À moitié", day="", later="1"))
    assert answer.status_code == 303
    assert not Meeting.objects.exists()
    assert "À moitié" in client.get(plan_url(cast)).content.decode()
    client.post(plan_url(cast), posted())
    assert not Draft.objects.exists()


def test_every_text_field_is_shown_as_text_and_every_script_survives(cast, as_person):
    client = as_person(cast.coordinator)
    texts = ("title_fr", "title_en", "place", "welcome_fr", "welcome_en", "interpretation")
    client.post(plan_url(cast), posted(**{name: f"{EVIL} {name}" for name in texts}, place_hidden="on"))
    meeting = Meeting.objects.get()
    for page in ("meeting", "edit", "agenda", "agenda_print", "translation", "move", "cancellation"):
        text = client.get(reverse(f"meetings:{page}", args=[meeting.public_id])).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
    change_meeting(actor=cast.coordinator, meeting=meeting, frame=frame(title=SCRIPTS, place=SCRIPTS))
    page = client.get(reverse("meetings:meeting", args=[meeting.public_id])).content.decode()
    assert unicodedata.normalize("NFC", SCRIPTS) in page


def test_a_series_keeps_the_hour_of_its_place_across_summer_time(cast):
    paris = ZoneInfo("Europe/Paris")
    start = datetime(2027, 1, 28, 9, 0, tzinfo=paris)
    moment = When(
        starts_at=start.astimezone(UTC), ends_at=(start + timedelta(hours=1)).astimezone(UTC), zone="Europe/Paris"
    )
    meetings = plan_series(
        actor=cast.coordinator,
        community=cast.here,
        frame=frame(when=moment),
        rhythm="monthly_day",
        until=date(2027, 7, 31),
    )
    local = [meeting.local_start for meeting in meetings]
    assert [(day.month, day.day) for day in local] == [(1, 28), (2, 25), (3, 25), (4, 22), (5, 27), (6, 24), (7, 22)]
    assert {day.hour for day in local} == {9}
    assert {meeting.starts_at.hour for meeting in meetings} == {8, 7}
    assert told("meetings.planned").facts == {"series": meetings[0].series_id, "count": 7}
    assert kinds().count("meetings.repeated") == 6


def test_days_of_each_rhythm():
    first = date(2027, 1, 31)
    by_date = days_of("monthly_date", first)
    assert [next(by_date) for _ in range(4)] == [first, date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    fifth = days_of("monthly_day", date(2027, 1, 29))
    assert [next(fifth) for _ in range(3)] == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]
    half = days_of("half_yearly", date(2026, 11, 26))
    assert [next(half) for _ in range(3)] == [date(2026, 11, 26), date(2027, 5, 26), date(2027, 11, 26)]


def test_a_series_that_meets_a_skipped_hour_is_refused_and_nothing_is_written(cast):
    start = datetime(2027, 2, 28, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    moment = When(
        starts_at=start.astimezone(UTC), ends_at=(start + timedelta(hours=1)).astimezone(UTC), zone="Europe/Paris"
    )
    with pytest.raises(Refused, match=r"3:00|3.h.00"):
        plan_series(
            actor=cast.coordinator,
            community=cast.here,
            frame=frame(when=moment),
            rhythm="monthly_day",
            until=date(2027, 4, 30),
        )
    assert not Meeting.objects.exists()


def test_moving_one_meeting_counts_its_sequence_up(cast):
    meeting = make_meeting(cast.here, place="Salle")
    moved = move_meeting(actor=cast.facilitator, meeting=meeting, when=when(days=9), place="Cour")[0]
    assert (moved.sequence, moved.place, moved.starts_at) == (1, "Cour", at(9))
    assert told("meetings.moved").facts["count"] == 1


def test_moving_this_and_following_keeps_the_earlier_ones(cast):
    meetings = plan_series(
        actor=cast.coordinator, community=cast.here, frame=frame(when=when(days=3)), rhythm="monthly_date",
        until=(at(3) + timedelta(days=130)).date(),
    )  # fmt: skip
    second = meetings[1]
    shifted = When(
        starts_at=second.starts_at + timedelta(hours=2), ends_at=second.ends_at + timedelta(hours=2), zone=second.zone
    )
    rest = move_meeting(actor=cast.coordinator, meeting=second, when=shifted, following=True)
    assert len(rest) == len(meetings) - 1
    rows = list(Meeting.objects.order_by("starts_at"))
    assert [row.sequence for row in rows] == [0] + [1] * len(rest)
    assert {row.local_start.hour for row in rows[1:]} == {rows[0].local_start.hour + 2}


def test_a_cancelled_meeting_stays_with_its_reason_and_cannot_be_moved(cast):
    meeting = make_meeting(cast.here)
    with pytest.raises(Refused) as error:
        cancel_meeting(actor=cast.facilitator, meeting=meeting, because="  ")
    assert error.value.field == "because"
    gone = cancel_meeting(actor=cast.facilitator, meeting=meeting, because="Route coupée")[0]
    assert (gone.state, gone.sequence, gone.cancelled_because) == ("cancelled", 1, "Route coupée")
    assert "Route" not in str(told("meetings.cancelled").facts)
    for forbidden in (
        lambda: move_meeting(actor=cast.facilitator, meeting=gone, when=when()),
        lambda: cancel_meeting(actor=cast.facilitator, meeting=gone, because="Encore"),
        lambda: publish_agenda(actor=cast.facilitator, meeting=gone),
        lambda: note_held(actor=cast.facilitator, meeting=gone),
        lambda: change_meeting(actor=cast.facilitator, meeting=gone, frame=frame()),
    ):
        with pytest.raises(Refused):
            forbidden()


@pytest.mark.covers("SR-18")
def test_a_meeting_is_noted_as_held_once_and_not_days_before(cast):
    ahead = make_meeting(cast.here)
    with pytest.raises(Refused, match="not begun"):
        note_held(actor=cast.facilitator, meeting=ahead)
    begun = make_meeting(cast.here, starts_at=at(-1))
    assert note_held(actor=cast.facilitator, meeting=begun).state == "held"
    with pytest.raises(Refused):
        note_held(actor=cast.facilitator, meeting=begun)
    with pytest.raises(Refused):
        publish_agenda(actor=cast.facilitator, meeting=begun)


def test_changing_the_frame_leaves_the_moment_and_outdates_the_other_half(cast):
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(other_title="November meeting"))
    changed = change_meeting(
        actor=cast.coordinator,
        meeting=meeting,
        frame=frame(title="Rencontre du 26", when=when(days=30), source_language="en"),
    )
    assert (changed.starts_at, changed.source_language, changed.sequence) == (meeting.starts_at, "fr", 0)
    assert words(changed, "title", "en").state == "outdated"


VERBS = {
    "edit": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "move": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "cancellation": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "agenda": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "translation": {"coordinator": 200, "facilitator": 200, "translator": 200, "core": 403, "member": 403},
    "replies": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "guests": {"coordinator": 200, "facilitator": 200, "translator": 403, "core": 403, "member": 403},
    "documents": {"coordinator": 200, "facilitator": 200, "translator": 200, "core": 200, "member": 200},
    "meeting": {"coordinator": 200, "facilitator": 200, "translator": 200, "core": 200, "member": 200},
    "agenda_print": {"coordinator": 200, "facilitator": 200, "translator": 200, "core": 200, "member": 200},
    "reply": {"coordinator": 200, "facilitator": 200, "translator": 200, "core": 200, "member": 200},
}
STRANGERS = ("steward", "outsider", "keeper", "nobody")


@pytest.mark.covers("SR-12", "SR-14")
@pytest.mark.parametrize("page", VERBS)
def test_who_may_open_which_page(cast, as_person, page):
    meeting = make_meeting(cast.here)
    make_item(meeting)
    url = reverse(f"meetings:{page}", args=[meeting.public_id])
    for name, status in VERBS[page].items():
        assert as_person(cast.person(name)).get(url).status_code == status, name
    for name in STRANGERS:
        assert as_person(cast.person(name)).get(url).status_code == 404, name
        assert as_person(cast.person(name)).post(url, {}).status_code in (404, 405), name
    assert as_person(None).get(url).status_code == 302


@pytest.mark.parametrize("page", ["publication", "holding"])
def test_states_change_by_post_only_and_for_whoever_leads(cast, as_person, page):
    meeting = make_meeting(cast.here, starts_at=at(0, hour=0))
    make_item(meeting)
    url = reverse(f"meetings:{page}", args=[meeting.public_id])
    assert as_person(cast.coordinator).get(url).status_code == 405
    assert as_person(cast.member).post(url).status_code == 403
    assert as_person(cast.outsider).post(url).status_code == 404
    assert as_person(cast.facilitator).post(url).status_code == 303


def test_the_list_shows_the_plan_button_to_whoever_may_plan(cast, as_person):
    url = reverse("meetings:list", args=[cast.here.public_id])
    assert plan_url(cast) in as_person(cast.facilitator).get(url).content.decode()
    assert plan_url(cast) not in as_person(cast.member).get(url).content.decode()
    assert as_person(cast.member).get(plan_url(cast)).status_code == 403
    assert as_person(cast.outsider).get(url).status_code == 404


@pytest.mark.parametrize("past", [False, True])
def test_the_list_costs_the_same_with_one_and_thirty_meetings(cast, as_person, django_assert_max_num_queries, past):
    days = -20 if past else 5
    client = as_person(cast.member)
    url = reverse("meetings:list", args=[cast.here.public_id]) + ("?when=past" if past else "")
    make_meeting(cast.here, starts_at=at(days))
    with django_assert_max_num_queries(9) as one:
        client.get(url)
    for extra in range(29):
        make_meeting(cast.here, starts_at=at(days - extra if past else days + extra))
    with django_assert_max_num_queries(9) as thirty:
        page = client.get(url)
    assert len(one) == len(thirty)
    assert len(page.context["list"].lines) == 20
    older = page.context["list"].slice.older
    with django_assert_max_num_queries(9):
        rest = client.get(url + ("&" if past else "?") + f"older={older}")
    assert len(rest.context["list"].lines) == 10


def test_a_draft_that_no_form_of_ours_wrote_does_not_close_the_page(cast, as_person):
    client = as_person(cast.facilitator)
    odd = {
        "day": ["x", "y"],
        "start": ["1", "2"],
        "kind": ["a", "b"],
        "zone": ["<b>", "Ici"],
        "title_fr": ["Un", "Deux"],
    }
    kept = client.post(reverse("people:draft", args=[f"meeting-plan-{cast.here.public_id}"]), odd)
    page = client.get(reverse("meetings:plan", args=[cast.here.public_id]))
    assert (kept.status_code, page.status_code) == (204, 200)
    assert "Deux" in page.content.decode()


def test_a_closed_community_plans_nothing(cast):
    type(cast.here).objects.filter(pk=cast.here.pk).update(stage="closed")
    for plan in (plan_meeting, lambda **said: plan_series(rhythm="monthly_day", until=at(90).date(), **said)):
        with pytest.raises(Refused, match="closed"):
            plan(actor=cast.coordinator, community=cast.here, frame=frame())
    assert not Meeting.objects.exists()


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("state", ["held", "minutes_draft", "closed"])
def test_what_was_held_is_neither_moved_nor_cancelled_nor_announced(cast, state):
    past = make_meeting(cast.here, starts_at=at(-1), state=state)
    make_item(past)
    for forbidden in (
        lambda: move_meeting(actor=cast.coordinator, meeting=past, when=when()),
        lambda: cancel_meeting(actor=cast.coordinator, meeting=past, because="Trop tard"),
        lambda: publish_agenda(actor=cast.coordinator, meeting=past),
    ):
        with pytest.raises(Refused):
            forbidden()
    past.refresh_from_db()
    assert (past.state, past.sequence) == (state, 0)


@pytest.mark.covers("SR-13")
def test_what_the_form_does_not_ask_for_is_not_written(cast, as_person):
    elsewhere = {"community": cast.there.pk, "community_id": cast.there.public_id, "planned_by": cast.member.pk}
    more = {
        **elsewhere,
        "state": "closed",
        "sequence": "9",
        "series": "1",
        "cancelled_because": "Non",
        "public_id": "x",
    }
    as_person(cast.facilitator).post(plan_url(cast), posted(**more))
    meeting = Meeting.objects.get()
    assert (meeting.community, meeting.planned_by) == (cast.here, cast.facilitator)
    assert (meeting.state, meeting.sequence, meeting.series_id, meeting.cancelled_because) == ("planned", 0, None, "")


def test_the_rest_of_a_series_is_what_is_still_ahead(cast):
    meetings = plan_series(
        actor=cast.coordinator, community=cast.here, frame=frame(), rhythm="monthly_day", until=at(120).date()
    )
    held = meetings[1]
    Meeting.objects.filter(pk=held.pk).update(state="held")
    moved = move_meeting(actor=cast.coordinator, meeting=meetings[0], when=when(days=8), following=True)
    gone = cancel_meeting(actor=cast.coordinator, meeting=meetings[0], because="Fin", following=True)
    assert held.pk not in {one.pk for one in [*moved, *gone]}
    held.refresh_from_db()
    assert (held.state, held.starts_at) == ("held", meetings[1].starts_at)


@pytest.mark.parametrize(("mode", "refused"), [("in_person", True), ("hybrid", True), ("online", False)])
def test_a_meeting_that_people_come_to_is_not_moved_to_nowhere(cast, mode, refused):
    meeting = make_meeting(cast.here, mode=mode, place="Salle du Quai")
    moment = when(days=9, minutes=60)
    if not refused:
        assert move_meeting(actor=cast.coordinator, meeting=meeting, when=moment, place=" ")
        return
    with pytest.raises(Refused) as error:
        move_meeting(actor=cast.coordinator, meeting=meeting, when=moment, place=" ")
    assert error.value.field == "place"
