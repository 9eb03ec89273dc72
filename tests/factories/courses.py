"""Courses with their assignments and members."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role


def make_course(session: Session, slug: str = "dl", title: str = "Deep learning", **columns: object) -> Course:
    """Add a course without assignments and members."""
    course = Course(slug=slug, title=title, **columns)
    session.add(course)
    session.flush()
    return course


def enroll(
    session: Session, course: Course | int, user: User, role: Role = Role.STUDENT, **columns: object
) -> Enrollment:
    """Make `user` a member of `course`, which may be an id."""
    course_id = course if isinstance(course, int) else course.id
    enrollment = Enrollment(course_id=course_id, user_id=user.id, role=role, **columns)
    session.add(enrollment)
    session.flush()
    return enrollment


def make_assignment(
    session: Session, course: Course, exercises: Mapping[str, Mapping[str, object]], **columns: object
) -> dict[str, AssignmentExercise]:
    """Add an assignment and return its exercises by slug; `exercises` has the columns of each, in order."""
    assignment = Assignment(course_id=course.id, **{"position": 0, "title": "Layers", **columns})
    session.add(assignment)
    session.flush()
    items = {
        slug: AssignmentExercise(assignment_id=assignment.id, slug=slug, **{"position": position, **values})
        for position, (slug, values) in enumerate(exercises.items())
    }
    session.add_all(items.values())
    session.flush()
    return items
