"""A call whose reading is over: files with two reviews each, a committee, and small steps through the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.deciding import Ruling, decide, note_sitting
from palabre.calls.actions.letters import prepare_letters, send_letters
from palabre.calls.actions.links import mailed_token
from palabre.calls.choices import ApplicationState, AssignmentState, CallState, Outcome, Recommendation
from palabre.calls.models import (
    Application,
    BalanceData,
    Call,
    Deliberation,
    Review,
    Reviewer,
    Score,
    SelectionCriterion,
    SelectionDecision,
)
from palabre.calls.rules.applying import Applicant
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.calls.making_reviewing import (
    assign,
    make_application,
    make_call,
    make_criteria,
    make_reviewer,
    person_again,
    to,
)

WORDS = {"reasons": "Le projet est clair.", "feedback": "Vos objectifs étaient clairs."}


def review(application: Application, seat: Reviewer, criteria: Sequence[SelectionCriterion], points: int) -> Review:
    """Handed in, the same points everywhere."""
    given = assign(application, seat, state=AssignmentState.SUBMITTED)
    row = Review.objects.create(
        assignment=given, comment="Lu.", recommendation=Recommendation.YES, submitted_at=timezone.now()
    )
    Score.objects.bulk_create(Score(review=row, criterion=one, points=points) for one in criteria if one.scored)
    return row


class Selecting:
    """`call` of `here` in its selection: `lead` coordinates, `seats` have read `files` (two reviews each)."""

    def __init__(
        self,
        cast: Cast,
        *,
        files: int = 4,
        places: int = 2,
        state: str = CallState.SELECTION,
        seats: int = 2,
        **call: Any,
    ) -> None:
        self.cast = cast
        self.lead = cast.person("coordinator")
        self.call = make_call(cast.here, places=places, **call)
        self.criteria = make_criteria(self.call)
        self.seats = [make_reviewer(self.call, by=self.lead) for _number in range(seats)]
        self.files = [self.file(points=number % 6) for number in range(files)]
        to(self.call, state)

    def file(self, points: int = 3, **fields: Any) -> Application:
        application = make_application(self.call, **fields)
        for seat in self.seats[:2]:
            review(application, seat, self.criteria, points)
        application.refresh_from_db()
        return application

    def reader(self, place: int = 0) -> Person:
        person = self.seats[place].person
        assert person is not None
        return person_again(person)

    def sitting(self, actor: Person | None = None, **said: Any) -> Deliberation:
        said = {"held_on": timezone.localdate(), "present": self.seats, **said}
        return note_sitting(actor=actor or self.lead, call=self.call, **said)

    def decide(
        self, outcome: str, *files: Application, actor: Person | None = None, **said: Any
    ) -> list[SelectionDecision]:
        rulings = [Ruling(application=one, outcome=outcome, **{**WORDS, **said}) for one in files]
        made = decide(actor=actor or self.lead, deliberation=self.sitting(), rulings=rulings)
        for one in files:
            one.refresh_from_db()
        return made

    def shortlist(self, *files: Application) -> None:
        self.decide(Outcome.SHORTLIST, *files)

    def offer(self, *files: Application) -> None:
        self.shortlist(*files)
        self.decide(Outcome.OFFER, *files)

    def tell_everybody(self) -> int:
        prepare_letters(actor=self.lead, call=self.call)
        return send_letters(actor=self.lead, call=self.call)

    def adopt_code(self) -> None:
        """What the charter's room does at an adoption."""
        self.cast.here.asks_signature = True
        self.cast.here.save(update_fields=["asks_signature"])


def hands_of(application: Application) -> Applicant:
    """Whoever opened the link of a mail."""
    return Applicant(None, frozenset({application.digest}), frozenset({application.digest}))


def state_of(application: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=application.pk)


def says(application: Application, **said: str) -> BalanceData:
    return BalanceData.objects.create(application=application, **said)


def in_state(application: Application, state: str) -> Application:
    fields: dict[str, Any] = {"state": state}
    if state in (ApplicationState.COI_DECLARED, ApplicationState.ACCEPTED):
        fields |= {"coi_at": timezone.now(), "coi_none": True}
    Application.objects.filter(pk=application.pk).update(**fields)
    application.refresh_from_db()
    return application


def again(call: Call) -> Call:
    return Call.objects.select_related("community").get(pk=call.pk)


def holder(application: Application, language: str = "fr") -> Client:
    """A browser that has opened the private link of a mail."""
    client = Client(headers={"accept-language": language})
    answer = client.post(reverse("calls:apply_open", args=[mailed_token(application)]), {"device": "own"})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    return client
