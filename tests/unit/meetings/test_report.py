"""The one-page report: the thread meeting → decision → commitment → done, in two languages and three forms."""

from __future__ import annotations

import builtins
import io
from datetime import timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from palabre.commitments.models import Commitment
from palabre.kit.text import clean
from palabre.languages.actions import write_half
from palabre.meetings.actions.figures import Count, add_figure
from palabre.meetings.models import Meeting, Minutes, MinutesLanguage, RecordedDecision, Segment, TakenCommitment
from tests.factories import make_item, make_meeting, make_organisation
from tests.personas import Cast
from tests.unit.meetings.attending import LEADS, READERS, held, url, was_there, writes
from tests.unit.meetings.plans import EVIL, SCRIPTS

DAY = timedelta(days=1)


def decided(meeting: Meeting, text: str = "Tester la caisse de solidarité") -> RecordedDecision:
    minutes, _new = Minutes.objects.get_or_create(meeting=meeting)
    MinutesLanguage.objects.get_or_create(minutes=minutes, language="fr", defaults={"state": "approved"})
    segment = Segment.objects.create(minutes=minutes, item=make_item(meeting), position=1, title="Caisse", body="…")
    return RecordedDecision.objects.create(segment=segment, text=text)


def promised(meeting: Meeting, decision: RecordedDecision | None = None, **fields) -> Commitment:
    fields.setdefault("text", "Écrire aux mairies")
    fields.setdefault("due", timezone.localdate() + 10 * DAY)
    if "organisation" not in fields:
        fields.setdefault("person", meeting.community.memberships.first().person)
    commitment = Commitment.objects.create(community=meeting.community, **fields)
    TakenCommitment.objects.create(meeting=meeting, decision=decision, commitment=commitment)
    return commitment


def story(cast: Cast) -> Meeting:
    meeting = held(cast, title="Rencontre semestrielle", place="Salle du Quai")
    add_figure(
        actor=cast.facilitator,
        meeting=meeting,
        count=Count(label="Forum", value=41, precision="about", note="Une feuille est en partie illisible."),
    )
    add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label="Loi 052", value=38, precision="at_least"))
    was_there(meeting, cast.member)
    decision = decided(meeting)
    promised(
        meeting, decision, text="Ouvrir la caisse", person=cast.member, state="done", evidence="Caisse ouverte en mai"
    )
    promised(meeting, decision, text="Faire le bilan", organisation=make_organisation("Radio Delta"))
    promised(meeting, text="Traduire la fiche", person=cast.core, due=timezone.localdate() - 4 * DAY)
    make_meeting(cast.here, title="La suivante", starts_at=meeting.starts_at + 30 * DAY)
    return meeting


def as_text(client, meeting: Meeting, form: str, language: str) -> str:
    answer = client.get(url({"page": "report"}.get(form, f"report_{form}"), meeting), {"language": language})
    assert answer.status_code == 200
    if form == "pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)
    if form == "docx":
        book = docx.Document(io.BytesIO(answer.content))
        cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
        return " ".join([*(one.text for one in book.paragraphs), *cells])
    return answer.content.decode()


@pytest.mark.covers("INV-35")
@pytest.mark.parametrize("form", ["page", "pdf", "docx"])
def test_every_form_of_the_report_tells_the_same(cast: Cast, as_person, form: str) -> None:
    text = as_text(as_person(cast.member), story(cast), form, "en")
    for expected in (
        "Rencontre semestrielle",
        "Salle du Quai",
        "about",
        "41",
        "at least",
        "38",
        "Une feuille est en partie illisible",
        "Tester la caisse de solidarité",
        "Ouvrir la caisse",
        "Caisse ouverte en mai",
        "Radio Delta",
        "Traduire la fiche",
        "late",
        "done",
        "approved",
    ):
        assert expected in text, expected
    assert "79" not in text.replace("279", "")


