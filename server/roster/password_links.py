"""Password links for members: who may make one for whom, since a link is as good as the account."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import links
from server.accounts.audit import record
from server.accounts.links import password_link
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.courses.membership import enrolled
from server.courses.models import Course, Enrollment, Role, RosterImport
from server.courses.permissions import RIGHTS, Right
from server.roster.errors import RosterError
from server.text.csv import safe_cell


def may_make_link(session: Session, actor: User, user: User) -> bool:
    """Whether `actor` may: an admin for all; others for students of whose every course they edit the roster.

    Whoever may enrol people could otherwise enrol anybody, an instructor of another course too, and take the account.
    """
    if actor.is_admin:
        return True
    if user.is_admin or not user.is_active:
        return False
    theirs = session.execute(select(Enrollment.course_id, Enrollment.role).where(Enrollment.user_id == user.id)).all()
    own = session.execute(
        select(Enrollment.course_id, Enrollment.role).where(Enrollment.user_id == actor.id, enrolled())
    )
    edited = {course_id for course_id, role in own if Right.EDIT_ROSTER in RIGHTS[role]}
    return all(role is Role.STUDENT and course_id in edited for course_id, role in theirs)


def make_link(session: Session, actor: User, course: Course, user: User) -> str:
    """A link by which `user` sets a password; recorded.

    Raises:
        RosterError: if `actor` may not.
    """
    if not may_make_link(session, actor, user):
        raise RosterError(
            f"{user.name} teaches, or is in a course that you do not run. They can ask for a link themselves, at the "
            "login; or an administrator makes one."
        )
    record(session, actor, "account.link_made", subject=f"user:{user.id}", course_id=course.id)
    return links.password_link(user)


def without_password(session: Session, course: Course, done: RosterImport) -> list[User]:
    """Those for whom an import made an account, who are still in the course, and have set no password yet.

    Not who is in another course by now: what they may do there is no business of whoever made the import.
    """
    elsewhere = select(Enrollment.user_id).where(Enrollment.course_id != course.id)
    query = (
        select(User)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == course.id, enrolled(), User.password_hash == UNUSABLE)
        .where(~User.is_admin, User.id.not_in(elsewhere))
        .order_by(User.id)
    )
    made = set(done.changes["accounts"])
    return [user for user in session.scalars(query) if user.id in made]


def links_csv(people: Iterable[User]) -> str:
    """Name, address and link of each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["name", "email", "link"])
    for user in people:
        writer.writerow([safe_cell(user.name), safe_cell(user.email), password_link(user)])
    return "\ufeff" + buffer.getvalue()
