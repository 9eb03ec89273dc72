"""Which accounts the staff of a course may know of before they enroll them.

Anybody's address can be put into a roster. If the preview told who has an account and under which name, staff of any
course could look up everyone on the server and leave no trace. So it tells this only of people in a course whose people
the staff can see anyway; applying the import tells it too, and is recorded.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import confirmation
from server.accounts.models import User
from server.courses.membership import is_enrolled, may_enter
from server.courses.models import Enrollment
from server.courses.permissions import RIGHTS, Right

MAX_IDS_PER_QUERY = 500  # every database accepts this many ids in one query


def people_known_to(session: Session, actor: User | None, user_ids: Collection[int]) -> set[int]:
    """Return those of these people who are or were in a course of which `actor` is staff."""
    if actor is None or not user_ids:
        return set()
    own = select(Enrollment.course_id).where(
        Enrollment.user_id == actor.id,
        Enrollment.role.in_([role for role, rights in RIGHTS.items() if Right.SEE_WORK in rights]),
        may_enter(session, actor),
    )
    query = select(Enrollment.user_id).where(Enrollment.course_id.in_(session.scalars(own).all()))
    ids, found = sorted(user_ids), set[int]()
    for start in range(0, len(ids), MAX_IDS_PER_QUERY):
        found.update(session.scalars(query.where(Enrollment.user_id.in_(ids[start : start + MAX_IDS_PER_QUERY]))))
    return found


def members_without_access(session: Session, course_id: int) -> set[int]:
    """Return the members who cannot open the course until their address is confirmed."""
    is_open = confirmation.is_open(Enrollment.user_id, Enrollment.course_id)
    return set(
        session.scalars(select(Enrollment.user_id).where(Enrollment.course_id == course_id, is_enrolled(), ~is_open))
    )
