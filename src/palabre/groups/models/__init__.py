"""Working groups of a cohort: who, on which questions, towards what, with which plan."""

from palabre.groups.models.checkins import CheckIn, CheckInReport, Difficulty
from palabre.groups.models.groups import Grouping, GroupMembership, Preference, ProposedPlace, StageStep, WorkingGroup
from palabre.groups.models.outcomes import Contributor, LearningOutcome, Output, OutputFile
from palabre.groups.models.plans import (
    Deliverable,
    Objective,
    PlanApproval,
    PlanComment,
    PlanStep,
    PlanVersion,
    SupportRequest,
    WorkPlan,
)
from palabre.groups.models.questions import LearningAgenda, LearningQuestion, Wording

__all__ = [
    "CheckIn",
    "CheckInReport",
    "Contributor",
    "Deliverable",
    "Difficulty",
    "GroupMembership",
    "Grouping",
    "LearningAgenda",
    "LearningOutcome",
    "LearningQuestion",
    "Objective",
    "Output",
    "OutputFile",
    "PlanApproval",
    "PlanComment",
    "PlanStep",
    "PlanVersion",
    "Preference",
    "ProposedPlace",
    "StageStep",
    "SupportRequest",
    "Wording",
    "WorkPlan",
    "WorkingGroup",
]
