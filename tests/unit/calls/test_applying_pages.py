"""The pages of whoever applies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palabre.calls.models import Application, BalanceData, Call, Letter
from palabre.calls.rules.applying import Applicant
from palabre.calls.views.holding import HELD
from palabre.exchange.queries.own.applying import application_answers_of, applications_of, letters_of
from palabre.journal.telling import Subject
from palabre.notices.actions import read_outbox, send_waiting_mail
from palabre.people.models import Person
from palabre.people.sessions import SessionStore
from tests.factories import make_community, make_person
from tests.personas import Cast
from tests.unit.calls import making_applying as m

AsPerson = Callable[[Person | None], Client]

pytestmark = pytest.mark.django_db


def page(client: Client, application: Application, name: str = "") -> str:
    answer = client.get(f"/apply/file/{application.public_id}/{name}")
    assert answer.status_code == 200, (name, answer.status_code, answer.get("Location"))
    return answer.content.decode()


def test_a_visitor_goes_through_every_page() -> None:
    call = m.with_rules(m.make_call())
    visitor = Client(headers={"accept-language": "fr"})
    first = visitor.get(f"/apply/{call.public_id}/")
    assert first.status_code == 200
    assert "palabre" not in visitor.cookies
    client, application = m.client_for(call, own_name="own")
    link = page(client, application, "link/")
    assert "/apply/open/" in link
    for name in ("", "who/", "themes/", "balance/", "declarations/", "submission/", "status/", "withdrawal/"):
        assert "<h1>" in page(client, application, name)
    question = call.questions.get()
    page(client, application, f"questions/{question.public_id}/")


def session_of(client: Client) -> SessionStore:
    return SessionStore(client.cookies["palabre"].value)


def test_nothing_is_set_for_whoever_only_looks(cast: Cast) -> None:
    call, visitor = m.make_call(), Client()
    for address in (f"/apply/{call.public_id}/", "/apply/link/", "/apply/left/"):
        assert visitor.get(address).status_code == 200
    assert visitor.get(f"/apply/file/{'2' * 12}/").status_code == 404
    assert visitor.get("/apply/open/nothing/").status_code == 410
    assert set(visitor.cookies) <= {"form"}, "the guard of a form, until the browser closes"


def test_the_link_is_shown_once_and_opens_by_a_button_alone() -> None:
    call = m.make_call()
    client, application = m.client_for(call)
    shown = re.search(r"/apply/open/[\w-]+/", page(client, application, "link/"))
    assert shown
    assert client.post(f"/apply/file/{application.public_id}/link/").status_code == 303
    assert "/apply/open/" not in page(client, application, "link/")
    assert shown[0].split("/")[3] not in str(dict(session_of(client)))
    other = Client(headers={"accept-language": "fr"})
    assert other.get(shown[0]).status_code == 200
    assert other.get(f"/apply/file/{application.public_id}/").status_code == 404, (
        "a scanner has read it: nothing happened"
    )
    answer = other.post(shown[0], {"device": "shared"})
    assert answer["Location"] == f"/apply/file/{application.public_id}/"
    assert shown[0].split("/")[3] not in page(other, application)
    assert other.cookies["palabre"]["max-age"] == "", "a shared device forgets with its browser"


def test_leaving_the_device_and_a_new_link_shut_what_was_open() -> None:
    client, application = m.client_for(m.make_call())
    assert client.post("/apply/leaving/")["Location"] == "/apply/left/"
    assert client.get(f"/apply/file/{application.public_id}/").status_code == 404
    client, application = m.client_for(m.make_call())
    elsewhere = Client()
    elsewhere.cookies["palabre"] = client.cookies["palabre"].value
    assert elsewhere.get(f"/apply/file/{application.public_id}/").status_code == 200
    assert client.post(f"/apply/file/{application.public_id}/link/renewal/").status_code == 303
    assert client.get(f"/apply/file/{application.public_id}/").status_code == 200
    assert elsewhere.get(f"/apply/file/{application.public_id}/").status_code == 404


@pytest.mark.parametrize(("device", "minutes"), [("shared", 31), ("own", 12 * 60 + 1)])
def test_a_device_that_nobody_touched_shows_nothing_but_what_was_typed(device: str, minutes: int) -> None:
    client, application = m.client_for(m.make_call(), device=device)
    page(client, application)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
        answer = client.post(
            f"/apply/file/{application.public_id}/who/", {"name": "Adjoa la sage", "pen": "secret-pen"}
        )
    assert answer.status_code == 404
    assert "Adjoa la sage" in answer.content.decode()
    assert "secret-pen" not in answer.content.decode()
    application.refresh_from_db()
    assert application.name == ""


def test_guesses_wait_and_nobody_with_a_link_waits_with_them() -> None:
    call = m.make_call()
    client, application = m.client_for(call)
    link = re.search(r"/apply/open/[\w-]+/", page(client, application, "link/"))
    assert link
    visitor = Client()
    answers = [visitor.get(f"/apply/open/{'x' * 31}{number}/").status_code for number in range(12)]
    assert answers[0] == 410
    assert answers[-1] == 429
    assert visitor.get(link[0]).status_code == 200


def test_a_form_that_is_sent_twice_makes_one_application() -> None:
    call = m.make_call()
    visitor = Client()
    form = visitor.get(f"/apply/{call.public_id}/").content.decode()
    said = {"language": "fr", "device": "own", "email": "", "once": m.hidden(form, "once")}
    first = visitor.post(f"/apply/{call.public_id}/", said)
    del visitor.cookies["palabre"]  # the line broke before the answer came
    again = visitor.post(f"/apply/{call.public_id}/", said)
    assert first["Location"] == again["Location"]
    assert call.applications.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_comes_back() -> None:
    client, application = m.client_for(m.make_call())
    answer = client.post(f"/apply/file/{application.public_id}/who/", m.WHO | {"name": "Adjoa", "email": "adjoa@"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in html
    assert 'value="adjoa@"' in html
    assert 'value="Adjoa"' in html


def test_twenty_thousand_characters_are_kept_and_one_more_comes_back_whole() -> None:
    call = m.make_call(bare=True)
    question = m.ask(call, "Racontez", longest=20_000)
    client, application = m.client_for(call)
    url, key = f"/apply/file/{application.public_id}/questions/{question.public_id}/", f"q_{question.public_id}"
    text = ("é" * 99 + "\n") * 200
    assert client.post(url, {key: text.strip()}).status_code == 303
    assert application.answers.get().text == text.strip()
    answer = client.post(url, {key: "à" * 20_001})
    assert answer.status_code == 422
    assert "à" * 20_001 in answer.content.decode()
    assert application.answers.get().text == text.strip()


@pytest.mark.parametrize(("typed", "kept"), [("12,5", "12.50"), ("12.5", "12.50"), ("1 250", "1250.00"), ("0", "0.00")])
def test_both_decimal_signs(typed: str, kept: str) -> None:
    call = m.make_call(bare=True)
    question = m.ask(call, "Combien ?", "number")
    client, application = m.client_for(call)
    url, key = f"/apply/file/{application.public_id}/questions/{question.public_id}/", f"q_{question.public_id}"
    assert client.post(url, {key: typed}).status_code == 303
    assert str(application.answers.get().number) == kept


@pytest.mark.parametrize("typed", ["1,250", "douze", "-1", "41", "4,999", "1e3", "NaN"])
def test_what_is_no_number_or_out_of_bounds_is_refused_with_what_was_typed(typed: str) -> None:
    call = m.make_call(bare=True)
    question = m.ask(call, "Combien ?", "number", least=m.number("0"), most=m.number("40"))
    client, application = m.client_for(call)
    url, key = f"/apply/file/{application.public_id}/questions/{question.public_id}/", f"q_{question.public_id}"
    answer = client.post(url, {key: typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not application.answers.exists()


def test_a_choice_leads_to_another_question_without_javascript() -> None:
    call = m.make_call(bare=True)
    which = m.ask(call, "Avez-vous animé ?", "choice", "Oui", "Non", position=1)
    after = m.ask(call, "Lequel ?", "line", position=2, only_after=which.options.first())
    client, application = m.client_for(call)
    url = f"/apply/file/{application.public_id}/questions/{which.public_id}/"
    assert "Lequel" not in client.get(url).content.decode()
    yes, no = which.options.all()
    answer = client.post(url, {f"q_{which.public_id}": yes.public_id})
    assert answer["Location"] == url
    assert "Lequel" in client.get(url).content.decode()
    answer = client.post(url, {f"q_{which.public_id}": yes.public_id, f"q_{after.public_id}": "Un cercle"})
    assert answer["Location"] != url
    client.post(url, {f"q_{which.public_id}": no.public_id})
    assert "Lequel" not in client.get(url).content.decode()
    assert client.post(url, {f"q_{which.public_id}": "zzzzzzzzzzzz"}).status_code == 422


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field_and_a_true_one_loses_its_name() -> None:
    call = m.make_call(bare=True)
    question = m.ask(call, "Votre parcours", "file")
    client, application = m.client_for(call)
    url = f"/apply/file/{application.public_id}/questions/{question.public_id}/"
    false = SimpleUploadedFile("cv_adjoa.pdf", b"MZ not a pdf", content_type="application/pdf")
    answer = client.post(url, {"file": false})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not application.answers.exists()
    true = SimpleUploadedFile("cv_adjoa.txt", b"Dix ans d'animation.", content_type="text/plain")
    assert client.post(url, {"file": true})["Location"] == url
    kept = application.answers.get().file
    assert kept is not None
    assert "adjoa" not in kept.display_name
    served = client.get(f"{url}file/")
    assert served["Content-Disposition"].startswith("attachment")
    assert b"Dix ans" in b"".join(served.streaming_content)  # type: ignore[arg-type]
    assert Client().get(f"{url}file/").status_code == 404
    assert client.post(f"{url}file/removal/").status_code == 303
    kept.refresh_from_db()
    assert kept.state == "gone"


def test_a_page_saves_by_itself_and_two_tabs_show_both_texts() -> None:
    client, application = m.client_for(m.make_call())
    url = f"/apply/file/{application.public_id}/declarations/"
    first, second = client.get(url).content.decode(), client.get(url).content.decode()
    said = {"ai_use": "Pour corriger.", "seen": m.hidden(first, "seen"), "pen": m.hidden(first, "pen")}
    alone = client.post(f"{url}?alone", said)
    assert alone.status_code == 200
    assert alone.json()["seen"] != said["seen"]
    other = {"ai_use": "Pas du tout.", "seen": m.hidden(second, "seen"), "pen": m.hidden(second, "pen")}
    assert client.post(f"{url}?alone", other).status_code == 409
    answer = client.post(url, other)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Pour corriger." in html
    assert "Pas du tout." in html
    other["seen"] = m.hidden(html, "seen")
    assert client.post(url, other).status_code == 303
    application.refresh_from_db()
    assert application.ai_use == "Pas du tout."


def test_late_by_the_page_it_is_refused_calmly_and_stays_readable() -> None:
    call = m.make_call()
    client, application = m.client_for(call)
    m.fill(Applicant(digests=frozenset({application.digest})), application)
    with time_machine.travel(call.closes_at + timedelta(seconds=1), tick=False):
        client.cookies["palabre"] = _again(application)
        answer = client.post(f"/apply/file/{application.public_id}/submission/")
        assert answer.status_code == 422
        assert "Parce que." in answer.content.decode()
        assert "Parce que." in page(client, application)
        assert client.get(f"/apply/file/{application.public_id}/who/").status_code == 303
        saved = client.post(f"/apply/file/{application.public_id}/who/", m.WHO | {"name": "Trop tard"})
        assert saved.status_code == 422
        assert "Trop tard" in saved.content.decode()
    application.refresh_from_db()
    assert (application.state, application.name) == ("draft", "Adjoa")


def _again(application: Application) -> str:
    """The private link was opened again."""
    session = SessionStore()
    session[HELD] = [application.digest]
    session.save()
    return str(session.session_key)


UNSENT = ["eligible", "ineligible", "in_review", "shortlisted", "waitlisted", "declined", "offered"]


@pytest.mark.parametrize("phase", ["screening", "review", "selection", "published"])
def test_a_decision_that_was_not_sent_shows_nowhere(phase: str) -> None:
    call = m.make_call()
    client, application = m.client_for(call)
    m.fill(Applicant(digests=frozenset({application.digest})), application)
    client.post(f"/apply/file/{application.public_id}/submission/")
    Call.objects.filter(pk=call.pk).update(state=phase)
    seen = set()
    for state in UNSENT:
        Application.objects.filter(pk=application.pk).update(state=state)
        Letter.objects.all().delete()
        Letter.objects.create(application=application, outcome="decline", language="fr", body="Non retenue, hélas.")
        seen.add(re.sub(r'name="once" value="[^"]*"|csrf\w+" value="[^"]*"', "", page(client, application, "status/")))
    assert len(seen) == 1
    assert "hélas" not in seen.pop()
    Letter.objects.update(sent_at=timezone.now())
    assert "hélas" in page(client, application, "status/")


def test_the_pages_cost_the_same_with_one_question_and_with_thirty() -> None:
    call = m.make_call()
    client, application = m.client_for(call)
    costs = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(client, application)
            page(client, application, "submission/")
        costs.append(len(asked))
        for place in range(30):
            m.ask(call, f"Q{place}", "choice", "Oui", "Non", position=place + 2)
    assert costs[0] == costs[1]


def test_a_signed_in_person_finds_hers_under_her_own_pages_and_nobody_elses(as_person: AsPerson) -> None:
    call, person, other = m.make_call(), make_person(), make_person()
    client = as_person(person)
    assert client.post(f"/apply/{call.public_id}/", {"language": "fr"}).status_code == 303
    application = Application.objects.get()
    assert application.person == person
    assert f"/apply/file/{application.public_id}/" in client.get("/me/applications/").content.decode()
    assert as_person(other).get(f"/apply/file/{application.public_id}/").status_code == 404
    assert application.public_id not in as_person(other).get("/me/applications/").content.decode()
    assert as_person(person).get(f"/apply/file/{application.public_id}/").status_code == 200
    assert "/apply/file/" in as_person(person).get(f"/apply/{call.public_id}/").content.decode()


def test_a_visitor_s_application_may_be_kept_under_an_account(as_person: AsPerson) -> None:
    client, application = m.client_for(m.make_call())
    link = re.search(r"/apply/open/[\w-]+/", page(client, application, "link/"))
    assert link
    person = make_person()
    signed_in = as_person(person)
    assert signed_in.post(link[0], {"tie": "on"}).status_code == 303
    application.refresh_from_db()
    assert application.person == person


def test_mails_say_nothing_of_the_call_and_lead_to_it() -> None:
    call = m.make_call(make_community(risk="high"), title="Pérenniser")
    client, application = m.client_for(call, email="adjoa@example.org")
    m.fill(Applicant(digests=frozenset({application.digest})), application, email="adjoa@example.org")
    client.post(f"/apply/file/{application.public_id}/submission/")
    read_outbox()
    send_waiting_mail()
    assert [one.to for one in mail.outbox] == [["adjoa@example.org"]] * 2
    for one in mail.outbox:
        assert one.subject in {str(subject.label) for subject in Subject} | {"Nouvelle activité", "Votre lien"}
        assert not re.search("Pérenniser|Adjoa|candidat|appel", str(one.body))
    link = re.search(r"/apply/open/\S+/", str(mail.outbox[0].body))
    assert link
    other = Client()
    assert other.post(link[0], {"device": "shared"})["Location"] == f"/apply/file/{application.public_id}/link/"
    application.refresh_from_db()
    assert application.email_proven_at is not None


def test_a_lost_link_is_answered_alike() -> None:
    m.client_for(m.make_call(), email="adjoa@example.org")
    bodies = []
    for address in ("adjoa@example.org", "nobody@example.org"):
        answer = Client().post("/apply/link/", {"email": address})
        assert answer["Location"] == "/apply/link/?sent"
        bodies.append(answer.content)
    assert bodies[0] == bodies[1]


def test_her_archive_holds_what_she_wrote_and_no_decision_that_was_not_sent() -> None:
    person = make_person()
    _hands, application = m.made(m.make_call(), person)
    Application.objects.filter(pk=application.pk).update(state="declined", submitted_at=timezone.now())
    rows = [*applications_of(person).rows, *application_answers_of(person).rows]
    assert "Parce que." in str(rows)
    assert "Adjoa" in str(rows)
    assert not re.search("not retained|non retenue", str([{k: str(v) for k, v in row.items()} for row in rows]))
    assert not letters_of(person).rows
    assert not applications_of(make_person()).rows


def test_balance_is_said_and_taken_back_by_one_tap() -> None:
    client, application = m.client_for(m.make_call())
    url = f"/apply/file/{application.public_id}/balance/"
    assert client.post(url, {"gender": "woman", "age_band": "", "disability": "", "diversity": ""}).status_code == 303
    assert BalanceData.objects.get().gender == "woman"
    assert client.post(f"{url}removal/").status_code == 303
    assert not BalanceData.objects.exists()


def test_a_withdrawal_asks_once_and_leaves_nothing() -> None:
    client, application = m.client_for(m.make_call())
    client.post(f"/apply/file/{application.public_id}/who/", m.WHO | {"email": "a@example.org"})
    page(client, application, "withdrawal/")
    assert client.post(f"/apply/file/{application.public_id}/withdrawal/")["Location"] == "/apply/left/"
    application.refresh_from_db()
    assert (application.state, application.name) == ("withdrawn", "")
    assert client.get(f"/apply/file/{application.public_id}/").status_code == 404
