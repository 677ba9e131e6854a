"""A call that is being read: its applications, its committee, its criteria; small makers for tests of reading."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from palabre.calls.actions.reviewers import accept_place, declare_ties, name_reviewer
from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import (
    Answer,
    Application,
    Call,
    CallQuestion,
    CallTheme,
    ReviewAssignment,
    Reviewer,
    SelectionCriterion,
    ThemeChoice,
)
from palabre.calls.rules.addresses import address_digest
from palabre.communities.models import Community
from palabre.kit.ids import ALPHABET, digest, new_token
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast

_numbers = count(1)
NAMES = (("Expérience", 3), ("Motivation", 2), ("Disponibilité", 1), ("Objectifs", 2), ("Langues", 1))


def make_call(community: Community, state: str = CallState.SCREENING, **fields: Any) -> Call:
    now = timezone.now()
    fields = {
        "title": "Appel de la cohorte", "text": "Un an de pratique.", "opens_at": now - timedelta(days=30),
        "closes_at": now - timedelta(days=1), "zone": "Africa/Bamako", "places": 15, **fields,
    }  # fmt: skip
    return Call.objects.create(community=community, state=state, **fields)


def make_criteria(call: Call) -> list[SelectionCriterion]:
    """Five that are scored, and balance, which is not (INV-17)."""
    rows = [
        SelectionCriterion.objects.create(call=call, name=name, weight=weight, position=place)
        for place, (name, weight) in enumerate(NAMES, start=1)
    ]
    SelectionCriterion.objects.create(call=call, name="Équilibre", scored=False, position=9)
    return rows


def make_application(call: Call, name: str = "", **fields: Any) -> Application:
    """Handed in, by somebody without an account."""
    number = next(_numbers)
    email = fields.pop("email", f"candidate{number}@example.org")
    code = "".join(ALPHABET[(number // len(ALPHABET) ** place) % len(ALPHABET)] for place in range(6)).upper()
    said = {
        "call": call, "code": code, "digest": digest(new_token()), "state": ApplicationState.SUBMITTED,
        "submitted_at": timezone.now() - timedelta(days=2) + timedelta(seconds=number), "language": "fr",
        "name": name or f"Candidate {number}", "email": email, "email_digest": address_digest(email),
        "email_proven_at": timezone.now(), "country": "ML", "declares_rules": True,
    }  # fmt: skip
    return Application.objects.create(**{**said, **fields})


def make_question(call: Call, label: str = "Racontez", **fields: Any) -> CallQuestion:
    return CallQuestion.objects.create(call=call, label=label, position=next(_numbers), **fields)


def answer(application: Application, question: CallQuestion, text: str = "", **fields: Any) -> Answer:
    return Answer.objects.create(application=application, question=question, text=text, **fields)


def make_reviewer(
    call: Call, person: Person | None = None, *, organisations: tuple[str, ...] = (), by: Person, **fields: Any
) -> Reviewer:
    """Asked, come, and with her ties said, all through the actions."""
    person = person or make_person(f"Lectrice {next(_numbers)}")
    reviewer = name_reviewer(actor=by, call=call, email=person.email, language="fr")
    accept_place(token=reviewer.token(), person=person)
    reviewer.refresh_from_db()
    said = {"organisations": organisations, "none": not organisations, **fields}
    return declare_ties(actor=person, reviewer=reviewer, **said)


def assign(application: Application, reviewer: Reviewer, **fields: Any) -> ReviewAssignment:
    """A row as the plan writes it."""
    if application.state in (ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE):
        application.state = ApplicationState.IN_REVIEW
        application.screened_at = timezone.now()
        application.save(update_fields=["state", "screened_at"])
    return ReviewAssignment.objects.create(application=application, reviewer=reviewer, **fields)


def choose(application: Application, theme: CallTheme) -> ThemeChoice:
    return ThemeChoice.objects.create(application=application, theme=theme, rank=1)


def to(call: Call, state: str) -> Call:
    Call.objects.filter(pk=call.pk).update(state=state)
    call.state = state
    return call


class Reading:
    """`call` of `here` in review, its coordination `lead`, two readers and two files."""

    def __init__(self, cast: Cast) -> None:
        self.lead = cast.person("coordinator")
        self.call = make_call(cast.here)
        self.criteria = make_criteria(self.call)
        self.question = make_question(self.call, criterion=self.criteria[0])
        self.first = make_reviewer(self.call, by=self.lead)
        self.second = make_reviewer(self.call, by=self.lead)
        self.files = [make_application(self.call, state=ApplicationState.ELIGIBLE) for _ in range(2)]
        to(self.call, CallState.REVIEW)

    @property
    def reader(self) -> Person:
        assert self.first.person is not None
        return person_again(self.first.person)

    @property
    def other(self) -> Person:
        assert self.second.person is not None
        return person_again(self.second.person)


def person_again(person: Person) -> Person:
    person.__dict__.pop("_standing", None)
    return person


def everything_of(answer: Any) -> str:
    """Body and headers of an answer, as text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") + str(dict(answer.headers))


def fresh_client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
