"""Queries written once and asked many times; and the files, served without passing through an event loop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from inspect import iscoroutinefunction
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from palabre.kit.prepared import Prepared
from palabre.people.models import Person, Session
from tests.personas import Cast


def _people(person: int, until: datetime) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person, created_at__lte=until).values_list("email", "created_at", "is_active")


def _on(day: date) -> QuerySet[Any, Any]:
    return Person.objects.filter(created_at__date=day).values_list("pk")


def test_what_was_written_for_one_answers_for_another(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prepared = Prepared(_people, person=int, until=datetime)
    now = timezone.now()
    with django_assert_num_queries(2):
        mine, theirs = (prepared.ask(person=one.pk, until=now) for one in (cast.member, cast.nobody))
    assert mine == [(cast.member.email, cast.member.created_at, True)]
    assert theirs[0][0] == cast.nobody.email
    assert prepared.ask(person=cast.member.pk, until=now - timedelta(days=9000)) == []


def test_a_day_is_a_blank_too(cast: Cast) -> None:
    prepared = Prepared(_on, day=date)
    assert (cast.member.pk,) in prepared.ask(day=cast.member.created_at.date())
    assert prepared.ask(day=date(2001, 1, 1)) == []


@pytest.mark.django_db
def test_a_blank_that_the_query_does_not_hold_is_a_mistake() -> None:
    prepared = Prepared(lambda person: Session.objects.values_list("pk"), person=int)
    with pytest.raises(ValueError, match="person"):
        prepared.ask(person=1)


def test_no_page_passes_through_an_event_loop() -> None:
    assert not iscoroutinefunction(WSGIHandler()._middleware_chain)  # type: ignore[attr-defined]


def test_a_file_is_served_with_our_headers_and_only_when_it_changed(client: Client) -> None:
    first = client.get("/static/kit/palabre.css")
    assert first.status_code == 200
    assert first["Content-Type"].startswith("text/css")
    assert first["X-Content-Type-Options"] == "nosniff"
    assert int(first["Content-Length"]) == len(first.content)
    again = client.get("/static/kit/palabre.css", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post("/static/kit/palabre.css").status_code == 405
