"""Of where she stood in what circles decided, and what she wrote there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.decisions.models import Clarification, Objection, Proposal, Stance
from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

PROPOSAL, WHEN, WORDS = _("Proposal"), _("When"), _("Words")


def proposals_of(person: Person) -> Sheet:
    """What she brought to a circle, drafts too."""
    rows = Proposal.objects.filter(proposer=person).order_by("pk")
    found = [(one.title, one.text, one.get_state_display(), one.created_at) for one in rows]
    columns = {"title": PROPOSAL, "text": _("Text"), "state": _("State"), "when": WHEN}
    return sheet("proposals", _("What I proposed"), columns, found)


def stances_of(person: Person) -> Sheet:
    """Each of her stances, and each of her objections with what became of it."""
    said = list(Stance.objects.filter(person=person).select_related("proposal").order_by("pk"))
    raised = list(Objection.objects.filter(person=person).select_related("proposal").order_by("pk"))
    load_halves([*(one.proposal for one in said), *(one.proposal for one in raised)])
    found = [
        *((_title(one.proposal), one.get_kind_display(), one.comment, one.at) for one in said),
        *((_title(one.proposal), one.get_state_display(), one.reason, one.created_at) for one in raised),
    ]
    columns = {"proposal": PROPOSAL, "stance": _("Stance, or state of an objection"), "words": WORDS, "when": WHEN}
    return sheet("stances", _("Where I stood"), columns, found)


def questions_of(person: Person) -> Sheet:
    """What she asked to understand; the answers are somebody else's."""
    rows = list(Clarification.objects.filter(asked_by=person).select_related("proposal").order_by("pk"))
    load_halves([one.proposal for one in rows])
    found = [(_title(one.proposal), one.question, one.created_at) for one in rows]
    return sheet("clarifications", _("What I asked"), {"proposal": PROPOSAL, "words": WORDS, "when": WHEN}, found)


def _title(proposal: Proposal) -> str:
    return best_words(proposal, "title", page_language()).text
