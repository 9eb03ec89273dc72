"""Import every model, so that ``Base.metadata`` is complete."""

from server.accounts.models import ApiToken, AuditEvent, EndedSession, User
from server.courses.models import (
    Announcement,
    Assignment,
    AssignmentExercise,
    Course,
    Enrollment,
    Extension,
    Invitation,
    Role,
    RosterImport,
    Section,
)
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.regrades.models import RegradeItem, RegradeSet
from server.scores.models import LineComment, Override, Score, ScoreChange
from server.similarity.models import SimilarityPair, SimilarityRun
from server.submissions.models import Draft, ExercisePause, Grading, Job, JobState, Lane, Purpose, Submission

__all__ = [
    "Announcement",
    "ApiToken",
    "Assignment",
    "AssignmentExercise",
    "AuditEvent",
    "CheckCount",
    "Course",
    "DayCount",
    "Draft",
    "EndedSession",
    "Enrollment",
    "ExercisePause",
    "Extension",
    "Grading",
    "Invitation",
    "Job",
    "JobState",
    "Lane",
    "LineComment",
    "MistakeCount",
    "Override",
    "Purpose",
    "RegradeItem",
    "RegradeSet",
    "Role",
    "RosterImport",
    "Score",
    "ScoreChange",
    "Section",
    "SimilarityPair",
    "SimilarityRun",
    "Submission",
    "User",
]
