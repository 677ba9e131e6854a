from palabre.meetings.models.after import AnonymousQuestion, Evaluation, EvaluationTurn
from palabre.meetings.models.attendance import Attendance, CountedLine, CountedSplit, SignedSheet
from palabre.meetings.models.joint import JointMeeting
from palabre.meetings.models.meeting import AHEAD, HAPPENED, AgendaItem, Document, Meeting, Series
from palabre.meetings.models.minutes import (
    Minutes,
    MinutesApproval,
    MinutesLanguage,
    RecordedDecision,
    Segment,
    SegmentVersion,
    TakenCommitment,
)
from palabre.meetings.models.replies import Guest, Reply

__all__ = [
    "AHEAD",
    "HAPPENED",
    "AgendaItem",
    "AnonymousQuestion",
    "Attendance",
    "CountedLine",
    "CountedSplit",
    "Document",
    "Evaluation",
    "EvaluationTurn",
    "Guest",
    "JointMeeting",
    "Meeting",
    "Minutes",
    "MinutesApproval",
    "MinutesLanguage",
    "RecordedDecision",
    "Reply",
    "Segment",
    "SegmentVersion",
    "Series",
    "SignedSheet",
    "TakenCommitment",
]
