"""Minutes are opened once, written passage by passage, and nobody's words are lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.models import Half
from palabre.languages.queries import words
from palabre.meetings.actions.minutes import add_segment, start_minutes, write_segment
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import Minutes, Segment, SegmentVersion
from palabre.people.models import Draft, Person
from tests.factories import make_meeting
from tests.personas import Cast, make_cast
from tests.unit.meetings.minutes_story import approved, held_meeting, language_of, opened, passages, write

SignIn = Callable[[Person | None], Client]


def segment_url(segment: Segment) -> str:
    return reverse("meetings:segment", args=[segment.minutes.meeting.public_id, segment.public_id])


def test_one_passage_opens_for_each_point_and_none_for_a_break(cast: Cast) -> None:
    minutes = opened(cast)
    assert [segment.title for segment in passages(minutes)] == ["Ouverture", "La caisse", "Cadres de concertation"]
    assert words(passages(minutes)[1], "title", "en").text == "The savings box"
    minutes.meeting.refresh_from_db()
    assert minutes.meeting.state == MeetingState.MINUTES_DRAFT


def test_a_meeting_without_agenda_gets_one_free_passage_in_both_languages(cast: Cast) -> None:
    minutes = start_minutes(actor=cast.facilitator, meeting=make_meeting(cast.here, state=MeetingState.HELD))
    (only,) = passages(minutes)
    assert only.title == "Ce qui s’est dit"
    assert words(only, "title", "en").text == "What was said"


def test_minutes_in_english_take_the_english_titles_of_a_french_agenda(cast: Cast) -> None:
    minutes = start_minutes(actor=cast.facilitator, meeting=held_meeting(cast.here), language="en")
    first = passages(minutes)[0]
    assert (first.source_language, first.title) == ("en", "Opening")
    assert words(first, "title", "fr").text == "Ouverture"


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED, MeetingState.CANCELLED])
def test_minutes_cannot_be_started_before_the_meeting_was_held(cast: Cast, as_person: SignIn, state: str) -> None:
    meeting = make_meeting(cast.here, state=state)
    answer = as_person(cast.facilitator).post(reverse("meetings:minutes_start", args=[meeting.public_id]))
    assert answer.status_code == 403
    assert not Minutes.objects.exists()


def test_minutes_are_started_once(cast: Cast) -> None:
    minutes = opened(cast)
    with pytest.raises(Refused):
        start_minutes(actor=cast.coordinator, meeting=minutes.meeting)
    assert Minutes.objects.count() == 1


def test_every_version_of_a_passage_is_kept_with_its_author(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    write(cast.facilitator, segment, "Premier texte.")
    write(cast.coordinator, segment, "Second texte.")
    kept = list(SegmentVersion.objects.filter(segment=segment).order_by("version"))
    assert [(row.version, row.body, row.author_id) for row in kept] == [
        (1, "Premier texte.", cast.facilitator.pk),
        (2, "Second texte.", cast.coordinator.pk),
    ]


def test_saving_the_same_words_again_makes_no_version(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    write(cast.facilitator, segment, "Le même texte.")
    write_segment(actor=cast.facilitator, segment=segment, title=segment.title, body="Le même texte.", base_version=0)
    assert SegmentVersion.objects.filter(segment=segment).count() == 1


def test_two_people_who_write_from_the_same_version_both_find_their_words(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    write(cast.facilitator, segment, "Ouverture à 9 h.\n\nLe cadre est relu.")
    form = {"title": segment.title, "base_version": 1, "once": "a"}
    first = as_person(cast.facilitator).post(
        segment_url(segment), form | {"body": "Ouverture à 9 h 10.\n\nLe cadre est relu."}
    )
    second = as_person(cast.coordinator).post(
        segment_url(segment), form | {"body": "Ouverture à 9 h.\n\nLe cadre est relu et accepté."}
    )
    assert (first.status_code, second.status_code) == (303, 409)
    page = second.content.decode()
    assert "9 h 10" in page.replace("\u00a0", " ")
    assert "accepté" in page
    merged = second.context["form"].initial
    assert merged["body"] == "Ouverture à 9 h 10.\n\nLe cadre est relu et accepté."
    assert merged["base_version"] == 2
    segment.refresh_from_db()
    assert segment.body == "Ouverture à 9 h 10.\n\nLe cadre est relu."
    third = as_person(cast.coordinator).post(segment_url(segment), merged | {"once": "b"})
    segment.refresh_from_db()
    assert third.status_code == 303
    assert (segment.version, segment.body) == (3, "Ouverture à 9 h 10.\n\nLe cadre est relu et accepté.")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_at_the_same_moment_one_is_kept_and_the_others_are_told() -> None:
    cast = make_cast()
    segment = passages(opened(cast))[0]
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def send(text: str) -> None:
        try:
            start.wait(10)
            mine = Segment.objects.select_related("minutes").get(pk=segment.pk)
            person = Person.objects.get(pk=cast.facilitator.pk)
            write_segment(actor=person, segment=mine, title=mine.title, body=text, base_version=0)
            outcomes.append("kept")
        except Clash:
            outcomes.append("clash")
        finally:
            connection.close()

    writers = [threading.Thread(target=send, args=(f"Texte {number}.",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["clash", "clash", "clash", "kept"]
    assert SegmentVersion.objects.filter(segment=segment).count() == 1
    assert Entry.objects.filter(kind="meetings.segment_written").count() == 1


def test_what_is_typed_is_kept_as_a_draft_and_published_only_by_saving(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    writer = as_person(cast.facilitator)
    page = writer.get(segment_url(segment))
    draft_url = page.context["draft_url"]
    assert f'data-autosave="{draft_url}"' in page.content.decode()
    typed = {"title": segment.title, "body": "À moitié dit", "base_version": 0}
    assert writer.post(draft_url, typed).status_code == 204
    segment.refresh_from_db()
    assert segment.body == ""
    assert "À moitié dit" in writer.get(segment_url(segment)).content.decode()
    assert "À moitié dit" not in as_person(cast.coordinator).get(segment_url(segment)).content.decode()
    writer.post(segment_url(segment), typed | {"body": "Entièrement dit", "once": "x"})
    assert not Draft.objects.exists()
    assert "Entièrement dit" in writer.get(segment_url(segment)).content.decode()


def test_a_passage_without_title_comes_back_filled(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    answer = as_person(cast.facilitator).post(segment_url(segment), {"title": " ", "body": "Dit", "base_version": 0})
    assert answer.status_code == 422
    assert "Dit" in answer.content.decode()
    assert not SegmentVersion.objects.exists()


def test_a_passage_is_added_for_what_the_agenda_did_not_foresee(cast: Cast) -> None:
    minutes = opened(cast)
    segment = add_segment(actor=cast.facilitator, minutes=minutes, title="Divers")
    assert passages(minutes)[-1] == segment


def test_words_changed_after_approval_make_an_amended_version(cast: Cast) -> None:
    minutes = approved(cast)
    write(cast.facilitator, passages(minutes)[2], "Au point 3, le suivi se fait tous les six mois.")
    row = language_of(minutes, "fr")
    assert (row.state, row.version) == ("amended", 2)


@pytest.mark.covers("SR-52")
def test_scripts_and_tags_in_a_passage_are_shown_as_text(cast: Cast, as_person: SignIn) -> None:
    minutes = opened(cast)
    segment = passages(minutes)[0]
    bad = "<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)>"
    write(cast.facilitator, segment, bad, title="<b>Titre</b>")
    for name in ("minutes", "minutes_print", "minutes_writing", "minutes_translation"):
        page = as_person(cast.coordinator).get(reverse(f"meetings:{name}", args=[minutes.meeting.public_id]))
        body = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in body
        assert 'href="javascript' not in body
        assert "<img" not in body
        assert "<b>Titre" not in body
    assert Half.objects.filter(thing_id=segment.pk, thing="meetings.segment").count() == 1
