"""Interviews: several moments at once, hours that exist, one person for each moment, no by default without harm."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.interviewing import invite_to_talk, mark_talk, offer_slots, withdraw_slot, write_note
from palabre.calls.actions.talking import choose_slot, refuse_talk
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import CallState, ConflictKind
from palabre.calls.gates import missing_before
from palabre.calls.models import Application, Conflict, Interview, InterviewNote, InterviewSlot
from palabre.calls.rules.deciding import visible_interviews
from palabre.calls.rules.interviewing import can_choose_slot, offered_slots
from palabre.kit.dates import local_moment
from palabre.kit.verdict import Clash, Refused
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, hands_of, holder, state_of
from tests.unit.calls.making_reviewing import fresh_client, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """Two on the shortlist and invited, two moments in three days."""
    here = Selecting(cast, state=CallState.INTERVIEWS, seats=3)
    here.shortlist(*here.files[:2])
    invite_to_talk(actor=here.lead, call=here.call, applications=here.files[:2])
    return here


def soon(**later: int) -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(**{"days": 3, **later})


def moments(here: Selecting, number: int = 2, **said: object) -> list[InterviewSlot]:
    at = [soon(hours=place) for place in range(number)]
    return offer_slots(actor=here.lead, call=here.call, moments=at, minutes=30, **said)  # type: ignore[arg-type]


def past(interview: Interview) -> Interview:
    """Its moment has come."""
    InterviewSlot.objects.filter(pk=interview.slot_id).update(starts_at=timezone.now() - timedelta(hours=1))
    return Interview.objects.get(pk=interview.pk)


def book(here: Selecting, file: Application, slot: InterviewSlot) -> Interview:
    return choose_slot(applicant=hands_of(file), application=file, slot=slot, zone="Asia/Kolkata")


def test_several_moments_at_once_and_none_that_overlap(here: Selecting) -> None:
    slots = moments(here, 3, interviewers=here.seats[:2], where="https://example.org/salle")
    assert len(slots) == 3
    assert slots[0].interviewers.count() == 2
    for wrong, field in (
        ({"moments": []}, "hours"),
        ({"moments": [timezone.now() - timedelta(hours=1)]}, "hours"),
        ({"moments": [soon(days=5), soon(days=5)]}, "hours"),
        ({"moments": [soon(days=6)], "minutes": 5}, "minutes"),
        ({"moments": [soon()], "interviewers": here.seats[1:2]}, "hours"),
        ({"moments": [soon(days=7, hours=n) for n in range(31)]}, "hours"),
    ):
        with pytest.raises(Refused) as error:
            offer_slots(actor=here.lead, call=here.call, **{"minutes": 30, **wrong})  # type: ignore[arg-type]
        assert error.value.field == field
    # somebody else leads at the same time: nothing stands in the way
    offer_slots(actor=here.lead, call=here.call, moments=[soon()], minutes=30, interviewers=here.seats[2:])


def test_only_in_the_weeks_of_the_interviews_and_by_the_committee(here: Selecting) -> None:
    for name in ("member", "facilitator", "outsider"):
        with pytest.raises(Refused, match="coordination and the committee"):
            offer_slots(actor=here.cast.person(name), call=here.call, moments=[soon()], minutes=30)
    assert offer_slots(actor=here.reader(), call=here.call, moments=[soon()], minutes=30)
    to(here.call, CallState.SELECTION)
    with pytest.raises(Refused, match="between the reading and the selection"):
        moments(here)
    here.call.with_interviews = False
    here.call.save(update_fields=["with_interviews"])
    with pytest.raises(Refused, match="without interviews"):
        moments(here)


def test_an_hour_that_the_clocks_skip_is_refused_beside_its_field(here: Selecting) -> None:
    """Europe/Paris, 28 March 2027: from 2:00 to 3:00 the clocks show nothing."""
    client = fresh_client(here.lead)
    url = reverse("calls:slots", args=[here.call.public_id])
    said = {"day": "2027-03-28", "hours": "1:30; 2:30; 3:30", "minutes": "30", "zone": "Europe/Paris", "where": ""}
    answer = client.post(url, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "n’existe pas ce jour-là" in page
    assert "1:30; 2:30; 3:30" in page
    assert not InterviewSlot.objects.exists()
    assert client.post(url, {**said, "hours": "1 h 30 ; 3h30, 16:00"}).status_code == 303
    found = list(InterviewSlot.objects.values_list("starts_at", flat=True))
    wall = [time(1, 30), time(3, 30), time(16)]
    assert found == [local_moment(date(2027, 3, 28), one, "Europe/Paris") for one in wall]
    assert found[1] - found[0] == timedelta(hours=1)


def test_only_the_shortlist_is_invited_once(here: Selecting) -> None:
    with pytest.raises(Refused, match="shortlist"):
        invite_to_talk(actor=here.lead, call=here.call, applications=[here.files[2]])
    with pytest.raises(Refused, match="invited already"):
        invite_to_talk(actor=here.lead, call=here.call, applications=[here.files[0]])
    here.shortlist(here.files[3])
    Conflict.objects.create(reviewer=here.seats[0], application=here.files[3], kind=ConflictKind.DECLARED)
    with pytest.raises(Refused, match="You are tied"):
        invite_to_talk(actor=here.reader(0), call=here.call, applications=[here.files[3]])


def test_she_takes_a_moment_changes_it_and_may_until_a_day_before(here: Selecting) -> None:
    one, two = moments(here)
    file = here.files[0]
    interview = book(here, file, one)
    assert (interview.state, interview.slot, interview.zone) == ("booked", one, "Asia/Kolkata")
    interview = book(here, file, two)
    assert interview.slot == two
    assert list(offered_slots(here.files[1])) == [one]
    InterviewSlot.objects.filter(pk=two.pk).update(starts_at=timezone.now() + timedelta(hours=23, minutes=59))
    interview = Interview.objects.get(pk=interview.pk)
    assert "24 hours" in str(can_choose_slot(interview).why)
    with pytest.raises(Refused, match="24 hours"):
        book(here, file, one)
    InterviewSlot.objects.filter(pk=two.pk).update(starts_at=timezone.now() + timedelta(hours=24, minutes=1))
    assert book(here, file, one).slot == one


def test_a_taken_moment_is_told_and_another_one_can_be_chosen(here: Selecting) -> None:
    one, two = moments(here)
    book(here, here.files[0], one)
    with pytest.raises(Refused, match="just taken") as error:
        book(here, here.files[1], one)
    assert error.value.field == "slot"
    assert book(here, here.files[1], two).slot == two


def test_a_moment_with_somebody_who_is_tied_is_not_offered(here: Selecting) -> None:
    one, two = moments(here)
    one.interviewers.set(here.seats[:1])
    Conflict.objects.create(reviewer=here.seats[0], application=here.files[0], kind=ConflictKind.DECLARED)
    assert list(offered_slots(here.files[0])) == [two]
    with pytest.raises(Refused, match="just taken"):
        book(here, here.files[0], one)
    assert list(offered_slots(here.files[1])) == [one, two]


def test_no_is_without_harm_and_frees_the_moment(here: Selecting) -> None:
    one, _two = moments(here)
    file = here.files[0]
    book(here, file, one)
    refuse_talk(applicant=hands_of(file), application=file)
    interview = Interview.objects.get(application=file)
    assert (interview.state, interview.slot) == ("cancelled", None)
    assert state_of(file) == "shortlisted"
    assert book(here, here.files[1], one).slot == one
    with pytest.raises(Refused, match="No interview waits"):
        book(here, file, _two)
    to(here.call, CallState.SELECTION)
    here.decide("offer", file)
    assert state_of(file) == "offered"


def test_a_withdrawal_in_the_middle_frees_the_moment(here: Selecting) -> None:
    one, _two = moments(here)
    book(here, here.files[0], one)
    withdraw(applicant=hands_of(here.files[0]), application=here.files[0])
    assert one in offered_slots(here.files[1])
    assert book(here, here.files[1], one).slot == one
    assert not visible_interviews(here.lead).filter(application=here.files[0]).exists()


def test_a_moment_that_somebody_holds_stays(here: Selecting) -> None:
    one, two = moments(here)
    book(here, here.files[0], one)
    with pytest.raises(Refused, match="Somebody has chosen"):
        withdraw_slot(actor=here.lead, slot=one)
    withdraw_slot(actor=here.lead, slot=two)
    assert list(InterviewSlot.objects.all()) == [one]


def test_held_or_missed_once_its_moment_has_come(here: Selecting) -> None:
    one, _two = moments(here, interviewers=here.seats[:1])
    interview = book(here, here.files[0], one)
    with pytest.raises(Refused, match="not begun"):
        mark_talk(actor=here.lead, interview=interview, held=True)
    interview = past(interview)
    assert [str(one.sentence) for one in missing_before(here.call, CallState.SELECTION)][-1].startswith("One interview")
    with pytest.raises(Refused, match="whoever leads"):
        mark_talk(actor=here.reader(1), interview=interview, held=True)
    assert mark_talk(actor=here.reader(0), interview=interview, held=False).state == "missed"
    assert mark_talk(actor=here.lead, interview=interview, held=True).state == "held"
    assert not any("interview" in str(one.sentence) for one in missing_before(here.call, CallState.SELECTION))


def test_notes_are_sealed_each_ones_own_and_read_after_ones_own(here: Selecting) -> None:
    from django.db import connection

    from palabre.calls.queries.interviews import talk_page

    one, _two = moments(here, interviewers=here.seats[:2])
    interview = past(book(here, here.files[0], one))
    write_note(actor=here.reader(0), interview=interview, text="Elle sait écouter QZX", points=4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM calls_interviewnote")
        assert "QZX" not in str(cursor.fetchall())
    assert talk_page(here.reader(1), interview).notes == []
    write_note(actor=here.reader(1), interview=interview, text="Oui", points=None)
    assert [note.text for _name, note in talk_page(here.reader(1), interview).notes] == ["Elle sait écouter QZX"]
    # who leads no talk with her, and the coordination, read them all
    assert len(talk_page(here.reader(2), interview).notes) == 2
    assert len(talk_page(here.lead, interview).notes) == 2
    with pytest.raises(Refused, match="members of the committee"):
        write_note(actor=here.lead, interview=interview, text="Non")
    with pytest.raises(Refused, match="whoever leads"):
        write_note(actor=here.reader(2), interview=interview, text="Non")
    for wrong, field in (
        ({"text": " "}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"text": "a", "points": 6}, "points"),
    ):
        with pytest.raises(Refused) as error:
            write_note(actor=here.reader(0), interview=interview, **wrong)  # type: ignore[arg-type]
        assert error.value.field == field


def test_two_windows_of_one_note_notice_each_other(here: Selecting) -> None:
    one, _two = moments(here, interviewers=here.seats[:1])
    interview = past(book(here, here.files[0], one))
    write_note(actor=here.reader(), interview=interview, text="Un", seen=0)
    with pytest.raises(Clash) as clash:
        write_note(actor=here.reader(), interview=interview, text="Deux", seen=0)
    assert clash.value.theirs.text == "Un"
    client, url = (
        fresh_client(here.reader()),
        reverse("calls:interview", args=[here.call.public_id, here.files[0].public_id]),
    )
    answer = client.post(url, {"text": "Trois", "points": "", "seen": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Un" in page
    assert "Trois" in page
    assert 'name="seen" value="1"' in page
    assert client.post(url, {"text": "Trois", "points": "3", "seen": "1"}).status_code == 303
    assert InterviewNote.objects.get().points == 3


def test_whoever_is_tied_sees_nothing_of_the_interview(here: Selecting) -> None:
    one, _two = moments(here)
    interview = book(here, here.files[0], one)
    Conflict.objects.create(reviewer=here.seats[0], application=here.files[0], kind=ConflictKind.DECLARED)
    url = reverse("calls:interview", args=[here.call.public_id, here.files[0].public_id])
    assert fresh_client(here.reader(0)).get(url).status_code == 404
    assert fresh_client(here.reader(1)).get(url).status_code == 200
    page = fresh_client(here.reader(0)).get(reverse("calls:interviews", args=[here.call.public_id])).content.decode()
    assert here.files[0].code not in page
    with pytest.raises(Refused, match="You are tied"):
        mark_talk(actor=here.reader(0), interview=past(interview), held=True)


def test_the_applicant_reads_hours_on_her_own_clock(here: Selecting) -> None:
    at = (timezone.now() + timedelta(days=9)).replace(hour=12, minute=0, second=0, microsecond=0)
    offer_slots(actor=here.lead, call=here.call, moments=[at], minutes=30)
    file = here.files[0]
    client = holder(file)
    url = reverse("calls:talk", args=[file.public_id])
    assert "de 12 h 00 à 12 h 30" in client.get(url).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    # no address names a city
    answer = client.post(url, {"zone": "Asia/Kolkata", "clock": "1"})
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert Interview.objects.get(application=file).state == "invited"
    page = client.get(url).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "de 17 h 30 à 18 h 00" in page
    slot = InterviewSlot.objects.get()
    assert client.post(url, {"slot": slot.public_id, "zone": "Asia/Kolkata"}).status_code == 303
    assert Interview.objects.get(application=file).zone == "Asia/Kolkata"
    # the second one comes too late, and is told on the page
    other = here.files[1]
    answer = holder(other).post(reverse("calls:talk", args=[other.public_id]), {"slot": slot.public_id, "zone": "UTC"})
    assert answer.status_code == 422
    assert "n’est plus libre" in answer.content.decode()


def test_the_page_is_for_whoever_holds_the_application_and_was_invited(here: Selecting) -> None:
    url = reverse("calls:talk", args=[here.files[0].public_id])
    assert Client().get(url).status_code == 404
    assert holder(here.files[1]).get(url).status_code == 404
    assert holder(here.files[2]).get(reverse("calls:talk", args=[here.files[2].public_id])).status_code == 404
    assert holder(here.files[0]).get(url).status_code == 200


def test_names_never_stand_on_the_pages_of_the_committee(here: Selecting) -> None:
    one, _two = moments(here)
    book(here, here.files[0], one)
    for name, args in (
        ("interviews", []), ("talk_invitations", []), ("interview", [here.files[0].public_id]), ("selection", []),
    ):  # fmt: skip
        page = fresh_client(here.reader()).get(reverse(f"calls:{name}", args=[here.call.public_id, *args]))
        assert page.status_code == 200, name
        for file in here.files:
            assert file.name not in page.content.decode(), name
            assert file.email not in page.content.decode(), name
