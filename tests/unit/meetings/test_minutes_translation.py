"""The other language: what is to be done comes first, and two translators never overwrite each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from palabre.kit.verdict import Refused
from palabre.languages.models import Half
from palabre.languages.queries import words
from palabre.meetings.actions.minutes_flow import record_decision, take_commitment
from palabre.meetings.actions.minutes_translation import Said, translate_passage, translate_segment
from palabre.meetings.models import Segment
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.meetings.minutes_story import opened, passages, translated, write, written

SignIn = Callable[[Person | None], Client]


def url_of(segment: Segment) -> str:
    return reverse("meetings:segment_translation", args=[segment.minutes.meeting.public_id, segment.public_id])


def form_of(page: Any) -> dict[str, Any]:
    """What the browser would send back of the page."""
    form = page.context["form"]
    return {bound.html_name: bound.value() for bound in form}


def test_outdated_passages_come_first_then_missing_ones(cast: Cast, as_person: SignIn) -> None:
    minutes = translated(cast)
    _first, second, third = passages(minutes)
    write(cast.facilitator, third, "Changé depuis.")
    Half.objects.filter(thing="meetings.segment", thing_id=second.pk, field="body").delete()
    page = as_person(cast.translator).get(reverse("meetings:minutes_translation", args=[minutes.meeting.public_id]))
    assert [(one.number, state) for one, state in page.context["rows"]] == [
        (3, "outdated"),
        (2, "missing"),
        (1, "draft"),
    ]


def test_a_translator_sees_the_source_the_glossary_and_what_changed(cast: Cast, as_person: SignIn) -> None:
    minutes = translated(cast)
    segment = passages(minutes)[0]
    write(cast.facilitator, segment, "Chaque engagement est suivi tous les six mois par le noyau.")
    body = as_person(cast.translator).get(url_of(segment)).content.decode()
    assert "commitment" in body
    assert "core group" in body
    assert "<ins>" in body
    assert "<del>" in body


def test_everything_of_a_passage_is_translated_in_one_form(cast: Cast, as_person: SignIn) -> None:
    segment = passages(written(cast))[0]
    decision = record_decision(actor=cast.facilitator, segment=segment, text="On garde la caisse.")
    taken = take_commitment(
        actor=cast.facilitator, segment=segment, text="Envoyer la liste", due=_far(), person=cast.member
    )
    translator = as_person(cast.translator)
    form = form_of(translator.get(url_of(segment)))
    form |= {
        "title": "Opening",
        "body": "At nine.",
        f"d{decision.public_id}": "We keep the box.",
        f"c{taken.commitment.public_id}": "Send the list",
        "once": "1",
    }
    assert translator.post(url_of(segment), form).status_code == 303
    for thing, field, said in (
        (segment, "body", "At nine."),
        (decision, "text", "We keep the box."),
        (taken.commitment, "text", "Send the list"),
    ):
        thing.__dict__.pop("_halves", None)
        assert words(thing, field, "en").text == said


def _far() -> Any:
    from datetime import date, timedelta

    return date.today() + timedelta(days=30)  # noqa: DTZ011


def test_two_translators_of_one_passage_both_find_their_words(cast: Cast, as_person: SignIn) -> None:
    segment = passages(written(cast))[0]
    first, second = as_person(cast.translator), as_person(cast.coordinator)
    form = form_of(first.get(url_of(segment))) | {"title": "Opening"}
    assert first.post(url_of(segment), form | {"body": "The yearly follow-up.", "once": "1"}).status_code == 303
    answer = second.post(url_of(segment), form | {"body": "A follow-up each year.", "once": "2"})
    assert answer.status_code == 409
    merged = answer.context["form"]["body"].value()
    assert "The yearly follow-up." in merged
    assert "A follow-up each year." in merged
    segment.__dict__.pop("_halves", None)
    assert words(segment, "body", "en").text == "The yearly follow-up."
    again = form_of(answer) | {"body": "A yearly follow-up.", "once": "3"}
    assert second.post(url_of(segment), again).status_code == 303
    segment.__dict__.pop("_halves", None)
    assert words(segment, "body", "en").text == "A yearly follow-up."


def test_a_translation_of_an_older_source_is_never_taken_for_current(cast: Cast, as_person: SignIn) -> None:
    segment = passages(written(cast))[0]
    translator = as_person(cast.translator)
    form = form_of(translator.get(url_of(segment))) | {"title": "Opening", "body": "Yearly."}
    write(cast.facilitator, segment, "Le suivi se fait chaque mois.")
    answer = translator.post(url_of(segment), form | {"once": "1"})
    assert answer.status_code == 409
    assert answer.context["form"]["body"].value() == "Yearly."
    assert not Half.objects.filter(thing="meetings.segment", field="body").exists()
    again = form_of(answer) | {"body": "Monthly.", "once": "2"}
    assert translator.post(url_of(segment), again).status_code == 303


def test_the_draft_of_a_translation_is_kept_until_it_is_saved(cast: Cast, as_person: SignIn) -> None:
    segment = passages(written(cast))[0]
    translator = as_person(cast.translator)
    page = translator.get(url_of(segment))
    form = form_of(page) | {"body": "Half a sen"}
    assert translator.post(page.context["draft_url"], form).status_code == 204
    assert "Half a sen" in translator.get(url_of(segment)).content.decode()
    assert not Half.objects.filter(thing="meetings.segment", field="body").exists()
    translator.post(url_of(segment), form | {"title": "Opening", "body": "A whole sentence.", "once": "1"})
    assert "Half a sen" not in translator.get(url_of(segment)).content.decode()


def test_members_do_not_translate(cast: Cast, as_person: SignIn) -> None:
    segment = passages(written(cast))[0]
    with pytest.raises(Refused):
        translate_segment(actor=cast.member, segment=segment, title="T", body="B")
    assert as_person(cast.member).get(url_of(segment)).status_code == 403


def test_a_text_of_another_passage_is_refused(cast: Cast) -> None:
    first, second, _third = passages(written(cast))
    with pytest.raises(Refused):
        translate_passage(actor=cast.translator, segment=first, said=[Said(second, "body", "Elsewhere.")])
    assert not Half.objects.filter(thing="meetings.segment", field="body").exists()


def test_an_empty_text_translates_nothing(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    translate_segment(actor=cast.translator, segment=segment, title="Opening", body="")
    assert not Half.objects.filter(thing="meetings.segment", field="body").exists()
