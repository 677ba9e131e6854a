"""Questions and answers without a name: who sent them is nowhere. Certificates for those who took part."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from palabre.journal.models import Entry, Submission
from palabre.meetings.actions.after import MOST_QUESTIONS, ask_question, evaluate
from palabre.meetings.models import AnonymousQuestion, Attendance, Evaluation, EvaluationTurn
from palabre.meetings.rules import can_have_certificate
from tests.factories import join, make_meeting, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.meetings.attending import LEADS, READERS, held, url, was_there
from tests.unit.meetings.plans import EVIL, SCRIPTS


def columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def every_cell(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return repr(cursor.fetchall())


def test_a_question_reaches_those_who_lead_and_nothing_tells_who_sent_it(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here)
    sent = {"text": "Comment refuser sans danger ?", "once": "key-7"}
    assert as_person(cast.member).post(url("questions", meeting), sent).status_code == 303
    assert "Comment refuser sans danger" in as_person(cast.facilitator).get(url("questions", meeting)).content.decode()
    assert columns("meetings_anonymousquestion") == {"public_id", "meeting_id", "text", "on", "answer"}
    # a line of the journal has an hour, and stands after that of whoever had just signed in
    assert not Entry.objects.filter(kind__startswith="meetings.").exists()
    submission = Submission.objects.get()
    question = AnonymousQuestion.objects.get()
    assert question.pk not in f"{submission.key} {submission.location}"
    assert "key-7" not in submission.key
    assert cast.member.public_id not in every_cell("meetings_anonymousquestion")


def test_neither_the_place_of_a_question_in_the_file_nor_an_hour_tells_when_it_came(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here)
    for number in range(8):
        ask_question(actor=cast.member, meeting=meeting, text=f"{number}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM meetings_anonymousquestion ORDER BY rowid")
            assert [text for (text,) in cursor.fetchall()] != sorted(str(number) for number in range(8))
    as_person(cast.member).post(url("questions", meeting), {"text": "La neuvième", "once": "key-9"})
    assert Submission.objects.get().at.minute == Submission.objects.get().at.second == 0
    assert AnonymousQuestion.objects.count() == 9


def test_the_answer_opens_the_question_to_the_audience(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here)
    question = ask_question(actor=cast.member, meeting=meeting, text="Une question délicate")
    assert "délicate" not in as_person(cast.second_member).get(url("questions", meeting)).content.decode()
    answered = as_person(cast.facilitator).post(f"/questions/{question.pk}/answer/", {"answer": "Voici **comment**."})
    assert answered.status_code == 303
    page = as_person(cast.second_member).get(url("questions", meeting)).content.decode()
    assert "délicate" in page
    assert "<strong>comment</strong>" in page


def test_who_may_ask_and_who_may_answer(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here)
    question = ask_question(actor=cast.member, meeting=meeting, text="Une question délicate")
    answer = f"/questions/{question.pk}/answer/"
    for persona, person in cast.everyone().items():
        client, inside = as_person(person), persona in LEADS | READERS
        assert client.post(url("questions", meeting), {"text": "?"}).status_code == (303 if inside else 404), persona
        hidden = client.post(answer, {"answer": ""}).status_code
        assert hidden == (303 if persona in LEADS else 404), persona
    AnonymousQuestion.objects.filter(pk=question.pk).update(answer="oui")
    for persona in sorted(READERS):
        assert as_person(cast.person(persona)).post(answer, {"answer": "non"}).status_code == 403, persona
    question.refresh_from_db()
    assert question.answer == "oui"


def test_questions_of_the_core_group_stay_in_the_core_group(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here, audience="core")
    assert as_person(cast.member).post(url("questions", meeting), {"text": "Une question"}).status_code == 422
    AnonymousQuestion.objects.create(meeting=meeting, text="Entre nous", on=timezone.localdate(), answer="Oui")
    assert "Entre nous" in as_person(cast.core).get(url("questions", meeting)).content.decode()
    assert "Entre nous" not in as_person(cast.member).get(url("questions", meeting)).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "a" * 2_001])
def test_a_question_that_is_empty_or_too_long_comes_back(cast: Cast, as_person, text: str) -> None:
    answer = as_person(cast.member).post(url("questions", make_meeting(cast.here)), {"text": text})
    assert answer.status_code == 422
    assert not AnonymousQuestion.objects.exists()


def test_questions_close_with_the_meeting_and_have_a_limit(cast: Cast, as_person) -> None:
    assert as_person(cast.member).post(url("questions", held(cast)), {"text": "Trop tard"}).status_code == 422
    meeting = make_meeting(cast.here)
    AnonymousQuestion.objects.bulk_create(
        AnonymousQuestion(meeting=meeting, text="?", on=timezone.localdate()) for _number in range(MOST_QUESTIONS)
    )
    assert as_person(cast.member).post(url("questions", meeting), {"text": "Encore"}).status_code == 422
    assert AnonymousQuestion.objects.count() == MOST_QUESTIONS


@pytest.mark.parametrize("text", [SCRIPTS, EVIL])
def test_any_text_is_shown_as_text(cast: Cast, as_person, text: str) -> None:
    meeting = make_meeting(cast.here)
    as_person(cast.member).post(url("questions", meeting), {"text": text})
    assert "<script>alert" not in as_person(cast.facilitator).get(url("questions", meeting)).content.decode()


ANSWERS = {"useful": "4", "heard": "5", "change": "Commencer à l’heure"}


def test_whoever_was_there_answers_once_and_no_row_leads_to_her(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.member)
    was_there(meeting, cast.member)
    assert client.post(url("evaluation", meeting), ANSWERS).status_code == 303
    assert client.post(url("evaluation", meeting), ANSWERS).status_code == 422
    assert columns("meetings_evaluation") == {"public_id", "meeting_id", "useful", "heard", "change"}
    assert columns("meetings_evaluationturn") == {"id", "meeting_id", "person_id"}
    assert Evaluation.objects.count() == EvaluationTurn.objects.count() == 1
    entry = Entry.objects.get(kind="meetings.evaluated")
    assert (entry.actor_id, entry.about_id, entry.subject_id, entry.facts) == (None, None, meeting.pk, {})


def test_the_order_of_the_rows_does_not_tell_the_order_of_the_people(cast: Cast) -> None:
    """Eight people answer one after the other; in the file their answers lie otherwise, and under new keys."""
    meeting, orders, keys = held(cast), set(), set()
    for number in range(8):
        person = make_person()
        join(person, cast.here)
        was_there(meeting, person)
        evaluate(actor=person, meeting=meeting, useful=3, heard=3, change=f"{number}")
    table = "rowid" if connection.vendor == "sqlite" else "ctid"
    for _turn in range(3):
        person = make_person()
        join(person, cast.here)
        was_there(meeting, person)
        evaluate(actor=person, meeting=meeting, useful=3, heard=3)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT change FROM meetings_evaluation ORDER BY {table}")
            orders.add("".join(row[0] for row in cursor.fetchall()))
        keys.add(frozenset(Evaluation.objects.values_list("pk", flat=True)))
    assert len(orders) > 1
    assert len(keys) == 3
    assert Evaluation.objects.count() == 11


@pytest.mark.django_db(transaction=True)
def test_one_person_answering_on_five_phones_at_once_counts_once(cast: Cast) -> None:
    meeting = held(cast)
    was_there(meeting, cast.member)

    def answer():
        return evaluate(actor=type(cast.member).objects.get(pk=cast.member.pk), meeting=meeting, useful=1, heard=1)

    at_once([answer] * 5)
    assert Evaluation.objects.count() == EvaluationTurn.objects.count() == 1


def answered(cast: Cast, meeting, number: int, **membership: str) -> None:
    """So many people who were there answer."""
    for one in range(number):
        person = make_person()
        join(person, cast.here, **membership)
        was_there(meeting, person)
        evaluate(actor=person, meeting=meeting, useful=one % 5 + 1, heard=5, change=f"Mot {one}")


def results(as_person, person, meeting) -> str:
    return as_person(person).get(url("evaluation", meeting), {"lang": "en"}).content.decode()


@pytest.mark.parametrize("number", [4, 5])
def test_results_are_shown_from_five_answers(cast: Cast, as_person, time_machine, number: int) -> None:
    meeting = held(cast)
    answered(cast, meeting, number)
    time_machine.move_to(meeting.ends_at + timedelta(days=7, minutes=1))
    page = results(as_person, cast.second_member, meeting)
    assert ("5.0 of 5 on average" in page) == (number == 5)
    assert page.count("Mot ") == (5 if number == 5 else 0)


def test_nothing_is_shown_while_people_still_answer(cast: Cast, as_person, time_machine) -> None:
    """Read before and after an answer, open results would tell whose it is."""
    meeting = held(cast)
    answered(cast, meeting, 6)
    page = results(as_person, cast.facilitator, meeting)
    assert "6 answers so far" in page
    assert "on average" not in page
    assert "Mot " not in page
    was_there(meeting, cast.member)
    time_machine.move_to(meeting.ends_at + timedelta(days=7, minutes=1))
    assert as_person(cast.member).post(url("evaluation", meeting), ANSWERS).status_code == 422
    assert Evaluation.objects.count() == 6
    assert "on average" in results(as_person, cast.facilitator, meeting)


@pytest.mark.parametrize("wrong", [{"useful": "6"}, {"heard": ""}, {"useful": "0"}, {"change": "a" * 1_001}])
def test_answers_out_of_the_scale_come_back(cast: Cast, as_person, wrong: dict[str, str]) -> None:
    meeting = held(cast)
    was_there(meeting, cast.member)
    assert as_person(cast.member).post(url("evaluation", meeting), ANSWERS | wrong).status_code == 422
    assert not Evaluation.objects.exists()


def test_only_people_who_were_there_and_only_afterwards(cast: Cast, as_person) -> None:
    meeting, ahead = held(cast), make_meeting(cast.here)
    was_there(meeting, cast.core, "excused")
    was_there(ahead, cast.member)
    for person, where in ((cast.member, meeting), (cast.core, meeting), (cast.member, ahead)):
        assert as_person(person).post(url("evaluation", where), ANSWERS).status_code == 422
    for stranger in (cast.outsider, cast.steward, cast.keeper, cast.nobody):
        assert as_person(stranger).post(url("evaluation", meeting), ANSWERS).status_code == 404
        assert as_person(stranger).get(url("evaluation", meeting)).status_code == 404
    assert not Evaluation.objects.exists()


def test_whoever_was_there_finds_her_certificate_after_the_meeting(cast: Cast, as_person) -> None:
    line = was_there(begun(cast), cast.member)
    link = url("certificate", line)
    assert link in as_person(cast.member).get(url("evaluation", line.meeting)).content.decode()
    assert link not in as_person(cast.core).get(url("evaluation", line.meeting)).content.decode()


def begun(cast: Cast, **fields):
    start = timezone.now() - timedelta(days=2)
    return held(cast, starts_at=start, ends_at=start + timedelta(minutes=150), **fields)


@pytest.mark.parametrize(("language", "title"), [("fr", "fr"), ("en", "Certificate of attendance")])
def test_a_certificate_for_oneself_in_either_language(cast: Cast, as_person, language: str, title: str) -> None:
    line, client = was_there(begun(cast, title="Loi 052"), cast.member, "remote"), as_person(cast.member)
    page = client.get(url("certificate", line), {"language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert title in page
    for expected in ("Member", "Loi 052", "2"):
        assert expected in page
    pdf = client.get(url("certificate_pdf", line), {"language": language})
    assert pdf["Content-Type"] == "application/pdf"
    assert "Member" in pdf["Content-Disposition"] + PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert "Member" not in pdf["Content-Disposition"]


def test_who_may_have_a_certificate(cast: Cast, as_person) -> None:
    line = was_there(begun(cast), cast.member)
    for persona, person in cast.everyone().items():
        expected = 200 if persona in LEADS | {"member"} else 404
        for name in ("certificate", "certificate_pdf"):
            assert as_person(person).get(url(name, line)).status_code == expected, persona


@pytest.mark.parametrize("presence", ["absent", "excused"])
def test_no_certificate_for_who_was_not_there(cast: Cast, as_person, presence: str) -> None:
    line = was_there(begun(cast), cast.member, presence)
    assert as_person(cast.member).get(url("certificate", line)).status_code == 403
    assert as_person(cast.facilitator).get(url("certificate_pdf", line)).status_code == 403


def test_no_certificate_before_the_meeting(cast: Cast, as_person) -> None:
    line = was_there(make_meeting(cast.here), cast.member)
    assert as_person(cast.member).get(url("certificate", line)).status_code == 403


def test_a_certificate_for_a_guest_of_any_script(cast: Cast, as_person) -> None:
    line = Attendance.objects.create(meeting=begun(cast), name=SCRIPTS, kind="guest")
    client = as_person(cast.facilitator)
    assert client.get(url("certificate", line)).status_code == 200
    assert client.get(url("certificate_pdf", line)).content.startswith(b"%PDF")


def test_results_of_a_core_group_meeting_are_for_the_core_group(cast: Cast, as_person, time_machine) -> None:
    meeting = held(cast, audience="core")
    answered(cast, meeting, 5, level="core")
    time_machine.move_to(meeting.ends_at + timedelta(days=8))
    assert "Mot 3" in results(as_person, cast.core, meeting)
    assert "Mot 3" not in results(as_person, cast.member, meeting)


def test_the_certificate_of_another_is_refused_whichever_way_one_found_it(cast: Cast) -> None:
    line = was_there(begun(cast), cast.member)
    allowed = {name for name, person in cast.everyone().items() if can_have_certificate(person, line)}
    assert allowed == LEADS | {"member"}
