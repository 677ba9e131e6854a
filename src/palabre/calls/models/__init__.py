"""From the call for applications to the cohort: the call, the applications, their reading, the decisions."""

from palabre.calls.models.applications import Answer, Application, BalanceData, ThemeChoice
from palabre.calls.models.calls import (
    Call,
    CallQuery,
    CallQuestion,
    CallTheme,
    EligibilityRule,
    LetterText,
    QuestionOption,
    RuleCountry,
    SelectionCriterion,
)
from palabre.calls.models.deciding import (
    BalanceTable,
    Deliberation,
    Interview,
    InterviewNote,
    InterviewSlot,
    Letter,
    Publication,
    SelectionCount,
    SelectionDecision,
    ThemeGroup,
)
from palabre.calls.models.reviewing import Conflict, Review, ReviewAssignment, Reviewer, Score, Tie

__all__ = [
    "Answer",
    "Application",
    "BalanceData",
    "BalanceTable",
    "Call",
    "CallQuery",
    "CallQuestion",
    "CallTheme",
    "Conflict",
    "Deliberation",
    "EligibilityRule",
    "Interview",
    "InterviewNote",
    "InterviewSlot",
    "Letter",
    "LetterText",
    "Publication",
    "QuestionOption",
    "Review",
    "ReviewAssignment",
    "Reviewer",
    "RuleCountry",
    "Score",
    "SelectionCount",
    "SelectionCriterion",
    "SelectionDecision",
    "ThemeChoice",
    "ThemeGroup",
    "Tie",
]
