"""How a circle decides by consent, and what stays of it."""

from palabre.decisions.models.proposals import Amendment, Clarification, Elector, Proposal, ProposalQuery
from palabre.decisions.models.stances import DecisionRecord, DecisionReview, Objection, Stance

__all__ = [
    "Amendment",
    "Clarification",
    "DecisionRecord",
    "DecisionReview",
    "Elector",
    "Objection",
    "Proposal",
    "ProposalQuery",
    "Stance",
]
