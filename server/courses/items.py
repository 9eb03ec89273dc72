"""The exercises of a course, each with its assignment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courses.models import Assignment, AssignmentExercise, Course


@dataclass(frozen=True, slots=True)
class Item:
    """An exercise of the course with its assignment."""

    item: AssignmentExercise
    assignment: Assignment


def items_of(session: Session, course: Course) -> list[Item]:
    """List the exercises of the course in their order."""
    query = (
        select(AssignmentExercise, Assignment)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course.id)
        .order_by(Assignment.position, AssignmentExercise.position)
    )
    return [Item(item, assignment) for item, assignment in session.execute(query)]
