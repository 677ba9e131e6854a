"""A proposal is written down, and shown to those who decide on it: from then on the circle is what it is (INV-28)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.decisions.actions.common import LONGEST, LONGEST_TITLE, language_of, locked, same, tell
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.decisions.models import Elector, Proposal
from palabre.decisions.queries.circle import circle_of
from palabre.decisions.rules.proposals import (
    can_ask_voices,
    can_drop_draft,
    can_edit_proposal,
    can_open_proposal,
    can_propose,
    can_propose_again,
)
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import copy_halves, forget_halves, write_other
from palabre.people.models import Person

NOBODY = no(_("Nobody could decide on it: the circle is empty."))
ALREADY_OPEN = no(_("A proposal about this is open already."))


def open_proposal(
    *,
    actor: Person,
    community: Community,
    title: str,
    text: str,
    language: str,
    electors: Iterable[Person],
    subject: str = SubjectKind.FREE,
    subject_id: int | None = None,
    other_title: str = "",
    other_text: str = "",
    quorum: int = 50,
    closes_at: datetime | None = None,
) -> Proposal:
    """Written and opened at once; it begins with questions to understand. Raises Refused.

    A room above that lets a circle decide on a thing of its own gives `subject`, `subject_id` and who decides, and has
    asked its own rule. `closes_at` is the day that is thought of; the round itself is asked for by `ask_stances`.
    """
    with transaction.atomic():
        require(can_propose(fresh(actor), community))
        proposal = _begin(actor, community, subject, subject_id, title, text, language, quorum)
        _write_halves(actor, proposal, other_title, other_text)
        proposal.closes_at = closes_at
        _show(actor, proposal, dict.fromkeys(electors))
    return proposal


def draft_proposal(
    *,
    actor: Person,
    community: Community,
    title: str,
    text: str,
    language: str,
    other_title: str = "",
    other_text: str = "",
    quorum: int = 50,
) -> Proposal:
    """A question of the community, seen by its author alone until she opens it. Raises Refused."""
    with transaction.atomic():
        require(can_propose(fresh(actor), community))
        proposal = _begin(actor, community, SubjectKind.FREE, None, title, text, language, quorum)
        _write_halves(actor, proposal, other_title, other_text)
        tell("decisions.drafted", actor, proposal)
    return proposal


def write_proposal(
    *,
    actor: Person,
    proposal: Proposal,
    title: str,
    text: str,
    other_title: str = "",
    other_text: str = "",
    quorum: int | None = None,
    seen: int | None = None,
) -> Proposal:
    """Change the words, before stances are asked for; the part to be reached, while it is a draft.

    `seen` is the version that the writer read. Raises Refused, Clash.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_edit_proposal(fresh(actor), proposal))
        same(proposal, seen)
        proposal.title = checked(title, "title", LONGEST_TITLE, NEEDED, line=True)
        proposal.text = checked(text, "text", LONGEST, NEEDED)
        if quorum is not None and proposal.state == ProposalState.DRAFT:
            proposal.quorum = _in_hundred(quorum)
        proposal.version += 1
        proposal.save(update_fields=["title", "text", "quorum", "version"])
        _write_halves(actor, proposal, other_title, other_text)
        tell("decisions.written", actor, proposal, version=proposal.version)
    return proposal


def drop_draft(*, actor: Person, proposal: Proposal) -> None:
    """Give up a draft; nobody else has seen it. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_drop_draft(fresh(actor), proposal))
        forget_halves(thing=proposal)
        tell("decisions.dropped", actor, proposal)
        proposal.delete()


def open_draft(*, actor: Person, proposal: Proposal, voices: Mapping[Person, Community] | None = None) -> Proposal:
    """Show it to the members of the community, or to one voice of each community below. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_open_proposal(fresh(actor), proposal))
        if voices is None:
            _show(actor, proposal, dict.fromkeys(circle_of(proposal.community)))
        else:
            require(can_ask_voices(actor, proposal.community))
            _show(actor, proposal, voices)
    return proposal


def propose_again(*, actor: Person, proposal: Proposal) -> Proposal:
    """A draft with the same words, to take the place of one that has ended. Raises Refused."""
    with transaction.atomic():
        before = locked(proposal)
        require(can_propose_again(fresh(actor), before))
        again = Proposal.objects.create(
            community=before.community, title=before.title, text=before.text, source_language=before.source_language,
            proposer=actor, quorum=before.quorum, replaces=before,
        )  # fmt: skip
        copy_halves(source=before, target=again, fields={"title": "title", "text": "text"})
        tell("decisions.drafted", actor, again)
    return again


def _begin(
    actor: Person,
    community: Community,
    subject: str,
    subject_id: int | None,
    title: str,
    text: str,
    language: str,
    quorum: int,
) -> Proposal:
    if subject_id is not None and _still_open(subject, subject_id):
        raise Refused(ALREADY_OPEN)
    return Proposal.objects.create(
        community=community, subject=SubjectKind(subject), subject_id=subject_id, proposer=actor,
        title=checked(title, "title", LONGEST_TITLE, NEEDED, line=True), text=checked(text, "text", LONGEST, NEEDED),
        source_language=language_of(language), quorum=_in_hundred(quorum),
    )  # fmt: skip


def _still_open(subject: str, subject_id: int) -> bool:
    """The lock on the open one makes a second caller wait for the first; the unique key settles what is left."""
    rows = Proposal.objects.select_for_update().open()
    return rows.filter(subject=subject, subject_id=subject_id).exists()


def _show(actor: Person, proposal: Proposal, circle: Mapping[Person, Community | None]) -> None:
    if not circle:
        raise Refused(NOBODY)
    Elector.objects.bulk_create(
        Elector(proposal=proposal, person=person, speaks_for=where) for person, where in circle.items()
    )
    proposal.state, proposal.opened_at = ProposalState.CLARIFYING, timezone.now()
    proposal.save(update_fields=["state", "opened_at", "closes_at"])
    tell("decisions.opened", actor, proposal, electors=len(circle))


def _write_halves(actor: Person, proposal: Proposal, title: str, text: str) -> None:
    texts = [
        ("title", checked(title, "other_title", LONGEST_TITLE, line=True)),
        ("text", checked(text, "other_text", LONGEST)),
    ]
    for field, words in texts:
        write_other(actor_id=actor.pk, thing=proposal, field=field, text=words, community_id=proposal.community_id)


def _in_hundred(quorum: int) -> int:
    if not 0 <= quorum <= 100:
        raise Refused(no(_("Between 0 and 100 per cent.")), "quorum")
    return quorum
