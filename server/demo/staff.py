"""Add what the staff of the demo have done: an extension, a comment and an override."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.users import find_user
from server.courses.models import Assignment, Course
from server.demo.course import ASSISTANT, INSTRUCTOR, STUDENTS
from server.scores import comments, extensions, overrides
from server.scores.models import Score
from server.submissions.models import Submission


def add_staff_actions(session: Session, course_id: int) -> None:
    """Add these actions to a new demo course; the caller commits."""
    course = session.get_one(Course, course_id)
    instructor, assistant = find_user(session, INSTRUCTOR[0]), find_user(session, ASSISTANT[0])
    extended, overridden = find_user(session, STUDENTS[2][0]), find_user(session, STUDENTS[6][0])
    first = session.scalars(select(Assignment).filter_by(course_id=course.id).order_by(Assignment.position)).first()
    if not (instructor and assistant and extended and overridden and first and first.due_at):
        return
    due_at = first.due_at + timedelta(days=2)
    extensions.grant(
        session,
        course,
        instructor,
        first,
        user_id=extended.id,
        due_at=due_at,
        closes_at=None,
        reason="ill, with a note",
    )
    score = session.scalars(select(Score).filter_by(user_id=overridden.id).order_by(Score.points, Score.id)).first()
    if score is None or score.submission_id is None:
        return
    submission = session.get_one(Submission, score.submission_id)
    comments.add_comment(
        session, assistant, submission, "", "You are almost there. Take another look at the check that fails."
    )
    points = submission.exercise.max_points * 9 // 10
    override = overrides.NewOverride(overridden.id, submission.exercise, points)
    overrides.override(session, course, instructor, [override], "explained it well at the board")
