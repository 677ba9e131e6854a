"""The keeper sees that something happened, to which account; never what it was about."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from palabre.communities.actions import grant_role
from palabre.journal.models import Entry
from tests.factories import PASSWORD, make_meeting, make_person
from tests.personas import Cast

EVENTS = "/instance/events/"


def read(client: Client) -> str:
    answer = client.get(EVENTS, {"lang": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.covers("SR-62")
def test_sign_ins_refusals_grants_and_denials_are_shown_without_content(cast: Cast, as_person) -> None:
    visitor = make_person("Nom Secret", email="secret@example.org", password=PASSWORD)
    form = {"email": visitor.email, "device": "own"}
    Client().post("/sign-in/", {**form, "password": "not-the-right-one"})
    Client().post("/sign-in/", {**form, "password": PASSWORD})
    grant_role(actor=cast.coordinator, community=cast.here, person=cast.member, role="translator")
    meeting = make_meeting(cast.here, title="Titre Secret")
    denied = as_person(cast.second_member).post(reverse("meetings:holding", args=[meeting.public_id]))
    assert denied.status_code == 403
    page = read(as_person(cast.keeper))
    for said in ("signed in", "sign-in refused", "role given", "refused: not allowed"):
        assert said in page
    for person in (visitor, cast.member, cast.second_member):
        assert person.public_id in page
    for secret in ("Nom Secret", "secret@example.org", "Titre Secret", cast.here.name, meeting.public_id):
        assert secret not in page


def test_a_denial_says_who_and_which_route_and_nothing_else(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here)
    as_person(cast.member).post(reverse("meetings:holding", args=[meeting.public_id]), {"secret": "mot"})
    entry = Entry.objects.get(kind="journal.denied")
    assert (entry.actor_id, entry.facts, entry.subject_id) == (cast.member.pk, {"route": "meetings:holding"}, None)
    as_person(cast.outsider).post(reverse("meetings:holding", args=[meeting.public_id]))
    assert (
        Entry.objects.filter(kind="journal.denied").count() == 1
    )  # what one may not see is no denial, it is not there


def test_only_the_keeper_reads_the_events(cast: Cast, as_person) -> None:
    for name, person in cast.everyone().items():
        assert as_person(person).get(EVENTS).status_code == (200 if name == "keeper" else 404), name


def test_many_events_cost_what_one_costs(cast: Cast, as_person, django_assert_max_num_queries) -> None:
    client = as_person(cast.keeper)
    for _ in range(30):
        grant_role(actor=cast.coordinator, community=cast.here, person=make_person(), role="translator")
    with django_assert_max_num_queries(8):
        read(client)


# what a person changes for herself, and weighs nothing
QUIET = {
    *("people.calendar_key_renewed", "people.language_set", "people.mail_chosen", "people.openness_changed"),
    *(
        "people.profile_changed",
        "people.consent_given",
        "people.consent_withdrawn",
        "people.unused",
        "people.factor_asked",
    ),
}


@pytest.mark.covers("SR-62")
def test_every_act_on_an_account_is_shown_or_known_to_be_quiet() -> None:
    import re
    from pathlib import Path

    from palabre.desk.queries.security import EVENTS

    folder = Path(__file__).parents[3] / "src/palabre/people/actions"
    words = " ".join(file.read_text() for file in folder.rglob("*.py"))
    kinds = set(re.findall(r'"(people\.[a-z_]+)"', words))
    assert len(kinds) > 20
    assert kinds - set(EVENTS) - QUIET == set()


def test_the_last_seven_days_are_counted_and_older_ones_not(cast: Cast, as_person) -> None:
    from datetime import timedelta

    from django.utils import timezone

    for _ in range(3):
        grant_role(actor=cast.coordinator, community=cast.here, person=make_person(), role="translator")
    first = Entry.objects.filter(kind="communities.role_granted").earliest("pk")
    Entry.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(days=8))
    assert "<li>role given (2)</li>" in read(as_person(cast.keeper))
