"""`python -m tests.browser.planting_year`: what five journeys of one year need, in the database of a served house.

Prints, as JSON, the cookies of each person and the addresses from which the journeys leave.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palabre.config.settings")
django.setup()

# ruff: noqa: E402  models need the settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import BalanceData
from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.questions import agree_question
from palabre.groups.actions.wording import propose_question
from palabre.groups.choices import GroupStage
from palabre.groups.models import LearningQuestion, WorkPlan
from palabre.money.chores import prepare_honoraria
from palabre.money.models import HonorariumAgreement, PayeeDetails
from palabre.people.models import Person
from palabre.people.proving import FACTOR_KEY, PROVED_KEY
from palabre.people.sessions import DEVICE_KEY
from tests.factories import PASSWORD, grant, join, make_community, make_person
from tests.unit.calls import making_deciding as deciding
from tests.unit.calls import making_reviewing as reviewing
from tests.unit.groups.making_plans import Circle, make_group, place, promise_of, write_objective_of, write_step_of

FILES = 11
ANSWER = "Depuis cinq ans, j’anime un cercle de parole dans mon quartier. " * 6


class Year:
    """One cohort, with everybody whom the five journeys need."""

    def __init__(self) -> None:
        self.here: Community = make_community("Racines", risk="high")
        self.people: dict[str, Person] = {}
        for name in ("Awa", "Fanta", "Moussa", "Inès", "Ruth", "Nènè", "Bintou"):
            secret = {"password": PASSWORD} if name == "Bintou" else {}
            self.people[name] = make_person(name, **secret)
            join(self.people[name], self.here)
        for name, role in (("Nènè", Role.COORDINATOR), ("Ruth", Role.MEL), ("Bintou", Role.TREASURER)):
            grant(self.people[name], self.here, role)

    def person(self, name: str) -> Person:
        return Person.objects.get(pk=self.people[name].pk)

    def to_read(self) -> None:
        """Two files wait for Salimata, who has not said her ties; a second reader has handed in."""
        lead = self.person("Nènè")
        call = reviewing.make_call(self.here, title="Un an pour apprendre ensemble")
        criteria = reviewing.make_criteria(call)
        told = reviewing.make_question(call, "Votre expérience", criterion=criteria[0])
        tells = reviewing.make_question(call, "Où travaillez-vous ?", tells_who=True)
        second = reviewing.make_reviewer(call, by=lead)
        self.people["Salimata"] = make_person("Salimata")
        first = reviewing.name_reviewer(actor=lead, call=call, email=self.people["Salimata"].email, language="fr")
        reviewing.accept_place(token=first.token(), person=self.people["Salimata"])
        first.refresh_from_db()
        for name, house in (("Oumou Koné", "Maison Karité"), ("Salif Bah", "Réseau du Fleuve")):
            file = reviewing.make_application(call, name, organisation=house)
            reviewing.answer(file, told, f"{name} écrit : {ANSWER}")
            reviewing.answer(file, tells, f"À {house}.")
            deciding.review(file, second, criteria, 4)
            reviewing.assign(file, first)
        reviewing.to(call, CallState.REVIEW)

    def to_compose(self) -> str:
        """Eleven read and shortlisted, for six places: six women, five men, one of whom a disability is known."""
        lead = self.person("Nènè")
        call = reviewing.make_call(self.here, title="Une année de pratique", places=6)
        criteria = reviewing.make_criteria(call)
        seats = [reviewing.make_reviewer(call, make_person(name), by=lead) for name in ("Kadi", "Jean")]
        for number in range(FILES):
            file = reviewing.make_application(call, f"Personne {number}", language="en" if number == 3 else "fr")
            said = {"gender": "woman" if number < 6 else "man", "disability": "yes" if number == 4 else "no"}
            BalanceData.objects.create(application=file, **said)
            for seat in seats:
                deciding.review(file, seat, criteria, 1 + number % 5)
            deciding.in_state(file, ApplicationState.SHORTLISTED)
        reviewing.to(call, CallState.SELECTION)
        return f"/c/{self.here.public_id}/calls/{call.public_id}/"

    def to_agree(self) -> str:
        """One question is agreed; two are proposed by others."""
        group = make_group(self.here, "Soins et sécurité", GroupStage.QUESTIONS)
        place(self.people["Awa"], group, leads=True)
        place(self.people["Fanta"], group)
        place(self.people["Inès"], group)
        words = ("Qui prend soin de celles qui soignent ?", "Comment se protéger en ligne ?", "Comment se reposer ?")
        asked: list[LearningQuestion] = [
            propose_question(actor=self.person("Fanta"), group=group, text=text, language="fr") for text in words
        ]
        today = timezone.localdate()
        agree_question(actor=self.person("Awa"), question=asked[0], decided_on=today, decision="En réunion.")
        return f"/g/{group.public_id}/"

    def to_approve(self) -> str:
        """A plan is handed in whose second objective has no day."""
        group = make_group(self.here, "Redevabilité", GroupStage.PLANNING)
        place(self.people["Moussa"], group, leads=True)
        circle = Circle(
            community=self.here, group=group, other=group, lead=self.people["Moussa"], member=self.people["Moussa"],
            second=self.people["Moussa"], mel=self.people["Ruth"], coordinator=self.people["Nènè"],
            other_lead=self.people["Awa"], bystander=self.people["Awa"],
        )  # fmt: skip
        dateless: dict[str, Any] = {"texts": {"fr": "Écrire un protocole", "en": "Write a protocol"}, "due": None}
        dateless["checks"] = frozenset({"specific", "measurable", "achievable", "relevant"})
        for more in ({}, dateless):
            objective = write_objective_of(circle, **more)
            write_step_of(circle, objective)
            promise_of(circle, objective)
        hand_in(actor=self.person("Moussa"), plan=WorkPlan.objects.get(group=group))
        return f"/g/{group.public_id}/plan/"

    def to_pay(self) -> str:
        """Three lines are planned for this month, and everybody has said how she is paid."""
        month = timezone.localdate().replace(day=1)
        for number, name in enumerate(("Awa", "Fanta", "Inès")):
            person = self.people[name]
            HonorariumAgreement.objects.create(
                community=self.here, person=person, monthly_amount=100, first_month=month,
                last_month=(month + timedelta(days=300)).replace(day=1),
            )  # fmt: skip
            PayeeDetails.objects.create(
                person=person, means="mobile", name=f"{name} Traoré", account=f"70 00 00 0{number}"
            )
        prepare_honoraria()
        return f"/c/{self.here.public_id}/"

    def cookies(self) -> dict[str, dict[str, str]]:
        return {name: _cookies(person, proved=name != "Bintou") for name, person in self.people.items()}


def _cookies(person: Person, *, proved: bool) -> dict[str, str]:
    """A session on her own telephone; the treasury's is old enough to be asked who is there."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[DEVICE_KEY], session[FACTOR_KEY] = "own", time.time()
    if proved:
        session[PROVED_KEY] = time.time()
    session.save()
    return {name: kept.value for name, kept in client.cookies.items()}


def plant() -> dict[str, Any]:
    with transaction.atomic():
        year = Year()
        year.to_read()
        start = {name: getattr(year, name)() for name in ("to_compose", "to_agree", "to_approve", "to_pay")}
        return {"start": {**start, "to_read": "/review/"}, "cookies": year.cookies()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(plant()))
