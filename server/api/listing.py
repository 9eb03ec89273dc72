"""List the exercises of a user with their points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.api.schemas import ExerciseOut
from server.courses import membership, permissions
from server.courses.dates import Dates, all_dates
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.scores.models import Score
from server.submissions.visibility import report_view


def open_exercises(session: Session, user: User, now: datetime) -> list[ExerciseOut]:
    """List the open exercises in the courses of `user`, with the dates and points of the user."""
    rows = session.execute(
        select(AssignmentExercise, Assignment, Course, Enrollment.role, Score)
        .join(Assignment, Assignment.id == AssignmentExercise.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .join(
            Enrollment,
            (Enrollment.course_id == Course.id) & (Enrollment.user_id == user.id) & membership.may_enter(session, user),
        )
        .outerjoin(Score, (Score.assignment_exercise_id == AssignmentExercise.id) & (Score.user_id == user.id))
        .order_by(Course.title, Assignment.position, AssignmentExercise.position)
    ).all()
    dates = _dates(session, rows, user)
    return [
        ExerciseOut(
            slug=item.slug,
            course=course.slug,
            timezone=course.timezone,
            unit=unit.title,
            max_points=item.max_points,
            opens_at=unit.opens_at,
            due_at=dates[unit.id].due_at,
            closes_at=dates[unit.id].closes_at,
            points=score.points
            if score and _sees(permissions.Access(course, role), unit, dates[unit.id], now)
            else None,
            attempts=score.attempts if score else 0,
            url=url_for("courses.exercise", course_slug=course.slug, slug=item.slug, _external=True),
        )
        for item, unit, course, role, score in rows
        if permissions.is_open(unit, now)
    ]


def _sees(access: permissions.Access, unit: Assignment, dates: Dates, now: datetime) -> bool:
    return report_view(access, unit, dates, now).sees_points


def _dates(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], user: User) -> Mapping[int, Dates]:
    """Return the dates of the user by assignment id, with two queries per course."""
    units: dict[int, dict[int, Assignment]] = defaultdict(dict)
    for _, unit, course, _, _ in rows:
        units[course.id][unit.id] = unit
    return {
        unit_id: dates
        for some in units.values()
        for (_, unit_id), dates in all_dates(session, list(some.values()), [user.id]).items()
    }
