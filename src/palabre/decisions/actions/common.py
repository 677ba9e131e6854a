"""What every action on a proposal begins and ends with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.decisions.models import Proposal
from palabre.journal.actions import record
from palabre.kit.verdict import Clash, no
from palabre.languages.choices import LANGUAGES
from palabre.people.models import Person

LONGEST_TITLE, LONGEST = 200, 8000
TWO_WRITERS = no(_("Somebody else changed this text while you were writing. Theirs stands below yours."))


def locked(proposal: Proposal) -> Proposal:
    """The row as it stands now, held until the end of the transaction."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=proposal.pk)


def tell(kind: str, actor: Person | None, proposal: Proposal, **facts: Any) -> None:
    """One line in the journal about this proposal."""
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=proposal.community_id,
        subject="proposal",
        subject_id=proposal.pk,
        **facts,
    )


def language_of(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    return language


def same(proposal: Proposal, seen: int | None) -> None:
    """Raises Clash when somebody wrote since the version that the writer read."""
    if seen is not None and seen != proposal.version:
        raise Clash(TWO_WRITERS, proposal)
