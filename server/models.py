"""Imports every model, so that ``Base.metadata`` is whole wherever this module was imported."""

from server.accounts.models import ApiToken, AuditEvent, EndedSession, User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.gradebook.models import Score, ScoreChange
from server.pipeline.models import ExercisePause
from server.submissions.models import Draft, Grading, Job, JobState, Lane, Purpose, Submission

__all__ = [
    "ApiToken",
    "Assignment",
    "AssignmentExercise",
    "AuditEvent",
    "Course",
    "Draft",
    "EndedSession",
    "Enrollment",
    "ExercisePause",
    "Grading",
    "Job",
    "JobState",
    "Lane",
    "Purpose",
    "Role",
    "Score",
    "ScoreChange",
    "Submission",
    "User",
]
