"""Imports every model, so that ``Base.metadata`` is whole wherever this module was imported."""

from server.accounts.models import ApiToken, AuditEvent, EndedSession, User
from server.building.models import Announcement
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    Course,
    Enrollment,
    Extension,
    Invitation,
    Role,
    Section,
)
from server.gradebook.models import LineComment, Override, Score, ScoreChange
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.pipeline.models import ExercisePause
from server.regrades.models import RegradeItem, RegradeSet
from server.roster.models import RosterImport
from server.similarity.models import SimilarityPair, SimilarityRun
from server.submissions.models import Draft, Grading, Job, JobState, Lane, Purpose, Submission

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
