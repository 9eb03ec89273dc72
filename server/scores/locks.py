"""Lock what scores depend on, always in this order: the course, enrollments, submissions, scores, counts.

Whoever changes the rules of a course locks the course and all its enrollments first; whoever computes a score locks the
enrollment of the student first and then reads the rules. So no score is computed with rules that are being replaced.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Course, Enrollment

AT_ONCE = 500


def lock_course(session: Session, course_id: int) -> None:
    """Let changes of the roster, the extensions and the rules of a course run one after the other.

    Gradings do not wait for this lock, and neither do rows that refer to the course.
    """
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True))


def lock_class(session: Session, course_id: int) -> None:
    """Lock a course and all its enrollments, before its rules change or its scores are counted again."""
    lock_course(session, course_id)
    everybody = select(Enrollment.id).where(Enrollment.course_id == course_id).order_by(Enrollment.user_id)
    session.execute(everybody.with_for_update(key_share=True)).all()


def lock_students(session: Session, course_id: int, user_ids: Collection[int]) -> list[Enrollment]:
    """Lock and reload the enrollments, so that gradings that finish together are scored one after the other.

    Lock all of them before the first score changes: the counts of a course have rows that all its students share. An
    admin need not be enrolled to submit; then the account is locked instead.
    """
    ordered = sorted(set(user_ids))
    found: list[Enrollment] = []
    for start in range(0, len(ordered), AT_ONCE):
        query = (
            select(Enrollment)
            .where(Enrollment.course_id == course_id, Enrollment.user_id.in_(ordered[start : start + AT_ONCE]))
            .order_by(Enrollment.user_id)
            .with_for_update(key_share=True)
        )
        found += session.scalars(query.execution_options(populate_existing=True))
    if others := set(ordered) - {one.user_id for one in found}:
        accounts = select(User.id).where(User.id.in_(others)).order_by(User.id)
        session.execute(accounts.with_for_update(key_share=True))
    return found
