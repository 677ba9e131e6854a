"""The group agrees: by a consent in this house, or by a decision taken in a meeting and noted here. Never a fourth."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from palabre.communities.rules import fresh
from palabre.decisions.actions.opening import open_proposal
from palabre.decisions.choices import SubjectKind
from palabre.decisions.models import Proposal
from palabre.decisions.queries.basics import adopted
from palabre.groups.actions.telling import TWO_WRITERS
from palabre.groups.actions.wording import (
    LONGEST_QUESTION,
    LONGEST_REASON,
    WRITE_IT,
    across,
    locked_question,
    new_wording,
    step,
)
from palabre.groups.actions.wording import tell_question as tell
from palabre.groups.choices import QuestionState
from palabre.groups.models import LearningQuestion, WorkingGroup
from palabre.groups.rules.circles import electors_of, fresh_circles
from palabre.groups.rules.questions import (
    FOURTH,
    MOST_AGREED,
    agreed_in,
    can_agree,
    can_put_to_consent,
    can_revise,
    is_being_decided,
)
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_halves, copy_halves, forget_halves
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import other, words
from palabre.people.models import Person

LONGEST_DECISION, LONGEST_AMENDED = 1000, 4000
AGREEING = ["state", "place", "agreed_at", "agreed_by", "proposal", "decided_on", "decision"]
# groups that worked on paper first write down what they decided then
BEFORE_HERE = timedelta(days=366)
TITLE = _("We agree on this learning question")
NO_DECISION = no(_("A question is agreed by the group: ask for its consent, or note the decision of a meeting."))
STILL_DECIDING = no(_("The group is still deciding on it. Wait for the end, or set that proposal aside."))
WHAT_WAS_SAID = _("Say in a few words what the group decided.")
NOT_AHEAD = no(_("This day is still to come. Write the day on which the group decided."))
LONG_AGO = no(_("This day is long before the group began. Write the day on which the group decided."))
AS_AMENDED = _("As the group amended it before it agreed.")


def put_question(*, actor: Person, question: LearningQuestion, closes_at: datetime | None = None) -> Proposal:
    """Ask the members of the group for their consent to these words. Raises Refused."""
    with transaction.atomic():
        question = locked_question(question)
        require(can_put_to_consent(fresh_circles(fresh(actor)), question))
        source, group = question.source_language, question.group
        proposal = open_proposal(
            actor=actor,
            community=group.community,
            title=_said(source),
            text=question.text,
            language=source,
            other_title=_said(other(source)),
            other_text=words(question, "text", other(source)).text,
            electors=electors_of(group),
            subject=SubjectKind.LEARNING_QUESTION,
            subject_id=question.pk,
            closes_at=closes_at,
        )
        question.proposal = proposal
        question.save(update_fields=["proposal"])
        tell("groups.question_put", actor, question, proposal=proposal.pk)
    return proposal


def agree_question(
    *,
    actor: Person,
    question: LearningQuestion,
    decided_on: date | None = None,
    decision: str = "",
    seen: int | None = None,
) -> LearningQuestion:
    """One of one to three: on the group's consent, or on a decision of a meeting, its day and its words.

    What the consent amended is the wording that is agreed. Raises Refused; Clash when it was reworded meanwhile.
    """
    with transaction.atomic():
        question = locked_question(question)
        if seen is not None and seen != question.version:
            raise Clash(TWO_WRITERS, question)
        require(can_agree(fresh_circles(fresh(actor)), question))
        place = _free_place(question.group)
        if decided_on is None and not decision:
            _take_consent(actor, question)
        else:
            if is_being_decided(question):
                raise Refused(STILL_DECIDING)
            _note(question, decided_on, decision)
            question.proposal = None
        step(question, QuestionState.AGREED)
        question.place, question.agreed_at, question.agreed_by = place, timezone.now(), actor
        question.save(update_fields=AGREEING)
        _approve(actor, question)
        tell("groups.question_agreed", actor, question, place=place)
    return question


def revise_question(
    *,
    actor: Person,
    question: LearningQuestion,
    text: str,
    reason: str,
    decided_on: date | None,
    decision: str,
    other_text: str = "",
    seen: int | None = None,
) -> LearningQuestion:
    """New words for an agreed question, with the decision that says so. Raises Refused, Clash."""
    with transaction.atomic():
        question = locked_question(question)
        if seen is not None and seen != question.version:
            raise Clash(TWO_WRITERS, question)
        require(can_revise(fresh_circles(fresh(actor)), question))
        said = checked(text, f"text_{question.source_language}", LONGEST_QUESTION, str(WRITE_IT))
        if said == question.text:
            raise Refused(no(_("The words are the same. Write the new wording.")), f"text_{question.source_language}")
        why = checked(reason, "reason", LONGEST_REASON, str(_("Say why the wording changes.")))
        _note(question, decided_on, decision)
        step(question, QuestionState.REVISED)
        new_wording(actor, question, said, why)
        question.proposal = None
        question.save(update_fields=["state", "proposal", "decided_on", "decision"])
        across(actor, question, other_text)
        _approve(actor, question)
        tell("groups.question_revised", actor, question)
    return question


def _free_place(group: WorkingGroup) -> int:
    """The first free one of the three; the table holds it too, so that two at once are never four."""
    taken = set(agreed_in(group).values_list("place", flat=True))
    free = [place for place in range(1, MOST_AGREED + 1) if place not in taken]
    if not free:
        raise Refused(FOURTH)
    return free[0]


def _take_consent(actor: Person, question: LearningQuestion) -> None:
    if is_being_decided(question):
        raise Refused(STILL_DECIDING)
    found = adopted(SubjectKind.LEARNING_QUESTION, question.pk)
    if found is None or found.pk != question.proposal_id:
        raise Refused(NO_DECISION)
    question.decided_on, question.decision = None, ""
    if found.text != question.text:
        said = checked(found.text, "text", LONGEST_AMENDED)
        new_wording(actor, question, said, _said(question.source_language, AS_AMENDED))
    if words(found, "text", other(found.source_language)).text:
        forget_halves(thing=question)
        copy_halves(source=found, target=question, fields={"text": "text"})
        question.__dict__.pop("_halves", None)


def _note(question: LearningQuestion, decided_on: date | None, decision: str) -> None:
    """The day and the words of a decision taken in a meeting."""
    if decided_on is None:
        raise Refused(no(_("Write the day on which the group decided.")), "decided_on")
    today = timezone.localdate(timezone=ZoneInfo(question.group.community.zone))
    if decided_on > today:
        raise Refused(NOT_AHEAD, "decided_on")
    if decided_on < question.group.created_at.date() - BEFORE_HERE:
        raise Refused(LONG_AGO, "decided_on")
    question.decided_on = decided_on
    question.decision = checked(decision, "decision", LONGEST_DECISION, str(WHAT_WAS_SAID))


def _approve(actor: Person, question: LearningQuestion) -> None:
    """The group's yes is a yes to both languages as they stand."""
    for language in LANGUAGES:
        approve_halves(actor_id=actor.pk, things=[question], language=language)


def _said(language: str, sentence: Promise = TITLE) -> str:
    with override(language):
        return str(sentence)
