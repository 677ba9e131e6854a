"""What an erased person leaves in decisions: a count, and what the circle worked on without her name."""

from __future__ import annotations

from django.db import transaction

from palabre.decisions.choices import ObjectionState, ProposalState
from palabre.decisions.models import Clarification, Elector, Objection, Proposal, Stance
from palabre.languages.actions import forget_halves
from palabre.people.models import Person

GONE = "…"


def erase_stances(*, person: Person, delete: bool) -> None:
    """Her stances become counts without words; her drafts go; an open objection stays, without her name.

    With `delete` the words of her questions and objections go too: that somebody asked or objected stays.
    """
    with transaction.atomic():
        for draft in Proposal.objects.filter(proposer=person, state=ProposalState.DRAFT):
            forget_halves(thing=draft)
            draft.delete()
        Stance.objects.filter(person=person).update(person=None, comment="")
        if delete:
            Objection.objects.filter(person=person).exclude(state=ObjectionState.OPEN).update(reason=GONE)
            Clarification.objects.filter(asked_by=person).update(question=GONE)
        Objection.objects.filter(person=person).update(person=None)
        Elector.objects.filter(person=person).update(person=None)
