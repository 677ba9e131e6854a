"""Who hears of a proposal: those who decide on it, and whoever carries it. No mail says on what, or where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries import coordinators_of
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Proposal
from palabre.decisions.queries.basics import clarification_asker, proposal_by_key, recorder_of
from palabre.decisions.queries.rounds import electors_of, silent
from palabre.decisions.rules.proposals import visible_proposals
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.languages.queries import load_halves
from palabre.languages.templatetags.languages import plain_text, text
from palabre.people.models import Person

OPENED, SPEAK, CLOSING = (f"decisions/email/{name}.txt" for name in ("opened", "speak", "closing"))
DECIDED, CARRY, REVIEW = (f"decisions/email/{name}.txt" for name in ("decided", "carry", "review"))
ENDED = (ProposalState.ADOPTED, ProposalState.SET_ASIDE, ProposalState.NO_QUORUM)


def _to(people: Iterable[int], entry: Entry, mail: str | None, **keys: int) -> Iterator[Telling]:
    for person_id in people:
        if person_id != entry.actor_id:
            yield Telling(person_id=person_id, mail=mail, keys={"proposal": entry.subject_id or 0, **keys})


def _circle(entry: Entry, mail: str | None, **keys: int) -> Iterator[Telling]:
    proposal = proposal_by_key(entry.subject_id)
    yield from _to(electors_of(proposal) if proposal else (), entry, mail, **keys)


@tells("decisions.opened")
def _opened(entry: Entry) -> Iterator[Telling]:
    yield from _circle(entry, OPENED)


@tells("decisions.stances_asked", "decisions.amended")
def _asked(entry: Entry) -> Iterator[Telling]:
    """Everybody of the circle, at each round."""
    yield from _circle(entry, SPEAK, round=int(entry.facts["round"]))


@tells("decisions.round_closing")
def _closing(entry: Entry) -> Iterator[Telling]:
    """The day before, only those who have said nothing."""
    proposal = proposal_by_key(entry.subject_id)
    yield from _to(silent(proposal) if proposal else (), entry, CLOSING, round=int(entry.facts["round"]))


@tells("decisions.round_ended")
def _ended(entry: Entry) -> Iterator[Telling]:
    """Whoever carries it: to write anew, to record. Without a quorum, the whole circle."""
    proposal = proposal_by_key(entry.subject_id)
    if proposal is None:
        return
    if entry.facts["state"] == ProposalState.NO_QUORUM:
        yield from _circle(entry, DECIDED)
        return
    carriers = {proposal.proposer_id, *coordinators_of(proposal.community_id)} - {None}
    yield from _to(sorted(key for key in carriers if key), entry, CARRY)


@tells("decisions.adopted", "decisions.set_aside")
def _decided(entry: Entry) -> Iterator[Telling]:
    yield from _circle(entry, DECIDED)


@tells("decisions.review_due")
def _review(entry: Entry) -> Iterator[Telling]:
    """Whoever recorded it, as long as she reads there; else the coordination."""
    recorder = recorder_of(entry.subject_id)
    people = [recorder] if recorder else coordinators_of(entry.community_id or 0)
    yield from _to(people, entry, REVIEW)


@tells("decisions.clarification_asked")
def _question(entry: Entry) -> Iterator[Telling]:
    proposal = proposal_by_key(entry.subject_id)
    yield from _to([proposal.proposer_id] if proposal and proposal.proposer_id else (), entry, None)


@tells("decisions.clarification_answered")
def _answer(entry: Entry) -> Iterator[Telling]:
    asker = clarification_asker(entry.facts.get("clarification"))
    yield from _to([asker] if asker else (), entry, None)


def _letter(when: Callable[[Proposal, Mapping[str, Any], Recipient], bool]) -> Callable[..., Letter | None]:
    def write(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
        """None once there is nothing left to do about it."""
        proposal = proposal_by_key(keys["proposal"])
        if proposal is None or not when(proposal, keys, reader):
            return None
        day = long_date(localtime(proposal.closes_at).date(), reader.language) if proposal.closes_at else ""
        return Letter({"day": day, "again": keys.get("round", 1) > 1})

    return write


def _still_to_say(proposal: Proposal, keys: Mapping[str, Any], reader: Recipient) -> bool:
    asked = proposal.state == ProposalState.STANCES and proposal.round == keys["round"] and not proposal.is_over()
    return asked and reader.person_id in silent(proposal)


writes(OPENED)(_letter(lambda proposal, _keys, _reader: proposal.state == ProposalState.CLARIFYING))
writes(SPEAK)(_letter(_still_to_say))
writes(CLOSING, Subject.REMINDER)(_letter(_still_to_say))
writes(DECIDED)(_letter(lambda proposal, _keys, _reader: proposal.state in ENDED))
writes(CARRY)(
    _letter(lambda proposal, _keys, _reader: proposal.state in (ProposalState.AMENDING, ProposalState.TO_RECORD))
)
writes(REVIEW, Subject.REMINDER)(_letter(lambda proposal, _keys, _reader: proposal.state == ProposalState.ADOPTED))


@finds("proposal")
def _proposals(reader: Person, ids: Iterable[int]) -> Mapping[int, Proposal]:
    found = visible_proposals(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([*found.values(), *(one.community for one in found.values())])
    return found


def _line(sentence: Promise) -> Callable[[Proposal], Line]:
    def line(proposal: Proposal) -> Line:
        words = format_html(str(sentence), words=text(proposal, "title"))
        url = reverse("decisions:proposal", args=[proposal.public_id])
        return Line(words, url, plain_text(proposal.community, "name"))

    return line


OVER = _("The round is over: {words}")
ROUND_ENDED: dict[str, Promise] = {
    ProposalState.AMENDING: _("There are objections to integrate: {words}"),
    ProposalState.TO_RECORD: _("Nobody objects; to be recorded: {words}"),
    ProposalState.NO_QUORUM: _("No quorum: {words}"),
}
lines("decisions.opened")(_line(_("A proposal to understand: {words}")))
lines("decisions.stances_asked")(_line(_("Where do you stand? {words}")))
lines("decisions.amended")(_line(_("The text has changed; you are asked again: {words}")))
lines("decisions.round_closing")(_line(_("Your word is still missing: {words}")))
lines("decisions.round_ended")(lambda proposal: _line(ROUND_ENDED.get(proposal.state, OVER))(proposal))
lines("decisions.adopted")(_line(_("Decided: {words}")))
lines("decisions.set_aside")(_line(_("Set aside: {words}")))
lines("decisions.review_due")(_line(_("Time to look again at a decision: {words}")))
lines("decisions.clarification_asked")(_line(_("A question about your proposal: {words}")))
lines("decisions.clarification_answered")(_line(_("Your question has its answer: {words}")))
