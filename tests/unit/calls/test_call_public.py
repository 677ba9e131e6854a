"""What visitors read of calls: the same for everyone, without a cookie, and no name that must stay unknown."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta

import html5lib
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.calls.actions.life import cancel_call
from palabre.calls.actions.parts import add_part
from palabre.calls.choices import CallState
from palabre.calls.models import Call
from palabre.communities.choices import RiskProfile
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, begun, standing_in, whole

pytestmark = pytest.mark.django_db
OPEN = OPENS + timedelta(days=3)


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=True):
        yield


def at(moment):
    return time_machine.travel(moment, tick=False)


def url_of(call: Call, name: str = "public_call") -> str:
    return reverse(f"calls:{name}", args=[call.public_id])


def read(url: str, language: str = "en", client: Client | None = None) -> str:
    answer = (client or Client()).get(url, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.covers("SR-68")
@pytest.mark.parametrize("name", ["public_list", "public_call", "ready"])
def test_the_same_page_for_everyone_without_a_cookie(cast: Cast, as_person, name: str) -> None:
    call = announced(cast)
    url = reverse("calls:public_list") if name == "public_list" else url_of(call, name)
    with at(OPEN):
        answer = Client().get(url, headers={"accept-language": "fr"})
        assert answer.cookies == {}
        assert answer["Cache-Control"].startswith("public, max-age=")
        assert "Cookie" not in answer["Vary"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        for person in ("coordinator", "nobody"):
            again = as_person(cast.person(person)).get(url, headers={"accept-language": "fr"})
            assert again.content == answer.content
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    assert len(gzip.compress(answer.content, 6)) < 12_000


def test_the_call_says_everything_in_the_language_of_the_reader(cast: Cast) -> None:
    call = announced(cast)
    with at(OPEN):
        french, english = read(url_of(call), "fr"), read(url_of(call), "en")
    assert "Appel à candidatures" in french
    assert "Call for applications" in english
    assert "Pourquoi cet appel" in french
    assert "Why this call" in english
    assert '?lang=en" lang="en" hreflang="en"' in french
    for said in ("until Friday 15 January 2027 at 23:59, clocks of Bamako (Mali) (23:59 UTC)", "counts twice",
                 "no points: weighed by the committee", "You apply in your own name", "15 places"):  # fmt: skip
        assert said in english, said
    assert reverse("calls:ready", args=[call.public_id]) in english


def test_each_phase_has_its_calm_sentence_and_only_an_open_call_its_door(cast: Cast) -> None:
    call = announced(cast)
    try:
        apply = reverse("calls:apply", args=[call.public_id])
    except Exception:
        apply = "no such page yet"
    for moment, said, door in (
        (OPENS - timedelta(seconds=1), "applying begins when the call opens", False),
        (OPENS, "until Friday 15 January", apply.startswith("/")),
        (CLOSES, "until Friday 15 January", apply.startswith("/")),
        (CLOSES + timedelta(seconds=1), "Nothing can be handed in any more", False),
    ):
        with at(moment):
            page = read(url_of(call))
        assert said in page, moment
        assert (apply in page) is door, moment


def test_a_page_is_kept_no_longer_than_it_is_true(cast: Cast) -> None:
    call = announced(cast)
    for moment, seconds in ((OPENS - timedelta(seconds=40), 40), (CLOSES - timedelta(seconds=9), 10), (OPEN, 300)):
        with at(moment):
            for url in (url_of(call), reverse("calls:public_list")):
                assert Client().get(url)["Cache-Control"] == f"public, max-age={seconds}", (moment, url)


def test_a_draft_does_not_exist_for_visitors(cast: Cast) -> None:
    call = whole(cast)
    absent = Client().get("/calls/abcdefghijkm/")
    for name in ("public_call", "ready"):
        answer = Client().get(url_of(call, name))
        assert answer.status_code == absent.status_code == 404
        assert call.title.encode() not in answer.content


def test_a_call_given_up_as_a_draft_was_never_known_and_a_later_one_says_so(cast: Cast) -> None:
    never, known = begun(cast), announced(cast)
    for call in (never, known):
        cancel_call(actor=cast.person("coordinator"), call=call, reason="Une raison secrète")
    assert Client().get(url_of(never)).status_code == 404
    page = read(url_of(known))
    assert "This call was given up" in page
    assert "secrète" not in page


@pytest.mark.parametrize(("risk", "named"), [("standard", True), ("elevated", True), ("high", False)])
def test_at_high_risk_nothing_says_whose_call_it_is(cast: Cast, risk: str, named: bool) -> None:
    call = announced(cast)
    cast.here.risk = RiskProfile(risk)
    cast.here.save()
    Call.objects.update(listed=True)
    with at(OPEN):
        assert ("Communauté Ici" in read(url_of(call))) is named
        for url in (url_of(call, "ready"), reverse("calls:public_list")):
            assert "Communauté Ici" not in read(url)
        page = read(url_of(call))
    assert "<title>Call for applications – Palabre</title>" in page
    assert cast.here.public_id not in page
    assert cast.network.name not in page


def test_the_list_has_what_is_open_soon_and_closed_lately_if_it_wants_to_be_listed(cast: Cast) -> None:
    call = announced(cast)
    Call.objects.filter(pk=call.pk).update(title="Le visible")
    hidden = announced(cast)
    Call.objects.filter(pk=hidden.pk).update(listed=False, title="Le discret")
    url = reverse("calls:public_list")
    for moment, heading in (
        (BEFORE, "Open soon"), (OPEN, "Open now"), (CLOSES + timedelta(days=3), "Closed lately"),
    ):  # fmt: skip
        with at(moment):
            page = read(url, "fr" if heading == "" else "en")
        assert heading in page
        assert url_of(call) in page
        assert url_of(hidden) not in page
    with at(CLOSES + timedelta(days=31)):
        assert url_of(call) not in read(url)
    with at(OPEN):
        assert read(url_of(hidden))


def test_a_long_list_costs_no_more_and_shows_twenty(cast: Cast) -> None:
    def grow(number: int) -> None:
        for _ in range(number):
            standing_in(cast, CallState.OPEN, listed=True)

    url = reverse("calls:public_list")
    grow(2)
    read(url)
    with CaptureQueriesContext(connection) as few:
        read(url)
    grow(30)
    with CaptureQueriesContext(connection) as many:
        page = read(url)
    assert len(few) == len(many) <= 6
    assert page.count('class="go"') == 20
    assert "?older=" in page


def test_more_parts_cost_no_more_queries(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    Call.objects.update(state=CallState.OPEN, opens_at=BEFORE - timedelta(days=1), published_at=BEFORE)
    with CaptureQueriesContext(connection) as few:
        read(url_of(call))
    Call.objects.update(state=CallState.DRAFT)
    for number in range(8):
        add_part(actor=actor, call=call, kind="theme", texts={"title": {"fr": f"T{number}", "en": f"T{number}"}})
        add_part(
            actor=actor, call=call, kind="rule", texts={"label": {"fr": "R", "en": "R"}},
            facts={"kind": "may", "check_by": "countries", "countries": ("ML", "IN")},
        )  # fmt: skip
    Call.objects.update(state=CallState.OPEN)
    with CaptureQueriesContext(connection) as many:
        read(url_of(call))
    assert len(few) <= len(many) <= len(few) + 1  # countries, once there are any
    assert len(many) <= 9


def test_the_capacity_page_has_nothing_that_could_be_sent(cast: Cast) -> None:
    """No form, no name on a box, no script of its own: what one ticks goes nowhere."""
    call = announced(cast)
    page = read(url_of(call, "ready"), "fr")
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert main.count('type="checkbox"') == 6
    for word in ("<form", "name=", "hx-", "data-autosave", "<script", "<button"):
        assert word not in main, word
    assert Client().post(url_of(call, "ready")).status_code == 405
    assert "Rien n’est envoyé" in page or "nothing is sent" in page


def test_the_first_page_leads_to_an_open_listed_call(cast: Cast) -> None:
    call = announced(cast)
    assert "/calls/" not in read("/en/")
    with at(OPEN):
        assert "/calls/" in read("/en/")
        Call.objects.filter(pk=call.pk).update(listed=False)
        assert "/calls/" not in read("/en/")
    Call.objects.filter(pk=call.pk).update(listed=True)
    with at(CLOSES + timedelta(seconds=1)):
        assert "/calls/" not in read("/en/")
