"""Who reads: asked by address, come in once, ties said first; an applicant never reads, a reader never applies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.reviewers import (
    accept_place,
    ask_again,
    declare_ties,
    end_reviewer,
    name_reviewer,
    step_back,
)
from palabre.calls.choices import AssignmentState, CallState
from palabre.calls.gates import missing_before
from palabre.calls.models import Call, ReviewAssignment, Reviewer
from palabre.calls.rules.conflicts import applicants_who_read, reads_call
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.choices import Role
from palabre.communities.models import Membership, RoleGrant
from palabre.communities.rules import standing
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal, send_mail
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.calls.making_reviewing import (
    Reading,
    assign,
    make_application,
    make_call,
    make_reviewer,
    person_again,
    to,
)

pytestmark = pytest.mark.django_db
NONE = {"organisations": [], "none": True}


@pytest.fixture
def call(cast: Cast) -> Call:
    return make_call(cast.here)


def asked(cast: Cast, call: Call, email: str = "lire@example.org") -> Reviewer:
    return name_reviewer(actor=cast.person("coordinator"), call=call, email=email, language="fr")


@pytest.mark.parametrize("who", ["member", "facilitator", "translator", "steward", "outsider", "keeper", "nobody"])
def test_only_the_coordination_names_readers(cast: Cast, call: Call, who: str) -> None:
    with pytest.raises(Refused):
        name_reviewer(actor=cast.person(who), call=call, email="lire@example.org", language="fr")
    assert not Reviewer.objects.exists()


def test_an_invitation_is_a_discreet_mail_whose_link_opens_once(cast: Cast, call: Call) -> None:
    reviewer = asked(cast, call)
    read_journal()
    send_mail()
    (letter,) = mail.outbox
    assert letter.to == ["lire@example.org"]
    words = letter.subject + str(letter.body)
    assert not any(said in words for said in ("cohorte", "Communauté Ici", "appel", "candidature", "Coordinator"))
    path = f"/review/invitations/{reviewer.token()}/"
    assert path in words
    client = Client()
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"accept-language": "fr"}).status_code == 200
    reviewer.refresh_from_db()
    assert reviewer.accepted_at is None
    said = {
        "display_name": "Nadia B.", "language": "fr", "zone": "Africa/Bamako", "password": "une-phrase-de-passe-longue",
        "device": "shared",
    }  # fmt: skip
    answer = client.post(path, said)
    assert answer.status_code == 303
    reviewer.refresh_from_db()
    person = reviewer.person
    assert person is not None
    assert (person.display_name, reviewer.email) == ("Nadia B.", "")
    assert not Membership.objects.filter(person=person).exists()
    assert standing(person).roles(call.community_id) == {Role.REVIEWER}
    assert standing(person).community_ids() == set()
    assert Client().get(path).status_code == 410


def test_a_person_with_an_account_takes_her_own_place_only(cast: Cast, call: Call) -> None:
    person = make_person("Aya", email="lire@example.org")
    reviewer = asked(cast, call)
    with pytest.raises(Refused, match=r"another address|autre adresse"):
        accept_place(token=reviewer.token(), person=cast.nobody)
    stranger = Newcomer(display_name="X", password="une-phrase-de-passe-longue", language="fr", zone="UTC")
    with pytest.raises(Refused):
        accept_place(token=reviewer.token(), newcomer=stranger)
    accept_place(token=reviewer.token(), person=person)
    with pytest.raises(Refused):
        accept_place(token=reviewer.token(), person=person)
    with pytest.raises(Refused):
        accept_place(token="never-given-out", person=person)
    assert RoleGrant.objects.filter(person=person, role=Role.REVIEWER).count() == 1


def test_the_pages_of_an_invitation_follow_who_opens_them(
    cast: Cast, call: Call, as_person: Callable[..., Client]
) -> None:
    person = make_person("Aya", email="lire@example.org")
    path = f"/review/invitations/{asked(cast, call).token()}/"
    assert "sign-in" in Client().get(path).content.decode()
    other = as_person(cast.nobody).get(path).content.decode()
    assert "Appel de la cohorte" not in other
    client = as_person(person)
    assert "Appel de la cohorte" in client.get(path).content.decode()
    answer = client.post(path)
    assert answer.status_code == 303
    assert answer["Location"].endswith("/ties/")
    assert client.get(answer["Location"]).status_code == 200


def test_a_link_dies_when_another_is_sent_after_two_weeks_or_when_the_committee_is_closed(
    cast: Cast, call: Call
) -> None:
    reviewer, lead = asked(cast, call), cast.person("coordinator")
    first = reviewer.token()
    again = ask_again(actor=lead, reviewer=reviewer)
    person = make_person("Aya", email="lire@example.org")
    with pytest.raises(Refused):
        accept_place(token=first, person=person)
    Reviewer.objects.update(asked_at=timezone.now() - timedelta(days=15))
    again.refresh_from_db()
    assert not again.is_asked
    again = ask_again(actor=lead, reviewer=again)
    to(call, CallState.SELECTION)
    with pytest.raises(Refused):
        accept_place(token=again.token(), person=person)
    with pytest.raises(Refused):
        asked(cast, call, "autre@example.org")


def test_a_lost_role_takes_its_invitations_along(cast: Cast, call: Call) -> None:
    reviewer = asked(cast, call)
    RoleGrant.objects.filter(person=cast.coordinator).update(ends_at=timezone.now())
    with pytest.raises(Refused):
        accept_place(token=reviewer.token(), person=make_person(email="lire@example.org"))


@pytest.mark.covers("INV-13")
def test_an_applicant_is_not_asked_and_cannot_come_in(cast: Cast, call: Call) -> None:
    """INV-13, the one way: by her address, and by her account under another address."""
    make_application(call, email="Awa@Example.org")
    with pytest.raises(Refused) as refusal:
        asked(cast, call, "awa@example.org")
    assert refusal.value.field == "email"
    person = make_person("Awa", email="autre@example.org")
    make_application(call, person=person)
    with pytest.raises(Refused):
        accept_place(token=asked(cast, call, "autre@example.org").token(), person=person)


@pytest.mark.covers("INV-13")
def test_a_reader_who_applies_is_found_and_told(cast: Cast, call: Call) -> None:
    """INV-13, the other way: before the readings begin nobody may be both."""
    lead = cast.person("coordinator")
    one, _two = (make_reviewer(call, by=lead) for _ in range(2))
    assert one.person is not None
    assert reads_call(call, person=one.person)
    assert reads_call(call, email=one.person.email.upper())
    assert not reads_call(call, person=cast.nobody, email="nobody@example.org")
    assert missing_before(call, CallState.REVIEW) == []
    make_application(call, email=one.person.email, state="eligible")
    assert list(applicants_who_read(call)) == [one]
    assert len(missing_before(call, CallState.REVIEW)) == 1
    step_back(actor=person_again(one.person), reviewer=one)
    sentences = [str(one.sentence) for one in missing_before(call, CallState.REVIEW)]
    assert len(sentences) == 1
    assert sentences[0].startswith("1 ")


def test_nobody_reads_before_her_ties_are_said_and_neither_of_two_answers_is_taken(cast: Cast, call: Call) -> None:
    person = make_person("Aya", email="lire@example.org")
    reviewer = asked(cast, call)
    accept_place(token=reviewer.token(), person=person)
    for said, field in (
        ({"organisations": [], "none": False}, "organisations"),
        ({"organisations": ["Maison"], "none": True}, "organisations"),
        ({"organisations": ["Aucune"], "none": False}, "organisations"),
        ({"organisations": ["x" * 200], "none": False}, "organisations"),
        ({**NONE, "reads_french": False, "reads_english": False}, "reads"),
    ):
        with pytest.raises(Refused) as refusal:
            declare_ties(actor=person, reviewer=reviewer, **said)  # type: ignore[arg-type]
        assert refusal.value.field == field
    reviewer.refresh_from_db()
    assert reviewer.declared_at is None
    with pytest.raises(Refused):
        declare_ties(actor=cast.person("coordinator"), reviewer=reviewer, **NONE)  # type: ignore[arg-type]
    found = declare_ties(
        actor=person,
        reviewer=reviewer,
        organisations=["Maison des Droits", "maison  des-droits", ""],
        none=False,
        capacity=9,
    )
    assert found.declared_at is not None
    assert [one.name for one in found.ties.all()] == ["Maison des Droits"]
    declare_ties(actor=person, reviewer=reviewer, **NONE)  # type: ignore[arg-type]
    assert not found.ties.exists()


def test_stepping_back_gives_back_what_was_not_handed_in_and_ends_the_role(cast: Cast) -> None:
    reading = Reading(cast)
    done = assign(reading.files[0], reading.first, state=AssignmentState.SUBMITTED)
    begun = assign(reading.files[1], reading.first, state=AssignmentState.DRAFTED)
    with pytest.raises(Refused):
        step_back(actor=reading.other, reviewer=reading.first)
    reader = reading.reader
    step_back(actor=reader, reviewer=reading.first)
    states = dict(ReviewAssignment.objects.values_list("pk", "state"))
    assert states == {done.pk: "submitted", begun.pk: "removed"}
    assert standing(person_again(reader)).roles(cast.here.pk) == set()
    read_journal()
    assert Notice.objects.filter(person=cast.coordinator, kind="calls.reviewer_stepped_back").exists()
    with pytest.raises(Refused):
        step_back(actor=reader, reviewer=reading.first)
    with pytest.raises(Refused):
        end_reviewer(actor=reading.lead, reviewer=reading.first)


def test_a_reader_of_two_calls_keeps_her_role_until_the_last(cast: Cast, call: Call) -> None:
    lead, person = cast.person("coordinator"), make_person()
    one = make_reviewer(call, person, by=lead)
    make_reviewer(make_call(cast.here), person, by=lead)
    end_reviewer(actor=lead, reviewer=one)
    assert standing(person_again(person)).roles(cast.here.pk) == {Role.REVIEWER}


def test_the_page_of_the_committee_says_where_each_one_is(
    cast: Cast, call: Call, as_person: Callable[[Person], Client]
) -> None:
    lead = as_person(cast.person("coordinator"))
    path = reverse("calls:committee", args=[call.public_id])
    answer = lead.post(path, {"email": "lire@example.org", "language": "fr", "name": "Lire"})
    assert answer.status_code == 303
    page = lead.get(path).content.decode()
    assert "Lire" in page
    assert lead.post(path, {"email": "lire@example.org", "language": "fr"}).status_code == 422
    reviewer = Reviewer.objects.get()
    asking = reverse("calls:reviewer_request", args=[call.public_id, reviewer.public_id])
    assert lead.get(asking).status_code == 405
    assert lead.post(asking).status_code == 303
    assert lead.post(reverse("calls:reviewer_end", args=[call.public_id, reviewer.public_id])).status_code == 303
    for who in ("member", "outsider", "nobody", "steward", "keeper"):
        assert as_person(cast.person(who)).get(path).status_code == 404


def test_the_form_of_ties_comes_back_with_what_was_typed(
    cast: Cast, call: Call, as_person: Callable[[Person], Client]
) -> None:
    reading = make_reviewer(call, by=cast.person("coordinator"))
    client = as_person(person_again(reading.person))  # type: ignore[arg-type]
    path = reverse("calls:ties", args=[reading.public_id])
    answer = client.post(path, {"organisations": "Maison\nAucune", "reads": ["fr"]})
    assert answer.status_code == 422
    assert "Maison\nAucune" in answer.content.decode()
    said = {"organisations": "Maison\nRéseau Delta", "reads": ["fr"], "capacity": "12", "name": "N."}
    assert client.post(path, said).status_code == 303
    found = Reviewer.objects.get()
    assert (found.reads_english, found.capacity, found.name, found.ties.count()) == (False, 12, "N.", 2)
    assert as_person(cast.person("coordinator")).get(path).status_code == 404
    departure = reverse("calls:reviewer_departure", args=[reading.public_id])
    assert client.post(departure).status_code == 303
    assert client.get(path).status_code == 404
