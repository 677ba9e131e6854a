"""My day: the next meeting, what I promised, what is new."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.models import JoinRequest, Membership
from palabre.meetings.choices import Audience
from palabre.meetings.models import Reply
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import join, make_meeting, make_organisation
from tests.personas import Cast
from tests.unit.desk.helpers import SignIn, half, page, promise, queries

DAY = "/home/"


def new(person: Person, kind: str, subject: str, subject_id: int, *, days: float = 0, entry: int = 1) -> Notice:
    at = timezone.now() - timedelta(days=days)
    return Notice.objects.create(
        person=person, kind=kind, subject=subject, subject_id=subject_id, entry_id=entry, at=at
    )


def english(person: Person) -> Person:
    person.language = "en"
    person.save(update_fields=["language"])
    return person


def test_visitor_is_led_to_sign_in(as_person: SignIn, db: None) -> None:
    response = as_person(None).get(DAY)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_day_shows_the_next_meeting_with_three_answers(cast: Cast, as_person: SignIn) -> None:
    soon = make_meeting(cast.here, title="La prochaine", place="Salle du Quai")
    make_meeting(cast.here, title="La suivante", starts_at=soon.starts_at + timedelta(days=30))
    make_meeting(cast.there, title="Ailleurs", starts_at=soon.starts_at - timedelta(days=2))

    html = page(as_person(english(cast.member)), DAY)

    assert "La prochaine" in html
    assert "Salle du Quai" in html
    assert "La suivante" not in html
    assert "Ailleurs" not in html
    assert f'action="/meetings/{soon.public_id}/reply/"' in html
    assert html.count('aria-pressed="false"') == 3
    assert [word in html for word in ("I come", "By distance", "I can&#x27;t")] == [True] * 3


def test_answer_already_given_is_pressed(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here)
    Reply.objects.create(meeting=meeting, person=cast.member, answer="remote")
    Reply.objects.create(meeting=meeting, person=cast.second_member, answer="no")

    html = page(as_person(cast.member), DAY)

    assert re.findall(r'value="(\w+)" aria-pressed="true"', html) == ["remote"]


def test_one_tap_on_an_answer_is_kept(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here)

    response = as_person(cast.member).post(f"/meetings/{meeting.public_id}/reply/", {"answer": "yes"})

    assert response.status_code == 303
    assert Reply.objects.get(meeting=meeting, person=cast.member).answer == "yes"


def test_hidden_place_is_shown_only_to_those_who_come(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, place="Salle secrète", place_hidden=True)

    assert "Salle secrète" not in page(as_person(cast.member), DAY)
    Reply.objects.create(meeting=meeting, person=cast.member, answer="yes")
    assert "Salle secrète" in page(as_person(cast.member), DAY)


def test_meeting_of_the_core_group_is_not_on_the_day_of_others(cast: Cast, as_person: SignIn) -> None:
    make_meeting(cast.here, title="Le noyau", audience=Audience.CORE)

    assert "Le noyau" in page(as_person(cast.core), DAY)
    assert "Le noyau" not in page(as_person(cast.member), DAY)


def test_day_without_a_meeting_says_what_comes(cast: Cast, as_person: SignIn) -> None:
    make_meeting(cast.here, state="cancelled")
    yesterday = timezone.now() - timedelta(days=1)
    make_meeting(cast.here, starts_at=yesterday, ends_at=yesterday + timedelta(hours=1))

    html = page(as_person(english(cast.member)), DAY)

    assert "No meeting is planned for you" in html
    assert "Nothing new in the last two weeks" in html
    assert "You have nothing left to do here" in html


def test_person_without_a_community_is_told_how_one_comes_in(cast: Cast, as_person: SignIn) -> None:
    assert "You are not in a community yet" in page(as_person(english(cast.nobody)), DAY)


def test_who_asked_to_join_reads_that_it_waits_and_where(cast: Cast, as_person: SignIn) -> None:
    place = join(english(cast.nobody), cast.here, state="requested")
    JoinRequest.objects.create(
        community=cast.here, language="fr", email="x@example.org", display_name="X", digest="0" * 64, person=cast.nobody,
        expires_at=timezone.now(), confirmed_at=timezone.now(), membership=place,
    )  # fmt: skip

    html = page(as_person(cast.nobody), DAY)

    assert "Your request to join is with the coordination" in html
    assert 'href="/communities/"' in html
    assert "You are not in a community yet" not in html


def test_who_has_not_signed_finds_the_code_beside_the_next_meeting(cast: Cast, as_person: SignIn) -> None:
    make_meeting(cast.here)
    sign = reverse("charter:signature", args=[cast.here.public_id])
    assert sign not in page(as_person(cast.member), DAY)

    Membership.objects.filter(person=cast.member, community=cast.here).update(state="approved")

    assert sign in page(as_person(Person.objects.get(pk=cast.member.pk)), DAY)


def test_keeper_without_a_community_is_led_to_the_networks(cast: Cast, as_person: SignIn) -> None:
    assert 'href="/instance/"' in page(as_person(cast.keeper), DAY)
    for name in ("nobody", "member"):
        assert "/instance/" not in page(as_person(cast.person(name)), DAY)


def test_promises_are_mine_late_ones_first_each_with_one_tap(cast: Cast, as_person: SignIn) -> None:
    later = promise(cast.here, 10, person=cast.member, text="Plus tard")
    late = promise(cast.here, -4, person=cast.member, text="En retard")
    promise(cast.here, 2, person=cast.second_member, text="Celle d'une autre")
    promise(cast.here, 1, person=cast.member, text="Déjà faite", state="done", evidence="voilà")

    html = page(as_person(english(cast.member)), DAY)

    assert html.index("En retard") < html.index("Plus tard")
    assert "4 days late" in html
    assert "Celle d" not in html
    assert "Déjà faite" not in html
    for one in (late, later):
        assert f'href="/commitments/{one.public_id}/evidence/"' in html


def test_promise_of_my_organisation_is_mine_where_i_represent_it(cast: Cast, as_person: SignIn) -> None:
    house = cast.member.memberships.get(community=cast.here).organisation
    promise(cast.here, 3, organisation=house, text="Promis par la maison")
    promise(cast.here, 3, organisation=make_organisation(), text="Promis par une autre maison")
    promise(cast.there, 3, organisation=house, text="Promis ailleurs")

    html = page(as_person(cast.member), DAY)

    assert "Promis par la maison" in html
    assert "Promis par une autre maison" not in html
    assert "Promis ailleurs" not in html


def test_many_promises_are_five_and_a_way_to_the_others(cast: Cast, as_person: SignIn) -> None:
    for number in range(7):
        promise(cast.here, number, person=cast.member, text=f"Promesse n{number}")

    html = page(as_person(cast.member), DAY)

    assert [f"Promesse n{number}" in html for number in range(7)] == [True] * 5 + [False] * 2
    assert 'href="/commitments/"' in html


def test_news_are_words_of_the_thing_in_the_language_of_the_reader(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="Rencontre de mai")
    half(meeting, "title", "May meeting")
    new(english(cast.member), "meetings.agenda_published", "meeting", meeting.pk)

    html = page(as_person(cast.member), DAY)

    assert "The agenda is ready: May meeting" in html


def test_news_in_another_language_than_the_page_are_marked(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="Rencontre de mai")
    new(english(cast.member), "meetings.agenda_published", "meeting", meeting.pk)

    assert 'The agenda is ready: <span lang="fr">Rencontre de mai</span>' in page(as_person(cast.member), DAY)


def test_title_with_a_script_stays_words(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="<script>alert(1)</script>")
    new(cast.member, "meetings.moved", "meeting", meeting.pk)

    html = page(as_person(cast.member), DAY)

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_news_older_than_two_weeks_or_of_others_are_not_shown(cast: Cast, as_person: SignIn) -> None:
    old, others = (make_meeting(cast.here, title=title, state="held") for title in ("Vieille", "Des autres"))
    new(cast.member, "meetings.moved", "meeting", old.pk, days=15)
    new(cast.second_member, "meetings.moved", "meeting", others.pk)

    html = page(as_person(cast.member), DAY)

    assert "Vieille" not in html
    assert "Des autres" not in html


def test_news_about_a_community_that_one_has_left_are_gone(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="Rencontre quittée")
    new(cast.member, "meetings.moved", "meeting", meeting.pk)
    cast.member.memberships.update(state="left")

    assert "Rencontre quittée" not in page(as_person(cast.member), DAY)


def test_same_news_told_twice_stands_once(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="Deux fois", state="held")
    for entry in (1, 2):
        new(cast.member, "meetings.minutes_approved", "meeting", meeting.pk, entry=entry)

    assert page(as_person(cast.member), DAY).count("Deux fois") == 1


def test_way_to_what_waits_for_a_translation_is_for_those_who_translate(cast: Cast, as_person: SignIn) -> None:
    assert 'href="/translate/"' in page(as_person(cast.translator), DAY)
    assert 'href="/translate/"' not in page(as_person(cast.member), DAY)


@pytest.mark.covers("SR-20")
def test_day_names_only_its_function_in_its_title(cast: Cast, as_person: SignIn) -> None:
    make_meeting(cast.here, title="Sujet sensible")
    html = page(as_person(english(cast.member)), DAY)

    assert "<title>My day – Palabre</title>" in html


def test_day_asks_as_much_with_thirty_rows_as_with_one(cast: Cast, as_person: SignIn) -> None:
    house = cast.member.memberships.get(community=cast.here).organisation
    client = as_person(cast.member)

    def fill(count: int) -> None:
        for number in range(count):
            meeting = make_meeting(cast.here)
            Reply.objects.create(meeting=meeting, person=cast.member, answer="yes")
            mine = promise(cast.here, number, person=cast.member)
            promise(cast.here, number, organisation=house)
            entry = meeting.pk * 10
            new(cast.member, "meetings.moved", "meeting", meeting.pk, entry=entry)
            new(cast.member, "commitments.opened", "commitment", mine.pk, entry=entry + 1)

    fill(1)
    one = queries(client, DAY)
    fill(29)
    thirty = queries(client, DAY)

    assert len(one) == len(thirty), "\n".join(thirty)
    assert len(thirty) <= 16, "\n".join(thirty)
