"""Find people in a course who share a name, so that pages can show their email addresses too."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Course, Enrollment


def namesakes(session: Session, course: Course) -> dict[int, str]:
    """Return the addresses of everyone in the course, former members too, whose name someone else in it has too."""
    name = func.lower(User.name)
    members = select(User).join(Enrollment, Enrollment.user_id == User.id).where(Enrollment.course_id == course.id)
    doubled = members.with_only_columns(name).group_by(name).having(func.count() > 1)
    rows = session.execute(members.with_only_columns(User.id, User.email).where(name.in_(doubled)))
    return {user_id: email for user_id, email in rows}  # noqa: C416 - rows are not typed as pairs
