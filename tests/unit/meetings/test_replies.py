"""Answers, needs, hidden places, signed links, guests, documents, and the page of a meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.files.models import StoredFile
from palabre.journal.models import Entry
from palabre.kit.sealing import sign
from palabre.kit.verdict import Refused
from palabre.meetings.actions.guests import add_guest, remove_guest
from palabre.meetings.actions.moving import cancel_meeting
from palabre.meetings.actions.reminders import remind
from palabre.meetings.actions.replies import reply, reply_as_guest
from palabre.meetings.models import Attendance, CountedLine, Document, Guest, Meeting, Reply, TakenCommitment
from palabre.meetings.queries.links import answer_token
from palabre.meetings.queries.lists import next_meeting
from palabre.meetings.queries.replies import replies_of
from palabre.people.models import Person
from tests.factories import make_item, make_meeting
from tests.races import at_once
from tests.unit.meetings.plans import EVIL, SCRIPTS, at

PLACE = "Salle du Quai"
LINK = "https://conference.example.org/abc"


def page_url(meeting) -> str:
    return reverse("meetings:meeting", args=[meeting.public_id])


def link_url(meeting, **who) -> str:
    return reverse("meetings:answer", args=[answer_token(meeting, **who)])


def test_the_last_answer_counts_and_needs_stay(cast):
    meeting = make_meeting(cast.here)
    reply(actor=cast.member, meeting=meeting, answer="yes", needs="Repas sans arachide")
    reply(actor=cast.member, meeting=meeting, answer="remote")
    row = Reply.objects.get()
    assert (row.answer, row.needs) == ("remote", "Repas sans arachide")
    entry = Entry.objects.filter(kind="meetings.replied").latest("pk")
    assert entry.facts == {"answer": "remote"}
    reply(actor=cast.member, meeting=meeting, answer="yes", needs="")
    assert Reply.objects.get().needs == ""


@pytest.mark.parametrize("name", ["steward", "outsider", "keeper", "nobody"])
def test_answers_are_for_those_who_are_invited(cast, name):
    with pytest.raises(Refused):
        reply(actor=cast.person(name), meeting=make_meeting(cast.here), answer="yes")


def test_a_meeting_of_the_core_group_is_answered_by_the_core_group(cast):
    meeting = make_meeting(cast.here, audience="core")
    reply(actor=cast.core, meeting=meeting, answer="yes")
    reply(actor=cast.facilitator, meeting=meeting, answer="yes")
    with pytest.raises(Refused, match="smaller group"):
        reply(actor=cast.member, meeting=meeting, answer="yes")


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"state": "held"}, {"starts_at": at(-2)}])
def test_no_answer_to_what_is_over_or_cancelled(cast, fields):
    with pytest.raises(Refused):
        reply(actor=cast.member, meeting=make_meeting(cast.here, **fields), answer="yes")


def test_an_unknown_answer_is_refused(cast):
    with pytest.raises(Refused):
        reply(actor=cast.member, meeting=make_meeting(cast.here), answer="maybe")


def test_a_hidden_place_shows_once_one_has_said_that_one_comes(cast, as_person):
    meeting = make_meeting(cast.here, place=PLACE, link=LINK, place_hidden=True)
    client = as_person(cast.member)
    before = client.get(page_url(meeting)).content.decode()
    assert PLACE not in before
    assert LINK not in before
    client.post(reverse("meetings:reply", args=[meeting.public_id]), {"answer": "yes"})
    after = client.get(page_url(meeting)).content.decode()
    assert PLACE in after
    assert LINK in after
    client.post(reverse("meetings:reply", args=[meeting.public_id]), {"answer": "no"})
    assert PLACE not in client.get(page_url(meeting)).content.decode()
    assert PLACE in as_person(cast.facilitator).get(page_url(meeting)).content.decode()


@pytest.mark.parametrize("mode", ["online", "hybrid", "in_person"])
def test_once_it_is_over_nobody_is_told_how_to_see_the_place(cast, as_person, mode):
    fields = {"place": PLACE, "link": LINK, "place_hidden": True, "mode": mode}
    over = make_meeting(cast.here, starts_at=at(-2), ends_at=at(-2) + timedelta(hours=1), state="held", **fields)
    ahead = make_meeting(cast.here, **fields)
    Person.objects.update(language="en")
    client = as_person(cast.person("member"))
    sentence = "once you have said that you come"
    assert sentence in client.get(page_url(ahead)).content.decode()
    html = client.get(page_url(over)).content.decode()
    assert sentence not in html
    assert PLACE not in html
    assert LINK not in html


def test_one_tap_is_a_form_that_works_alone_and_as_a_fragment(cast, as_person):
    meeting = make_meeting(cast.here)
    client = as_person(cast.member)
    text = client.get(page_url(meeting)).content.decode()
    assert text.count('name="answer"') == 3
    assert client.post(reverse("meetings:reply", args=[meeting.public_id]), {"answer": "remote"}).status_code == 303
    fragment = client.get(page_url(meeting), headers={"HX-Request": "true", "HX-Target": "answer"}).content.decode()
    assert "<html" not in fragment
    assert 'value="remote" aria-pressed="true"' in fragment


@pytest.mark.covers("SR-12")
def test_needs_are_read_by_those_who_lead_and_nobody_else(cast, as_person):
    meeting = make_meeting(cast.here)
    reply(actor=cast.member, meeting=meeting, answer="yes", needs="Traitement au frais")
    url = reverse("meetings:replies", args=[meeting.public_id])
    assert "Traitement au frais" in as_person(cast.facilitator).get(url).content.decode()
    for name in ("second_member", "core", "translator"):
        client = as_person(cast.person(name))
        assert client.get(url).status_code == 403
        assert "Traitement" not in client.get(page_url(meeting)).content.decode()


def test_the_replies_count_those_who_said_nothing(cast):
    meeting = make_meeting(cast.here)
    reply(actor=cast.member, meeting=meeting, answer="yes")
    guest = add_guest(actor=cast.facilitator, meeting=meeting, name="Aya", email="aya@example.org")
    reply_as_guest(guest=guest, answer="no")
    figures = dict(replies_of(meeting).figures)
    assert figures == {"yes": 1, "remote": 0, "no": 1, "": 5}


def test_the_link_shows_a_date_and_three_buttons_and_get_changes_nothing(cast):
    meeting = make_meeting(cast.here, title="Sujet délicat", place=PLACE, link=LINK)
    client = Client()
    entries = Entry.objects.count()
    for _again in range(2):
        page = client.get(link_url(meeting, person=cast.member))
        text = page.content.decode()
        assert page.status_code == 200
        assert text.count('name="answer"') == 3
        for secret in ("Sujet délicat", PLACE, LINK, cast.here.name, cast.member.display_name, meeting.public_id + "<"):
            assert secret not in text
    assert not Reply.objects.exists()
    assert Entry.objects.count() == entries


def test_the_link_records_one_answer_even_when_it_is_used_again(cast):
    meeting = make_meeting(cast.here)
    url = link_url(meeting, person=cast.member)
    client = Client()
    assert client.post(url, {"answer": "yes"}).status_code == 303
    assert client.post(url, {"answer": "no"}).status_code == 303
    assert Reply.objects.get(person=cast.member).answer == "no"
    assert 'value="no" aria-pressed="true"' in client.get(url).content.decode()
    assert client.post(url, {"answer": "<b>"}).status_code == 403
    assert Reply.objects.get().answer == "no"


def test_a_guest_answers_by_her_link_until_she_is_taken_off_the_list(cast):
    meeting = make_meeting(cast.here)
    guest = add_guest(actor=cast.facilitator, meeting=meeting, name="Aya", email="Aya@Example.org", language="en")
    assert guest.email == "aya@example.org"
    url = link_url(meeting, guest=guest)
    assert "Do you come?" in Client().get(url).content.decode()
    Client().post(url, {"answer": "remote"})
    assert Reply.objects.get(guest=guest).answer == "remote"
    remove_guest(actor=cast.facilitator, guest=guest)
    assert Client().post(url, {"answer": "yes"}).status_code == 410
    assert not Reply.objects.exists()


def test_an_expired_changed_or_foreign_link_leads_to_a_calm_page(cast):
    ahead, over = make_meeting(cast.here), make_meeting(cast.here, starts_at=at(-3))
    guest = add_guest(actor=cast.facilitator, meeting=ahead, name="Aya")
    token = answer_token(ahead, person=cast.member)
    forged = sign([over.public_id, "g", guest.public_id], "meetings.answer")
    tokens = [
        token[:-2] + "xx",
        "nothing",
        answer_token(over, person=cast.member),
        answer_token(ahead, person=cast.outsider),
        answer_token(ahead, person=cast.nobody),
        sign([ahead.public_id, "p", cast.member.public_id], "another.purpose"),
        sign("x", "meetings.answer"),
        forged,
    ]
    for bad in tokens:
        url = reverse("meetings:answer", args=[bad])
        for page in (Client().get(url), Client().post(url, {"answer": "yes"})):
            assert page.status_code == 410
            assert "Traceback" not in page.content.decode()
    assert not Reply.objects.exists()
    cancel_meeting(actor=cast.facilitator, meeting=ahead, because="Pluie")
    assert Client().get(reverse("meetings:answer", args=[token])).status_code == 410


def test_the_link_asks_for_the_form_guard(cast):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link_url(make_meeting(cast.here), person=cast.member), {"answer": "yes"}).status_code == 403


def test_guests_are_kept_once_by_those_who_lead(cast, as_person):
    meeting = make_meeting(cast.here)
    url = reverse("meetings:guests", args=[meeting.public_id])
    client = as_person(cast.facilitator)
    for name in (SCRIPTS, EVIL):
        assert client.post(url, {"name": name[:120], "email": "", "language": "fr"}).status_code == 303
    assert client.post(url, {"name": "Aya", "email": "aya@example.org", "language": "fr"}).status_code == 303
    again = client.post(url, {"name": "Aya", "email": "AYA@example.org", "language": "fr"})
    assert again.status_code == 422
    assert "email" in again.context["form"].errors
    text = client.get(url).content.decode()
    assert "<script>alert" not in text
    entry = Entry.objects.filter(kind="meetings.guest_invited").latest("pk")
    assert set(entry.facts) == {"guest"}
    assert as_person(cast.member).post(url, {"name": "Moi", "language": "fr"}).status_code in (403, 422)
    guest = meeting.guests.get(email="aya@example.org")
    removal = reverse("meetings:guest_removal", args=[meeting.public_id, guest.public_id])
    assert as_person(cast.member).post(removal).status_code == 403
    assert client.post(removal).status_code == 303
    assert not meeting.guests.filter(pk=guest.pk).exists()


def test_documents_are_read_inside_the_community_only(cast, as_person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_meeting(cast.here)
    url = reverse("meetings:documents", args=[meeting.public_id])
    client = as_person(cast.facilitator)
    upload = SimpleUploadedFile("fiche.txt", b"Quinze questions", content_type="text/plain")
    assert client.post(url, {"file": upload, "title": EVIL[:100], "language": "fr"}).status_code == 303
    document = Document.objects.get()
    file_url = reverse("meetings:document", args=[meeting.public_id, document.public_id])
    response = as_person(cast.member).get(file_url)
    assert b"".join(response) == b"Quinze questions"
    assert response["Content-Disposition"].startswith("attachment")
    assert "<script>alert" not in as_person(cast.member).get(page_url(meeting)).content.decode()
    other = make_meeting(cast.here)
    for name in ("outsider", "steward", "keeper"):
        assert as_person(cast.person(name)).get(file_url).status_code == 404
    assert client.get(reverse("meetings:document", args=[other.public_id, document.public_id])).status_code == 404
    upload = SimpleUploadedFile("fiche.txt", b"Encore", content_type="text/plain")
    assert as_person(cast.member).post(url, {"file": upload, "language": ""}).status_code == 422
    removal = reverse("meetings:document_removal", args=[meeting.public_id, document.public_id])
    assert as_person(cast.member).post(removal).status_code == 403
    assert client.post(removal).status_code == 303
    assert not Document.objects.exists()


def _furnish(cast, meeting, number: int) -> None:
    """One of everything that a page of a meeting shows, so many times."""
    for _count in range(number):
        make_item(meeting, owner=cast.member)
        Attendance.objects.create(meeting=meeting, name=f"N {meeting.attendances.count()}")
        CountedLine.objects.create(meeting=meeting, label="Forum", value=41, precision="about")
        due = timezone.localdate() + timedelta(days=3)
        one = Commitment.objects.create(community=cast.here, text="Envoyer", person=cast.member, due=due)
        TakenCommitment.objects.create(meeting=meeting, commitment=one)


@pytest.mark.parametrize("state", ["agenda_published", "held"])
@pytest.mark.parametrize("name", ["member", "facilitator"])
def test_the_page_of_a_meeting_costs_the_same_with_one_and_thirty(
    cast, as_person, django_assert_max_num_queries, state, name
):
    meeting = make_meeting(cast.here, state=state, starts_at=at(-1) if state == "held" else at(3))
    meeting.facilitators.set([cast.core])
    _furnish(cast, meeting, 1)
    client = as_person(cast.person(name))
    with django_assert_max_num_queries(11) as one:
        client.get(page_url(meeting))
    _furnish(cast, meeting, 29)
    with django_assert_max_num_queries(11) as thirty:
        page = client.get(page_url(meeting))
    assert len(one) == len(thirty)
    text = page.content.decode()
    assert "41" in text
    if state == "held":
        assert "environ" in text or "about" in text


def test_the_next_meeting_is_the_soonest_to_which_one_is_invited(cast):
    make_meeting(cast.here, starts_at=at(2), audience="core")
    make_meeting(cast.here, starts_at=at(3), state="cancelled")
    make_meeting(cast.there, starts_at=at(1))
    mine = make_meeting(cast.here, starts_at=at(5))
    make_meeting(cast.here, starts_at=at(6))
    reply(actor=cast.member, meeting=mine, answer="yes")
    found = next_meeting(cast.member, community=cast.here)
    assert found is not None
    assert (found.meeting, found.answer, found.replies, found.invited) == (mine, "yes", 1, 6)
    assert next_meeting(cast.nobody) is None


def test_the_next_meeting_asks_as_much_with_one_and_thirty(cast, django_assert_max_num_queries):
    make_meeting(cast.here)
    with django_assert_max_num_queries(5) as one:
        next_meeting(cast.person("member"), community=cast.here)
    for extra in range(29):
        make_meeting(cast.here, starts_at=at(8 + extra))
    with django_assert_max_num_queries(5) as thirty:
        next_meeting(cast.person("member"), community=cast.here)
    assert len(one) == len(thirty)


def _reminders() -> list[tuple[int, str]]:
    rows = Entry.objects.filter(kind="meetings.reminder_due").order_by("pk")
    return [(entry.subject_id, entry.facts["when"]) for entry in rows]


def test_reminders_are_noted_once_a_week_ahead_and_once_a_day_ahead(cast):
    meeting = make_meeting(cast.here, starts_at=timezone.now() + timedelta(days=6, hours=20))
    make_meeting(cast.here, starts_at=timezone.now() + timedelta(days=9))
    make_meeting(cast.here, starts_at=timezone.now() + timedelta(days=6), state="cancelled")
    assert (remind(), remind()) == (1, 0)
    assert _reminders() == [(meeting.pk, "week")]
    later = meeting.starts_at - timedelta(hours=20)
    assert [remind(later), remind(later)] == [2, 0]
    assert _reminders()[1:] == [(Meeting.objects.order_by("-starts_at").first().pk, "week"), (meeting.pk, "day")]


def test_a_moved_meeting_is_reminded_of_its_new_date(cast):
    meeting = make_meeting(cast.here, starts_at=timezone.now() + timedelta(days=6))
    assert remind() == 1
    Meeting.objects.filter(pk=meeting.pk).update(sequence=1)
    assert (remind(), remind()) == (1, 0)


def test_a_week_ahead_open_commitments_find_the_agenda(cast):
    meeting = make_meeting(cast.here, starts_at=timezone.now() + timedelta(days=6))
    Commitment.objects.create(community=cast.here, text="Envoyer", person=cast.member, due=timezone.localdate())
    remind()
    assert meeting.items.get().kind == "commitments"


def test_a_guest_taken_off_the_list_meanwhile_is_refused_in_a_sentence(cast):
    guest = add_guest(actor=cast.facilitator, meeting=make_meeting(cast.here), name="Aya")
    remove_guest(actor=cast.facilitator, guest=Guest.objects.get(pk=guest.pk))
    with pytest.raises(Refused):
        reply_as_guest(guest=guest, answer="yes")


def test_two_hundred_guests_at_most(cast):
    meeting = make_meeting(cast.here)
    Guest.objects.bulk_create(Guest(meeting=meeting, name=f"Aya {number}") for number in range(200))
    with pytest.raises(Refused, match="200"):
        add_guest(actor=cast.facilitator, meeting=meeting, name="De trop")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(cast):
    make_meeting(cast.here, starts_at=at(6))
    assert sorted(at_once([remind, remind, remind])) == [0, 0, 1]
    assert len(_reminders()) == 1


@pytest.mark.parametrize("state", ["held", "closed", "cancelled"])
def test_nobody_is_invited_to_what_is_over(cast, state):
    meeting = make_meeting(cast.here, state=state)
    with pytest.raises(Refused):
        add_guest(actor=cast.facilitator, meeting=meeting, name="Aya")


def test_a_cancelled_meeting_takes_no_more_documents(cast, as_person):
    meeting = make_meeting(cast.here, state="cancelled")
    url = reverse("meetings:documents", args=[meeting.public_id])
    sent = {"file": SimpleUploadedFile("notes.txt", b"Des notes."), "title": "Notes", "language": "fr"}
    assert as_person(cast.facilitator).post(url, sent).status_code in (403, 422)
    assert not Document.objects.exists()


def test_thirty_documents_at_most(cast, as_person):
    meeting = make_meeting(cast.here)
    file = StoredFile.objects.create(
        kind="text", size=1, sha256="0" * 64, content_type="text/plain", storage_name="x.txt", display_name="x.txt"
    )
    Document.objects.bulk_create(Document(meeting=meeting, file=file, title=f"Notes {number}") for number in range(30))
    url = reverse("meetings:documents", args=[meeting.public_id])
    sent = {"file": SimpleUploadedFile("notes.txt", b"Des notes."), "title": "De trop", "language": "fr"}
    assert as_person(cast.facilitator).post(url, sent).status_code == 422
    assert meeting.documents.count() == 30
