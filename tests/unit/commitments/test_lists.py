"""Late ones come first and are said calmly; each person finds her own; the next meeting finds what is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.commitments.models import Commitment
from palabre.commitments.queries import open_for, promised_by
from palabre.communities.queries import local_id
from palabre.languages.actions import write_half
from palabre.people.models import Person
from tests.factories import join, make_organisation
from tests.personas import Cast
from tests.unit.commitments.test_progress import house_of, promise, soon

SignIn = Callable[[Person | None], Client]


def page(client: Client, cast: Cast, **asked: Any) -> Any:
    return client.get(reverse("commitments:list", args=[cast.here.public_id]), asked)


def test_late_promises_come_first_and_are_said_in_clay(cast: Cast, as_person: SignIn) -> None:
    promise(cast, text="Plus tard", due=soon(5))
    promise(cast, text="En retard", due=soon(-4))
    promise(cast, text="Gardé", due=soon(-9), state="done", evidence="Vu")
    answer = page(as_person(cast.second_member), cast, lang="en")
    body = answer.content.decode()
    assert [row.text for row in answer.context["page"].part.items] == ["En retard", "Plus tard"]
    assert "4 days late" in body
    assert "badge bad" not in body
    assert "badge clay" in body
    closed = page(as_person(cast.second_member), cast, closed=1)
    assert [row.text for row in closed.context["page"].part.items] == ["Gardé"]


def test_the_list_is_filtered_by_owner_person_or_organisation(cast: Cast, as_person: SignIn) -> None:
    house = house_of(cast)
    promise(cast, text="De la personne")
    promise(cast, text="De la maison", person=None, organisation=house)
    promise(cast, text="De quelqu’un d’autre", person=cast.core)
    client = as_person(cast.second_member)
    for key, text in (
        (f"p.{local_id(cast.member, cast.here)}", "De la personne"),
        (f"o.{house.public_id}", "De la maison"),
    ):
        assert [row.text for row in page(client, cast, owner=key).context["page"].part.items] == [text]
    assert page(client, cast, owner="p.'; drop").context["page"].part.items == []


def test_twenty_promises_a_page_and_none_is_lost_between_pages(cast: Cast, as_person: SignIn) -> None:
    for number in range(25):
        promise(cast, text=f"Promesse {number:02}", due=soon(number // 5))
    client = as_person(cast.member)
    first = page(client, cast).context["page"].part
    second = page(client, cast, older=first.older).context["page"].part
    assert (len(first.items), len(second.items)) == (20, 5)
    assert len({row.pk for row in [*first.items, *second.items]}) == 25


def test_my_promises_are_mine_and_those_of_my_organisation_here(cast: Cast) -> None:
    house = house_of(cast)
    promise(cast, text="À moi", due=soon(3))
    promise(cast, text="À ma maison", due=soon(1), person=None, organisation=house)
    promise(cast, text="À une autre", person=cast.core)
    promise(cast, text="Fait", state="done", evidence="Vu")
    there = Commitment.objects.create(community=cast.there, organisation=house, due=soon(), text="Ailleurs")
    assert [row.text for row in promised_by(cast.member)] == ["À ma maison", "À moi"]
    join(cast.member, cast.there)
    assert there not in promised_by(cast.person("member"))


def test_whoever_left_no_longer_finds_the_promises_of_the_community(cast: Cast) -> None:
    promise(cast)
    cast.member.memberships.update(state="left")
    assert promised_by(cast.person("member")) == []


def test_what_is_open_is_there_for_the_next_meeting(cast: Cast) -> None:
    late, done = promise(cast, due=soon(-2)), promise(cast, state="done", evidence="Vu")
    elsewhere = Commitment.objects.create(community=cast.there, person=cast.outsider, due=soon(), text="Ailleurs")
    found = list(open_for(cast.person("member"), cast.here))
    assert found == [late]
    assert done not in found
    assert elsewhere not in found


def test_a_promise_is_noted_outside_a_meeting_in_both_languages(cast: Cast, as_person: SignIn) -> None:
    url = reverse("commitments:opening", args=[cast.here.public_id])
    client = as_person(cast.member)
    body = client.get(url).content.decode()
    assert "Second member" not in body
    form = {
        "text": "Appeler la mairie",
        "other_text": "Call the town hall",
        "owner": f"p.{local_id(cast.member, cast.here)}",
        "due": soon().isoformat(),
        "once": "1",
    }
    assert client.post(url, form).status_code == 303
    assert "Call the town hall" in page(client, cast, lang="en").content.decode()
    wrong = client.post(url, form | {"owner": f"p.{local_id(cast.core, cast.here)}", "once": "2"})
    assert wrong.status_code == 422
    assert "Appeler la mairie" in wrong.content.decode()


def test_those_who_lead_choose_among_everybody(cast: Cast, as_person: SignIn) -> None:
    body = as_person(cast.facilitator).get(reverse("commitments:opening", args=[cast.here.public_id])).content.decode()
    assert "Second member" in body
    assert "Maison des Droits" in body
    assert "Outsider" not in body


@pytest.mark.covers("SR-52")
def test_tags_in_a_promise_are_shown_as_text(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast, text="<script>alert(1)</script>", state="done", evidence="<img src=x onerror=alert(1)>")
    for url in (
        reverse("commitments:commitment", args=[row.public_id]),
        f"/c/{cast.here.public_id}/commitments/?closed=1",
    ):
        body = as_person(cast.member).get(url).content.decode()
        assert "<script>alert" not in body
        assert "<img" not in body


def test_thirty_promises_cost_as_many_queries_as_one_and_no_page_writes(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.member)
    list_url = reverse("commitments:list", args=[cast.here.public_id])
    counts = []
    for number in (1, 29):
        for _ in range(number):
            organisation = make_organisation()
            row = promise(cast, due=soon(2))
            write_half(actor_id=1, thing=row, field="text", language="en", text="Send it")
            promise(cast, person=None, organisation=organisation)
        costs = []
        for url in (list_url, reverse("commitments:mine"), reverse("commitments:commitment", args=[row.public_id])):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url, {"lang": "en"}).status_code == 200
            assert not [one for one in seen if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
            costs.append(len(seen))
        counts.append(costs)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 9, counts


@pytest.mark.covers("SR-20")
def test_addresses_and_titles_name_nobody_and_nothing(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast, text="Cadenas")
    for url in (reverse("commitments:commitment", args=[row.public_id]), reverse("commitments:mine")):
        body = as_person(cast.member).get(url).content.decode()
        title = body.split("<title>")[1].split("</title>")[0]
        assert "Cadenas" not in title
        assert cast.here.name not in title
        assert "cadenas" not in url


def test_a_due_day_counts_on_the_readers_clock(cast: Cast) -> None:
    row = promise(cast, due=soon(0))
    assert not row.is_late()
    assert row.is_late(today=soon(0) + timedelta(days=1))