def test_a_promise_stands_under_its_decision(cast: Cast, as_person) -> None:
    text = as_text(as_person(cast.member), story(cast), "page", "en")
    order = [
        "Tester la caisse",
        "Ouvrir la caisse",
        "Faire le bilan",
        "Also promised",
        "Traduire la fiche",
        "La suivante",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_the_other_language_where_it_exists_and_the_source_where_not(cast: Cast, as_person) -> None:
    meeting = story(cast)
    write_half(actor_id=cast.translator.pk, thing=meeting, field="title", language="en", text="Half-yearly meeting")
    english = as_text(as_person(cast.member), meeting, "page", "en")
    assert "Half-yearly meeting" in english
    assert '<h3 lang="fr">Tester la caisse' in english
    french = as_text(as_person(cast.member), meeting, "page", "fr")
    assert "Half-yearly meeting" not in french
    assert '<html lang="fr"' in french


def test_a_hidden_place_is_in_no_report(cast: Cast, as_person) -> None:
    meeting = held(cast, place="Rue Secrète", place_hidden=True)
    for form in ("page", "pdf", "docx"):
        assert "Secrète" not in as_text(as_person(cast.facilitator), meeting, form, "fr")


@pytest.mark.parametrize("text", [SCRIPTS, EVIL, "#panic() $x$ \\ *a* _b_ `c` @d <e> //f", "=1+1"])
def test_no_word_of_people_is_a_command_of_a_document(cast: Cast, as_person, text: str) -> None:
    meeting = held(cast, title=text[:160])
    decision = decided(meeting, text)
    promised(meeting, decision, text=text, organisation=make_organisation(text[:160]))
    add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label=text[:160], value=3))
    client = as_person(cast.member)
    assert "<script>alert" not in as_text(client, meeting, "page", "fr")
    for form in ("pdf", "docx"):
        assert as_text(client, meeting, form, "fr")
    assert clean(text) in as_text(client, meeting, "docx", "fr")


@pytest.mark.parametrize("form", ["report", "report_pdf", "report_docx"])
def test_the_community_reads_it_once_the_meeting_was_held(cast: Cast, as_person, form: str) -> None:
    meeting, ahead = held(cast), make_meeting(cast.here)
    for persona, person in cast.everyone().items():
        inside = persona in LEADS | READERS
        assert as_person(person).get(url(form, meeting)).status_code == (200 if inside else 404), persona
        assert as_person(person).get(url(form, ahead)).status_code == (403 if inside else 404), persona


@pytest.mark.parametrize("form", ["report_pdf", "report_docx"])
def test_without_the_extra_a_sentence_says_so(cast: Cast, as_person, monkeypatch, form: str) -> None:
    real = builtins.__import__

    def without(name, *rest, **more):
        if name in {"typst", "docx"}:
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = as_person(cast.member).get(url(form, held(cast)), {"lang": "en"})
    assert answer.status_code == 403
    assert "does not make documents" in answer.content.decode()


def test_a_file_says_neither_name_nor_author(cast: Cast, as_person) -> None:
    meeting = story(cast)
    client = as_person(cast.member)
    pdf = client.get(url("report_pdf", meeting))
    about = PdfReader(io.BytesIO(pdf.content)).metadata
    assert "semestrielle" not in repr(about)
    assert about.author is None
    word = client.get(url("report_docx", meeting))
    properties = docx.Document(io.BytesIO(word.content)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    for answer in (pdf, word):
        assert "semestrielle" not in answer["Content-Disposition"]


def test_queries_do_not_grow_with_decisions_and_promises(cast: Cast, as_person) -> None:
    meeting, client = story(cast), as_person(cast.member)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("report", meeting), {"language": "fr"}).status_code == 200
        return caught.captured_queries

    asked()
    few = asked()
    for number in range(30):
        decision = RecordedDecision.objects.create(segment=Segment.objects.first(), text=f"Décision {number}")
        promised(meeting, decision, organisation=make_organisation())
        add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label=f"F{number}", value=number))
    many = asked()
    assert len(many) == len(few) <= 16
    assert writes(many) == []
