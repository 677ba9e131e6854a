"""Inside one community too: what is for those who prepare is not shown to a member, however she asks for the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from palabre.meetings.models import Guest
from tests.factories import make_item, make_meeting

pytestmark = pytest.mark.django_db

PAGES = (
    "meeting", "edit", "move", "cancellation", "agenda", "agenda_print", "reply", "replies", "guests", "documents",
    "translation", "questions", "evaluation", "attendance", "attendees", "attendance_sheet", "attendance_import",
    "figures", "signed_sheets", "report", "minutes",
)  # fmt: skip
HIDDEN = ("Lieu secret", "salon.example", "Point secret", "Invitée secrète", "secret@example.org")


@pytest.mark.covers("SR-11", "SR-12")
@pytest.mark.parametrize("name", ["member", "second_member", "core"])
def test_posting_a_form_one_may_not_send_shows_nothing_that_its_page_would_not(cast, as_person, name):
    meeting = make_meeting(
        cast.here,
        place="Lieu secret",
        place_hidden=True,
        link="https://salon.example/x",
        mode="hybrid",
        state="planned",
    )
    make_item(meeting, "Point secret")
    Guest.objects.create(meeting=meeting, name="Invitée secrète", email="secret@example.org")
    cast.core.display_name = "Nom du noyau"
    cast.core.save()
    client = as_person(cast.person(name))
    urls = [reverse(f"meetings:{page}", args=[meeting.public_id]) for page in PAGES]
    urls.append(reverse("meetings:item", args=[meeting.public_id, meeting.items.get().public_id]))
    hidden = HIDDEN if name == "core" else (*HIDDEN, "Nom du noyau")
    shown = []
    for url in urls:
        for answer in (client.get(url), client.post(url, {"x": "1"}), client.get(url, headers={"HX-Request": "true"})):
            body = answer.content.decode()
            shown += [(url, answer.request["REQUEST_METHOD"], word) for word in hidden if word in body]
    assert shown == []


@pytest.mark.covers("SR-12")
def test_whoever_prepares_still_finds_her_typed_words_when_the_form_is_wrong(cast, as_person):
    meeting = make_meeting(cast.here, state="planned")
    client = as_person(cast.facilitator)
    answer = client.post(reverse("meetings:guests", args=[meeting.public_id]), {"name": "Sans langue", "email": "x"})
    assert answer.status_code == 422
    assert "Sans langue" in answer.content.decode()
