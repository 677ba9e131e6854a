"""Walk-ins, corrections, the sheet to sign and its scan."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.meetings.actions.attendance import add_attendee, correct_attendance, note_attendance
from palabre.meetings.actions.figures import Count, add_figure
from palabre.meetings.models import Attendance, Guest, SignedSheet
from palabre.meetings.queries.attendance_lines import Attendee
from palabre.meetings.rules import known_organisations
from tests.factories import join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.files.corpus import photo
from tests.unit.meetings.attending import LEADS, held, member_key, url, was_there, writes
from tests.unit.meetings.plans import EVIL, SCRIPTS


def walk_in(**fields) -> dict[str, str]:
    return {
        "name": "Awa D.",
        "kind": "walk_in",
        "presence": "present",
        "gender": "unsaid",
        "age_band": "unsaid",
        **fields,
    }


def test_a_walk_in_with_an_organisation_that_is_typed(cast: Cast, as_person) -> None:
    meeting = held(cast)
    answer = as_person(cast.facilitator).post(url("attendees", meeting), walk_in(organisation_label="Radio Delta"))
    assert answer.status_code == 303
    line = meeting.attendances.get()
    assert (line.name, line.organisation_label, line.kind, line.gender) == (
        "Awa D.",
        "Radio Delta",
        "walk_in",
        "unsaid",
    )


@pytest.mark.parametrize("name", ["Awa D.", "  awa   d ", "ÀWA D."])
def test_the_same_name_of_the_same_organisation_is_one_person(cast: Cast, as_person, name: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    client.post(url("attendees", meeting), walk_in())
    answer = client.post(url("attendees", meeting), walk_in(name=name))
    assert answer.status_code == 422
    assert meeting.attendances.count() == 1
    assert client.post(url("attendees", meeting), walk_in(organisation_label="Radio Delta")).status_code == 303


def test_a_member_is_not_added_a_second_time_under_her_name(cast: Cast, as_person) -> None:
    meeting = held(cast)
    answer = as_person(cast.facilitator).post(url("attendees", meeting), walk_in(name="MEMBER"))
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_an_organisation_from_elsewhere_is_neither_offered_nor_taken(cast: Cast, as_person) -> None:
    elsewhere = make_organisation("Organisation Ailleurs")
    join(cast.nobody, cast.there, organisation=elsewhere)
    meeting, client = held(cast), as_person(cast.facilitator)
    assert "Organisation Ailleurs" not in client.get(url("attendees", meeting)).content.decode()
    assert client.post(url("attendees", meeting), walk_in(organisation=elsewhere.public_id)).status_code == 422


@pytest.mark.parametrize("name", [SCRIPTS, EVIL])
def test_any_name_is_kept_and_shown_as_text(cast: Cast, as_person, name: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    assert client.post(url("attendees", meeting), walk_in(name=name[:120])).status_code == 303
    page = client.get(url("attendance", meeting)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_line_is_corrected_and_taken_away(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.coordinator)
    line = was_there(meeting, cast.member)
    sent = {"presence": "excused", "gender": "woman", "age_band": "18_34", "organisation": "", "organisation_label": ""}
    assert client.post(url("attendance_line", line), sent).status_code == 303
    line.refresh_from_db()
    assert (line.presence, line.gender, line.person) == ("excused", "woman", cast.member)
    assert Entry.objects.filter(kind="meetings.attendance_corrected", about_id=cast.member.pk).exists()
    assert client.post(url("attendance_removal", line)).status_code == 303
    assert not Attendance.objects.exists()


def test_a_member_sees_her_line_exists_but_cannot_change_it(cast: Cast, as_person) -> None:
    line = was_there(held(cast), cast.member)
    assert as_person(cast.member).get(url("attendance_line", line)).status_code == 403
    assert as_person(cast.member).post(url("attendance_removal", line)).status_code == 403
    for stranger in (cast.second_member, cast.outsider, cast.keeper, cast.nobody):
        assert as_person(stranger).get(url("attendance_line", line)).status_code == 404
        assert as_person(stranger).post(url("attendance_removal", line)).status_code == 404
    assert Attendance.objects.count() == 1


def test_the_sheet_to_sign_in_both_languages(cast: Cast, as_person) -> None:
    meeting, client = held(cast, place="Salle du Quai"), as_person(cast.facilitator)
    french = client.get(
        url("attendance_sheet", meeting), {"language": "fr", "names": "on", "lines": "3"}
    ).content.decode()
    english = client.get(url("attendance_sheet", meeting), {"language": "en", "lines": "12"}).content.decode()
    assert '<html lang="fr"' in french
    assert "Maison des Droits" in french
    assert "Salle du Quai" in french
    assert 'lang="en"' in english
    assert "Signature" in english
    assert "Maison des Droits" not in english
    assert english.count('<td class="sign">') == 12
    assert french.count('<td class="sign">') == 9


def test_the_discreet_sheet_names_neither_community_nor_subject_nor_hidden_place(cast: Cast, as_person) -> None:
    meeting = held(cast, title="Sujet sensible", place="Rue Secrète", place_hidden=True)
    client = as_person(cast.facilitator)
    open_sheet = client.get(url("attendance_sheet", meeting), {"language": "fr"}).content.decode()
    assert "Sujet sensible" in open_sheet
    assert "Rue Secrète" not in open_sheet
    page = client.get(url("attendance_sheet", meeting), {"language": "fr", "discreet": "on"}).content.decode()
    paper = page[page.index('class="paper') : page.index("</main>")]
    assert "Sujet sensible" not in paper
    assert "Communauté Ici" not in paper


def test_the_signed_sheet_is_kept_for_those_who_lead(cast: Cast, as_person, settings, tmp_path) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    scan = SimpleUploadedFile("feuille de Awa.jpg", photo(), "image/jpeg")
    assert client.post(url("signed_sheets", meeting), {"file": scan, "note": "page 1"}).status_code == 303
    sheet = SignedSheet.objects.get()
    for persona, person in cast.everyone().items():
        answer = as_person(person).get(url("signed_sheet", sheet))
        assert answer.status_code == (200 if persona in LEADS else 404), persona
        assert not answer.streaming or answer.getvalue()
    served = client.get(url("signed_sheet", sheet))
    assert served["Content-Disposition"].startswith("attachment")
    assert "Awa" not in served["Content-Disposition"]
    assert served.getvalue()[:3] == b"\xff\xd8\xff"
    assert client.post(url("signed_sheet_removal", sheet)).status_code == 303
    assert client.get(url("signed_sheet", sheet)).status_code == 404


def test_a_scan_that_is_no_picture_is_refused_with_a_sentence(cast: Cast, as_person) -> None:
    meeting = held(cast)
    text = SimpleUploadedFile("feuille.jpg", b"MZ not a picture at all", "image/jpeg")
    answer = as_person(cast.facilitator).post(url("signed_sheets", meeting), {"file": text})
    assert answer.status_code == 422
    assert not SignedSheet.objects.exists()


def counted_get(client: Client, address: str) -> list[dict[str, str]]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return caught.captured_queries


@pytest.mark.parametrize("name", ["attendance", "figures", "attendance_sheet", "questions", "evaluation"])
def test_queries_do_not_grow_with_the_people_and_nothing_is_written(cast: Cast, as_person, name: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    client.get(url(name, meeting))
    was_there(meeting, cast.member)
    few = counted_get(client, url(name, meeting))
    for number in range(30):
        person = make_person()
        join(person, cast.here, organisation=make_organisation())
        was_there(meeting, person)
        Guest.objects.create(meeting=meeting, name=f"Guest {number}")
        Attendance.objects.create(meeting=meeting, name=f"Walk-in {number}", organisation=make_organisation())
    many = counted_get(client, url(name, meeting))
    assert len(many) == len(few)
    assert len(many) <= 10
    assert writes(many) == []


def test_an_organisation_whose_members_have_all_left_is_on_the_list_no_longer(cast: Cast) -> None:
    meeting, house = held(cast), cast.member.memberships.get().organisation
    assert house in known_organisations(meeting)
    cast.member.memberships.update(state="left")
    assert house not in known_organisations(meeting)
    Attendance.objects.create(meeting=meeting, name="Qui est venue", organisation=house)
    assert house in known_organisations(meeting), "it was at a meeting"


def test_the_name_of_a_member_is_hers_to_change(cast: Cast) -> None:
    line = was_there(held(cast), cast.member)
    said = Attendee(name="Un autre nom", presence="remote")
    correct_attendance(actor=cast.facilitator, attendance=line, said=said, source="web")
    line.refresh_from_db()
    assert (line.person, line.name, line.kind, line.presence) == (cast.member, "", "member", "remote")


def test_an_organisation_from_elsewhere_is_written_nowhere(cast: Cast) -> None:
    meeting, house = held(cast), make_organisation("Ailleurs")
    somebody = Attendee(name="Aya", organisation=house)
    line = was_there(meeting, cast.member)
    for forbidden in (
        lambda: add_attendee(actor=cast.facilitator, meeting=meeting, attendee=somebody),
        lambda: correct_attendance(actor=cast.facilitator, attendance=line, said=somebody, source="web"),
        lambda: add_figure(actor=cast.facilitator, meeting=meeting, count=Count("Forum", 3, organisation=house)),
    ):
        with pytest.raises(Refused) as error:
            forbidden()
        assert error.value.field == "organisation"


@pytest.mark.parametrize("marks", [{"m-222222222222": "present"}, {"mine": "asleep"}])
def test_a_sheet_takes_only_its_own_people_and_its_own_words(cast: Cast, marks: dict[str, str]) -> None:
    sent = {member_key(cast.member) if key == "mine" else key: said for key, said in marks.items()}
    with pytest.raises(Refused):
        note_attendance(actor=cast.facilitator, meeting=held(cast), marks=sent)
    assert not Attendance.objects.exists()
