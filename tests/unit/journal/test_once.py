"""A form sent twice on a bad line makes one record (SR-57)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from palabre.journal.models import Entry, Submission

pytestmark = pytest.mark.urls("tests.unit.journal.pages")


@pytest.mark.django_db
@pytest.mark.covers("SR-57")
def test_form_sent_twice_makes_one_record_and_leads_to_the_same_place() -> None:
    client = Client()

    first, second = (client.post("/note/", {"once": "k1"}) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_form_with_another_key_makes_another_record() -> None:
    client = Client()

    for key in ("k1", "k2"):
        client.post("/note/", {"once": key})

    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_form_without_a_key_is_taken_each_time() -> None:
    client = Client()

    for _ in range(2):
        client.post("/note/")

    assert Entry.objects.count() == 2
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_same_key_on_another_page_or_of_another_person_is_another_form() -> None:
    client, other = Client(), Client()
    client.cookies["form"], other.cookies["form"] = "a" * 32, "b" * 32

    client.post("/note/", {"once": "k1"})
    client.post("/other/", {"once": "k1"})
    other.post("/note/", {"once": "k1"})

    assert Entry.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "status"), [("refused", 422), ("absent", 404)])
def test_form_that_was_not_accepted_may_be_sent_again_with_its_key(answer: str, status: int) -> None:
    """The form comes back filled, with the same key: correcting it and sending it again must work."""
    client = Client()

    assert client.post("/note/", {"once": "k1", "answer": answer}).status_code == status
    assert not Submission.objects.exists()
    assert client.post("/note/", {"once": "k1"}).status_code == 303
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_form_that_met_a_fault_leaves_no_record_and_may_be_sent_again() -> None:
    client = Client(raise_request_exception=False)

    assert client.post("/note/", {"once": "k1", "answer": "fault"}).status_code == 500
    assert not Entry.objects.exists()
    assert not Submission.objects.exists()
    assert client.post("/note/", {"once": "k1"}).status_code == 303
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_reading_a_page_keeps_no_key() -> None:
    assert Client().get("/noted/1/?once=k1").status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("SR-57")
def test_form_sent_many_times_at_the_same_moment_makes_one_record() -> None:
    senders = 6
    start = threading.Barrier(senders)
    answers: list[tuple[int, str]] = []

    def send() -> None:
        client = Client()
        try:
            start.wait()
            response = client.post("/note/", {"once": "k1"})
            answers.append((response.status_code, response["Location"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Entry.objects.count() == 1
    assert answers == [(303, f"/noted/{Entry.objects.get().pk}/")] * senders
