"""Small makers of proposals; the steps go through the actions, as people take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from palabre.decisions.actions.clarifying import ask_stances
from palabre.decisions.actions.ending import close_round
from palabre.decisions.actions.opening import open_proposal
from palabre.decisions.actions.speaking import take_stance
from palabre.decisions.choices import StanceKind
from palabre.decisions.models import Objection, Proposal
from palabre.people.models import Person
from tests.personas import Cast

TEXT = "Nous nous réunissons le premier jeudi de chaque mois."
OTHER = "We meet on the first Thursday of each month."
HARM = "Le jeudi, les personnes du marché ne peuvent jamais venir."


def a_week_ahead() -> date:
    return timezone.localdate() + timedelta(days=7)


def proposed(cast: Cast, electors: Iterable[str] = ("member", "second_member", "core"), **fields: Any) -> Proposal:
    """Open on questions to understand, proposed by `member`, in both languages."""
    people = [cast.person(name) for name in electors]
    fields = {"title": "Notre jour", "text": TEXT, "other_title": "Our day", "other_text": OTHER} | fields
    fields.setdefault("actor", cast.person("member"))
    fields.setdefault("community", cast.here)
    return open_proposal(language="fr", electors=people, **fields)


def asked(cast: Cast, electors: Iterable[str] = ("member", "second_member", "core"), **fields: Any) -> Proposal:
    """In its first round."""
    proposal = proposed(cast, electors, **fields)
    return ask_stances(actor=cast.person("member"), proposal=proposal, until=a_week_ahead())


def say(person: Person, proposal: Proposal, kind: str = StanceKind.CONSENT, comment: str = "") -> None:
    take_stance(actor=person, proposal=proposal, kind=kind, comment=comment, language="fr")


def objects(person: Person, proposal: Proposal, reason: str = HARM) -> Objection:
    say(person, proposal, StanceKind.OBJECT, reason)
    return Objection.objects.get(proposal=proposal, person=person, state="open")


def day_passed(proposal: Proposal) -> Proposal:
    """The last moment of the round has passed, and the worker has come by."""
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
    assert close_round(proposal=proposal)
    return again(proposal)


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("community").get(pk=proposal.pk)
