"""The answers that are offered fit how people meet; what was answered before stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from palabre.kit.verdict import Refused
from palabre.meetings.actions.guests import add_guest
from palabre.meetings.actions.replies import reply, reply_as_guest
from palabre.meetings.choices import Mode
from palabre.meetings.models import Meeting, Reply
from palabre.meetings.queries.links import answer_token
from palabre.people.models import Person
from tests.factories import make_meeting
from tests.personas import Cast

SignIn = Callable[[Person | None], Client]
OFFERED = {Mode.IN_PERSON: ["yes", "no"], Mode.ONLINE: ["remote", "no"], Mode.HYBRID: ["yes", "remote", "no"]}


def offered(client: Client, url: str) -> list[str]:
    """The values of the buttons, or of the round fields of the form."""
    text = client.get(url).content.decode()
    return [value for value in re.findall(r'name="answer"[^>]*value="(\w+)"', text) if value]


def urls(meeting: Meeting) -> list[str]:
    return ["/home/", *(reverse(f"meetings:{name}", args=[meeting.public_id]) for name in ("meeting", "reply"))]


def link(meeting: Meeting, person: Person) -> str:
    return reverse("meetings:answer", args=[answer_token(meeting, person=person)])


@pytest.mark.parametrize("mode", OFFERED)
def test_each_page_offers_the_answers_of_the_mode(cast: Cast, as_person: SignIn, mode: str) -> None:
    meeting = make_meeting(cast.here, mode=mode)
    for url in urls(meeting):
        assert offered(as_person(cast.member), url) == OFFERED[Mode(mode)], url
    assert offered(Client(), link(meeting, cast.member)) == OFFERED[Mode(mode)]


@pytest.mark.parametrize(("mode", "wrong"), [(Mode.IN_PERSON, "remote"), (Mode.ONLINE, "yes")])
def test_another_answer_is_refused_with_a_sentence(cast: Cast, as_person: SignIn, mode: str, wrong: str) -> None:
    meeting = make_meeting(cast.here, mode=mode)
    sentence = "in person only" if mode == Mode.IN_PERSON else "online only"
    guest = add_guest(actor=cast.facilitator, meeting=meeting, name="Aya")
    for answer in (
        lambda: reply(actor=cast.member, meeting=meeting, answer=wrong),
        lambda: reply_as_guest(guest=guest, answer=wrong),
    ):
        with pytest.raises(Refused, match=sentence):
            answer()
    cast.member.language = "en"
    cast.member.save(update_fields=["language"])
    page = as_person(cast.member).post(urls(meeting)[2], {"answer": wrong})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Client().post(link(meeting, cast.member), {"answer": wrong}).status_code == 403
    assert not Reply.objects.exists()


def test_an_answer_given_before_the_mode_changed_stays_and_its_needs_can_change(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here)
    reply(actor=cast.member, meeting=meeting, answer="remote")
    Meeting.objects.filter(pk=meeting.pk).update(mode=Mode.IN_PERSON)
    member = as_person(cast.member)
    for url in urls(meeting):
        assert offered(member, url) == ["yes", "remote", "no"], url
    assert 'value="remote" aria-pressed="true"' in Client().get(link(meeting, cast.member)).content.decode()
    assert member.post(urls(meeting)[2], {"answer": "remote", "needs": "Repas"}).status_code == 303
    row = Reply.objects.get()
    assert (row.answer, row.needs) == ("remote", "Repas")
    assert member.post(urls(meeting)[2], {"answer": "yes"}).status_code == 303
    assert offered(member, urls(meeting)[1]) == ["yes", "no"]
