"""The pages of a call from inside: forms in both languages, refusals beside their field, two writers, no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import html5lib
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.calls.actions.parts import add_part
from palabre.calls.actions.writing import write_call
from palabre.calls.call_continents import Continent, countries_of
from palabre.calls.choices import CallState
from palabre.calls.forms.calls import TextsForm
from palabre.calls.models import Application, Call, EligibilityRule
from palabre.calls.queries.call_rooms import rooms_of
from palabre.desk.queries.coordination import coordination
from palabre.languages.queries import words
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, begun, mel_of, standing_in, whole

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=True):
        yield


def page(call: Call, name: str = "call", *keys: str) -> str:
    return reverse(f"calls:{name}", args=[call.community.public_id, call.public_id, *keys])


def text_of(answer) -> str:
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


BEGINNING = {
    "opens_on": "1 décembre 2026", "opens_hour": "8 h", "closes_on": "15/01/2027", "closes_hour": "23 h 59",
    "zone": "Africa/Bamako", "places": "15", "language": "fr",
}  # fmt: skip


def test_an_empty_list_explains_itself_and_leads_to_a_first_call(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.person("coordinator"))
    url = reverse("calls:list", args=[cast.here.public_id])
    empty = text_of(client.get(url))
    assert reverse("calls:begin", args=[cast.here.public_id]) in empty
    answer = client.post(reverse("calls:begin", args=[cast.here.public_id]), BEGINNING)
    call = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, page(call))
    assert (call.opens_at, call.closes_at) == (OPENS, CLOSES)
    assert call.title in text_of(client.get(url))


def test_the_desk_of_coordination_leads_there(cast: Cast) -> None:
    def rooms(person: str) -> set[str]:
        return {room.view for _title, rooms in coordination(cast.person(person), cast.here).groups for room in rooms}

    assert "calls:list" in rooms("coordinator")
    assert "calls:list" not in rooms("facilitator")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"closes_on": "1 novembre 2026"}, "closes_on", "fermeture"),
        ({"closes_hour": "25 h"}, "closes_hour", "heure"),
        ({"zone": "Nowhere"}, "zone", "ville de la liste"),
        ({"places": "0"}, "places", "1"),
        ({"zone": "Europe/Paris", "closes_on": "28/03/2027", "closes_hour": "2 h 30"}, "closes_hour", "3"),
    ],
)
def test_bad_input_comes_back_with_its_sentence(
    cast: Cast, as_person: SignIn, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = as_person(cast.person("coordinator")).post(
        reverse("calls:begin", args=[cast.here.public_id]), {**BEGINNING, **wrong}
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="id_{field}_error"' in html
    assert said in html
    if field != "zone":  # a select cannot show what it does not offer
        assert f'value="{wrong[field]}"' in html
    assert not Call.objects.exists()


@pytest.mark.parametrize("name", ["member", "core", "facilitator", "steward", "outsider", "nobody", "keeper"])
def test_from_inside_it_exists_only_for_those_who_write_and_translate(cast: Cast, as_person: SignIn, name: str) -> None:
    call = announced(cast)
    client = as_person(cast.person(name))
    part = call.criteria.first()
    urls = [
        reverse("calls:list", args=[cast.here.public_id]), reverse("calls:begin", args=[cast.here.public_id]), page(call),
        page(call, "texts"), page(call, "frame"), page(call, "deadline"), page(call, "cancellation"),
        page(call, "themes"), page(call, "criterion", part.public_id),
    ]  # fmt: skip
    assert {client.get(url).status_code for url in urls} == {404}
    posts = ["announcement", "draft", "step", "approval", "themes"]
    assert {client.post(page(call, post)).status_code for post in posts} == {404}


@pytest.mark.parametrize("state", [state.value for state in CallState])
def test_the_page_of_a_call_shows_every_state(cast: Cast, as_person: SignIn, state: str) -> None:
    call = standing_in(cast, state, cancelled_because="Parce que")
    html = text_of(as_person(cast.person("coordinator")).get(page(call)))
    assert "<title>Un appel – Palabre</title>" in html
    steps = {"closed": "screening", "screening": "review", "review": "interviews", "interviews": "selection"}
    for one in CallState:
        assert (f'name="to" value="{one}"' in html) <= (steps.get(state) == one or state == "selection")


def test_each_state_leads_to_the_work_of_that_state(cast: Cast) -> None:
    mel = mel_of(cast)
    for state in CallState:
        call = standing_in(cast, state)
        hers = {one.url.split(f"/{call.public_id}/")[1] for one in rooms_of(cast.person("coordinator"), call)}
        assert ("applications/" in hers) is (state not in {"draft", "ready", "cancelled"})
        assert ("letters/" in hers) is (state in {"screening", "review", "interviews", "selection", "published"})
        assert {one.url.split("/")[-2] for one in rooms_of(mel, call)} <= {"ranking", "selection", "summary"}
        assert rooms_of(cast.person("member"), call) == []


def test_a_draft_names_what_is_missing_and_where_it_is_mended(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    html = text_of(as_person(cast.person("coordinator")).get(page(call)))
    assert 'class="miss"' in html
    assert page(call, "texts") in html
    assert page(call, "announcement") not in html
    assert html.count("<") < 1_800


def test_monitoring_sees_the_button_of_the_coordination_with_its_reason(cast: Cast, as_person: SignIn) -> None:
    html = text_of(as_person(mel_of(cast)).get(page(whole(cast))))
    assert "coordination de la communauté" in html
    assert page(Call.objects.get(), "announcement") not in html


def test_the_whole_way_from_the_first_form_to_an_announced_call(cast: Cast, as_person: SignIn) -> None:
    client, other = as_person(cast.person("coordinator")), as_person(cast.person("translator"))
    client.post(reverse("calls:begin", args=[cast.here.public_id]), BEGINNING)
    call = Call.objects.get()
    form = TextsForm(source="fr", thing=call)
    said = {
        f"{n}_{c}": words(call, n, c).text.replace("[", "").replace("]", "") for n in form.labels for c in ("fr", "en")
    }
    assert client.post(page(call, "texts"), {**said, "seen": "1"}).status_code == 303
    approve = re.search(r'name="seen" value="(\w+)"', other.get(page(call)).content.decode())
    assert approve is not None
    assert other.post(page(call, "approval"), {"seen": approve[1]}).status_code == 303
    assert client.post(page(call, "announcement")).status_code == 303
    call.refresh_from_db()
    assert call.state == CallState.READY
    assert client.get(page(call, "texts")).status_code == 403
    assert client.post(page(call, "draft")).status_code == 303


def test_two_writers_of_the_texts_both_keep_their_words(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    write_call(actor=mel_of(cast), call=call, texts={"title": {"fr": "Le titre d’une autre", "en": "Hers"}})
    form = TextsForm(source="fr", thing=call)
    said = {f"{n}_{c}": words(call, n, c).text for n in form.labels for c in ("fr", "en")} | {"title_fr": "Mon titre"}
    client = as_person(cast.person("coordinator"))
    answer = client.post(page(call, "texts"), {**said, "seen": "1"})
    assert answer.status_code == 409
    html = text_of(answer)
    assert "Mon titre" in html
    assert "Le titre d’une autre" in html
    assert 'name="seen" value="2"' in html
    assert client.post(page(call, "texts"), {**said, "seen": "2"}).status_code == 303
    assert Call.objects.get().title == "Mon titre"


def test_two_writers_of_the_frame_and_of_a_part(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    client = as_person(cast.person("coordinator"))
    frame = {**BEGINNING, "languages": ["fr"], "reviews_needed": "3", "themes_asked": "1"}
    assert client.post(page(call, "frame"), {**frame, "seen": "1"}).status_code == 303
    answer = client.post(page(call, "frame"), {**frame, "places": "9", "seen": "1"})
    assert answer.status_code == 409
    assert 'name="places" value="9"' in text_of(answer)
    criterion = call.criteria.first()
    url = page(call, "criterion", criterion.public_id)
    body = {"name_fr": "A", "name_en": "A", "weight": "3", "scale": "5", "scored": "on"}
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode())
    assert seen is not None
    assert client.post(url, {**body, "seen": seen[1]}).status_code == 303
    again = client.post(url, {**body, "weight": "4", "seen": seen[1]})
    assert again.status_code == 409
    assert "<dd>3</dd>" in text_of(again)


def test_a_rule_takes_the_south_and_a_list_of_names(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    client = as_person(cast.person("coordinator"))
    body = {
        "label_fr": "Vivre dans le Sud", "label_en": "To live in the South", "kind": "may", "check_by": "countries",
        "regions": list(Continent.values), "countries": "Fidji\nVanuatu",
    }  # fmt: skip
    assert client.post(page(call, "rules"), body).status_code == 303
    rule = EligibilityRule.objects.get(check_by="countries")
    codes = {row.country for row in rule.countries.all()}
    assert codes == {*countries_of(Continent), "FJ", "VU"}
    html = text_of(client.get(page(call, "rule", rule.public_id)))
    assert "Mali" in html
    wrong = client.post(page(call, "rules"), {**body, "regions": [], "countries": "Atlantide"})
    assert wrong.status_code == 422
    assert "Atlantide" in wrong.content.decode()


def test_a_question_with_choices_is_made_step_by_step(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    client = as_person(cast.person("coordinator"))
    body = {"label_fr": "Où ?", "label_en": "Where?", "kind": "choice", "required": "on", "longest_answer": "500"}
    asked = client.post(page(call, "questions"), body)["Location"]
    question = call.questions.last()
    assert asked == page(call, "question", question.public_id)
    for name in ("Ici", "Là"):
        answer = client.post(page(call, "options", question.public_id), {"label_fr": name, "label_en": name})
        assert (answer.status_code, answer["Location"]) == (303, asked)
    here, there = question.options.all()
    assert client.get(page(call, "option", question.public_id, here.public_id)).status_code == 200
    client.post(page(call, "option_position", question.public_id, there.public_id), {"up": "1"})
    assert [one.label for one in question.options.all()] == ["Là", "Ici"]
    assert "Ici" in text_of(client.get(asked))
    later = {**body, "label_fr": "Pourquoi ?", "kind": "text", "only_after": here.public_id}
    assert client.post(page(call, "questions"), later).status_code == 303
    shut = client.post(page(call, "option_removal", question.public_id, here.public_id))
    assert shut.status_code == 403
    number = {**body, "kind": "number", "least": "1,5", "most": "abc"}
    wrong = client.post(page(call, "questions"), number)
    assert wrong.status_code == 422
    assert 'value="1,5"' in wrong.content.decode()


def test_a_part_of_another_call_or_community_is_absent(cast: Cast, as_person: SignIn) -> None:
    """SR-12: object by object."""
    one, two = begun(cast), begun(cast)
    foreign = two.criteria.first()
    client = as_person(cast.person("coordinator"))
    for name in ("criterion", "criterion_position", "criterion_removal"):
        send = client.get if name == "criterion" else client.post
        assert send(page(one, name, foreign.public_id)).status_code == 404
    question = two.questions.get(kind="choice")
    option = question.options.first()
    assert client.get(page(one, "option", question.public_id, option.public_id)).status_code == 404
    there = reverse("calls:call", args=[cast.there.public_id, one.public_id])
    assert as_person(cast.person("outsider")).get(there).status_code == 404


def test_whoever_translates_sees_words_only(cast: Cast, as_person: SignIn) -> None:
    call = begun(cast)
    criterion = call.criteria.first()
    client = as_person(cast.person("translator"))
    url = page(call, "criterion", criterion.public_id)
    html = text_of(client.get(url))
    assert 'name="name_en"' in html
    assert 'name="weight"' not in html
    assert "removal" not in html
    body = {"name_fr": criterion.name, "name_en": "Lived experience", "text_fr": criterion.text, "weight": "9"}
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen is not None
    body["seen"] = seen[1]
    assert client.post(url, body).status_code == 303
    criterion.refresh_from_db()
    assert (criterion.weight, words(criterion, "name", "en").text) == (2, "Lived experience")


def test_fifty_calls_cost_what_two_cost(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.person("coordinator"))
    url = reverse("calls:list", args=[cast.here.public_id])

    def spent() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    for _ in range(2):
        standing_in(cast, CallState.OPEN)
    few = spent()
    for _ in range(48):
        standing_in(cast, CallState.OPEN)
    assert spent() == few


def test_more_parts_cost_no_more(cast: Cast, as_person: SignIn) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    client = as_person(actor)
    for number in (2, 10):
        for _ in range(number):
            add_part(actor=actor, call=call, kind="theme", texts={"title": {"fr": "T", "en": "T"}})
            facts = {"kind": "text", "longest": 500, "criterion": call.criteria.first()}
            add_part(actor=actor, call=call, kind="question", texts={"label": {"fr": "Q", "en": "Q"}}, facts=facts)
        client.get(page(call))
        with CaptureQueriesContext(connection) as seen:
            client.get(page(call))
        if number == 2:
            few = len(seen)
    assert len(seen) == few


# who is told


def test_whoever_has_begun_an_application_hears_that_there_is_more_time(cast: Cast, as_person: SignIn) -> None:
    call = announced(cast)
    rows = {"a": ("draft", "une@example.org"), "b": ("submitted", "deux@example.org"), "c": ("draft", "")}
    for digest, (state, email) in rows.items():
        Application.objects.create(
            call=call, code=digest * 6, digest=digest * 64, state=state, email=email, email_digest=digest,
            submitted_at=OPENS if state == "submitted" else None,
        )  # fmt: skip
    with time_machine.travel(OPENS, tick=True):
        client = as_person(cast.person("coordinator"))
        form = client.get(page(call, "deadline"))
        assert "2027-01-15" in form.content.decode()
        early = client.post(page(call, "deadline"), {"closes_on": "2 janvier 2027", "closes_hour": "8 h"})
        assert early.status_code == 422
        later = client.post(page(call, "deadline"), {"closes_on": "20 janvier 2027", "closes_hour": "8 h"})
        assert later.status_code == 303
        read_journal()
    mails = Mail.objects.filter(template="calls/email/more_time.txt")
    assert list(mails.values_list("address", flat=True)) == ["une@example.org"]
    assert not Notice.objects.filter(kind="calls.lengthened").exists(), "she did it herself"


def test_whoever_applied_or_began_to_hears_that_it_was_given_up(cast: Cast, as_person: SignIn) -> None:
    call = announced(cast)
    for digest, state in (("a", "draft"), ("b", "submitted"), ("c", "withdrawn")):
        Application.objects.create(
            call=call, code=digest * 6, digest=digest * 64, state=state, email=f"{digest}@example.org",
            email_digest=digest, submitted_at=OPENS if state == "submitted" else None,
        )  # fmt: skip
    client = as_person(cast.person("coordinator"))
    assert client.post(page(call, "cancellation"), {"reason": " "}).status_code == 422
    assert client.post(page(call, "cancellation"), {"reason": "Plus de moyens"}).status_code == 303
    read_journal()
    mails = Mail.objects.filter(template="calls/email/given_up.txt")
    assert set(mails.values_list("address", flat=True)) == {"a@example.org", "b@example.org"}


def test_a_second_announcement_says_that_it_is_done(cast: Cast, as_person: SignIn) -> None:
    call = announced(cast)
    answer = as_person(cast.person("coordinator")).post(page(call, "announcement"))
    assert answer.status_code == 403
    assert "déjà annoncé" in answer.content.decode() or "announced already" in answer.content.decode()
