"""Find people in a course who share a name, so that pages can show their email addresses too."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Course, Enrollment


def emails_of_duplicate_names(session: Session, course: Course) -> dict[int, str]:
    """Return the addresses of everyone in the course, former members too, whose name someone else in it has too."""
    members = select(User.id, User.name, User.email).join(Enrollment, Enrollment.user_id == User.id)
    alike: dict[str, dict[int, str]] = defaultdict(dict)
    for user_id, name, email in session.execute(members.where(Enrollment.course_id == course.id)):
        alike[name.casefold()][user_id] = email  # not in SQL: SQLite's lower() handles only ASCII letters
    return {user_id: email for same in alike.values() if len(same) > 1 for user_id, email in same.items()}
