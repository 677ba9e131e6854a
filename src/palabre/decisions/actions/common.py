"""What every action on a proposal begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.decisions.models import Proposal
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Clash, Refused, no
from palabre.languages.actions import write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Translatable
from palabre.languages.queries import other, words
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


def said(text: str, field: str, *, most: int = LONGEST, empty: bool = False, line: bool = False) -> str:
    """Clean words, neither missing nor too long; refused beside the field."""
    text = one_line(text) if line else clean(text)
    if not text and not empty:
        raise Refused(no(_("Please write something here.")), field)
    if len(text) > most:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": most}), field)
    return text


def language_of(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    return language


def same(proposal: Proposal, seen: int | None) -> None:
    """Raises Clash when somebody wrote since the version that the writer read."""
    if seen is not None and seen != proposal.version:
        raise Clash(TWO_WRITERS, proposal)


def write_other(*, by: Person, thing: Translatable, texts: Iterable[tuple[str, str]], community_id: int) -> None:
    """The other half of these fields, to be read by somebody else; nothing for what is empty or already said."""
    language = other(thing.source_language)
    for field, text in texts:
        found = words(thing, field, language)
        if text and (text != found.text or found.outdated):
            write_half(
                actor_id=by.pk, thing=thing, field=field, language=language, text=text, state=HalfState.IN_REVIEW,
                community_id=community_id,
            )  # fmt: skip
