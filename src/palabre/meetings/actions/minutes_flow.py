"""What is decided and promised in the flow of a point: the thread meeting → decision → commitment begins here."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.commitments.actions import open_commitment
from palabre.communities.models import Organisation
from palabre.communities.rules import fresh
from palabre.kit.text import one_line
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import forget_halves, write_half
from palabre.languages.models import source_digest
from palabre.languages.queries import other
from palabre.meetings.actions.joint import share_with_sides, side_of_owner
from palabre.meetings.actions.minutes import locked_minutes, tell, words_changed
from palabre.meetings.models import Minutes, RecordedDecision, Segment, TakenCommitment
from palabre.meetings.rules import can_write_minutes
from palabre.meetings.rules.circles import circle_keys
from palabre.people.models import Person

LONGEST = 400


def record_decision(*, actor: Person, segment: Segment, text: str, other_text: str = "") -> RecordedDecision:
    """Note a decision in the language of the minutes and, if it is given, in the other one."""
    with transaction.atomic():
        minutes = _open(fresh(actor), segment.minutes)
        decision = RecordedDecision.objects.create(
            segment=segment,
            text=_checked(text, "text"),
            source_language=minutes.source_language,
            recorded_by=actor,
        )
        if one_line(other_text):
            _translate(actor, minutes, decision, other_text)
            words_changed(minutes, other(minutes.source_language), actor)
        words_changed(minutes, minutes.source_language, actor)
        tell("meetings.decision_recorded", actor, minutes, decision=decision.pk)
    return decision


def change_decision(
    *, actor: Person, decision: RecordedDecision, text: str, base: str | None = None
) -> RecordedDecision:
    """Correct the words of a decision; its other language becomes outdated. `base` is the digest of what was read."""
    with transaction.atomic():
        minutes = _open(fresh(actor), decision.segment.minutes)
        decision = RecordedDecision.objects.select_related("segment").get(pk=decision.pk)
        text = _checked(text, "text")
        if text == decision.text:
            return decision
        if base is not None and base != source_digest(decision.text):
            raise Clash(
                no(_("Somebody else has just changed this decision. Look at it again before you save.")), decision
            )
        decision.text = text
        decision.save(update_fields=["text"])
        words_changed(minutes, minutes.source_language, actor)
        tell("meetings.decision_changed", actor, minutes, decision=decision.pk)
    return decision


def withdraw_decision(*, actor: Person, decision: RecordedDecision) -> None:
    """Take out a decision that was noted by mistake; the promises that came from it stay with their passage."""
    with transaction.atomic():
        minutes = _open(fresh(actor), decision.segment.minutes)
        tell("meetings.decision_withdrawn", actor, minutes, decision=decision.pk)
        forget_halves(thing=decision)
        decision.delete()
        for language in (minutes.source_language, other(minutes.source_language)):
            words_changed(minutes, language, actor)


def take_commitment(
    *,
    actor: Person,
    segment: Segment,
    text: str,
    due: date | None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    other_text: str = "",
    decision: RecordedDecision | None = None,
) -> TakenCommitment:
    """Note a promise made at this point, perhaps to carry out a decision. It has an owner and a date (INV-24)."""
    with transaction.atomic():
        minutes = _open(fresh(actor), segment.minutes)
        if decision is not None and decision.segment.minutes_id != minutes.pk:
            raise Refused(no(_("Choose one of the decisions of these minutes.")), "decision")
        meeting = minutes.meeting
        side = side_of_owner(meeting, person, organisation)
        commitment = open_commitment(
            actor=actor,
            community=side,
            host=meeting.community if side.pk != meeting.community_id else None,
            text=text,
            other_text=other_text,
            language=minutes.source_language,
            person=person,
            organisation=organisation,
            due=due,
            earliest=meeting.local_start.date(),
            heard=person is not None and person.pk in circle_keys(meeting),
        )
        taken = TakenCommitment.objects.create(
            meeting=meeting, segment=segment, decision=decision, commitment=commitment
        )
        share_with_sides(meeting, commitment)
        words_changed(minutes, minutes.source_language, actor)
        if one_line(other_text):
            words_changed(minutes, other(minutes.source_language), actor)
        keys = {"commitment": commitment.pk, "decision": decision.pk if decision else None}
        tell("meetings.commitment_taken", actor, minutes, **keys)
    return taken


def _open(actor: Person, minutes: Minutes) -> Minutes:
    """Lock, then ask: the words of the source may be changed."""
    minutes = locked_minutes(minutes)
    require(can_write_minutes(actor, minutes, minutes.source_language))
    return minutes


def _checked(text: str, field: str) -> str:
    text = one_line(text)
    if not text:
        raise Refused(no(_("Write in a few words what was decided.")), field)
    if len(text) > LONGEST:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}), field)
    return text


def _translate(actor: Person, minutes: Minutes, decision: RecordedDecision, text: str) -> None:
    write_half(
        actor_id=actor.pk,
        thing=decision,
        field="text",
        language=other(minutes.source_language),
        text=_checked(text, "other_text"),
        community_id=minutes.meeting.community_id,
    )
