"""The other half of a ballot before its round, and of an outcome after it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from palabre.communities.rules import fresh
from palabre.decisions.actions.common import LONGEST, LONGEST_TITLE, locked, tell
from palabre.decisions.models import DecisionRecord, Proposal
from palabre.decisions.rules.rounds import can_translate
from palabre.kit.text import checked
from palabre.kit.verdict import require
from palabre.languages.actions import write_other
from palabre.people.models import Person


def translate_proposal(*, actor: Person, proposal: Proposal, texts: Mapping[str, str]) -> Proposal:
    """`title` and `text` while they may change, `outcome` once it is recorded; somebody else reads it. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_translate(fresh(actor), proposal))
        record = DecisionRecord.objects.select_for_update().filter(proposal=proposal).first()
        thing = proposal if record is None else record
        wanted = [(name, texts[name]) for name in thing.translatable if name in texts]
        clean = [(name, _said(name, text)) for name, text in wanted]
        for field, words in clean:
            write_other(actor_id=actor.pk, thing=thing, field=field, text=words, community_id=proposal.community_id)
        tell("decisions.translated", actor, proposal)
    return proposal


def _said(name: str, text: str) -> str:
    title = name == "title"
    return checked(text, f"other_{name}", LONGEST_TITLE if title else LONGEST, line=title)
