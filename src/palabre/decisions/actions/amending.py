"""Objections change the text: the proposer writes it anew, and everybody is asked again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.decisions.actions.clarifying import begin_round
from palabre.decisions.actions.common import LONGEST, locked, same, tell
from palabre.decisions.models import Amendment, Proposal
from palabre.decisions.rules.rounds import can_amend
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_other
from palabre.languages.queries import other, words
from palabre.people.models import Person

LONGEST_REASON = 2000
SAME_WORDS = no(_("Not one word has changed. Write what answers the objections."))
BOTH = no(_("Write the new text in both languages: the circle decides on the same words."))


def amend(
    *,
    actor: Person,
    proposal: Proposal,
    text: str,
    until: date,
    reason: str = "",
    other_text: str = "",
    seen: int | None = None,
) -> Amendment:
    """The new text, why, and until when everybody is asked again. Raises Refused, Clash (`seen`: the version read)."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_amend(fresh(actor), proposal))
        same(proposal, seen)
        before, after = proposal.text, checked(text, "text", LONGEST, NEEDED)
        if before == after:
            raise Refused(SAME_WORDS, "text")
        half = words(proposal, "text", other(proposal.source_language)).text
        _write(actor, proposal, after, checked(other_text, "other_text", LONGEST), half)
        amendment = Amendment.objects.create(
            proposal=proposal, round=proposal.round + 1, before=before, after=after, other_before=half,
            other_after=words(proposal, "text", other(proposal.source_language)).text,
            reason=checked(reason, "reason", LONGEST_REASON), language=proposal.source_language, by=actor,
        )  # fmt: skip
        proposal.round += 1
        begin_round(proposal, until)
        tell("decisions.amended", actor, proposal, round=proposal.round, amendment=amendment.pk)
    return amendment


def _write(actor: Person, proposal: Proposal, text: str, other_text: str, half: str) -> None:
    """Before the round begins the words may still change; a circle of two languages gets both."""
    if proposal.community.needs_both_languages and (not other_text or other_text == half):
        raise Refused(BOTH, "other_text")
    proposal.text, proposal.version = text, proposal.version + 1
    proposal.save(update_fields=["text", "version"])
    write_other(actor_id=actor.pk, thing=proposal, field="text", text=other_text, community_id=proposal.community_id)
