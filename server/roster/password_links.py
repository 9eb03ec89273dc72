"""Password links for members, and who may create one for whom: a link gives full access to the account."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import links
from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.courses.membership import is_enrolled, may_enter
from server.courses.models import Course, Enrollment, Role, RosterImport
from server.courses.permissions import RIGHTS, Right
from server.roster.errors import RosterError
from server.text.csv import write_file


def may_make_link(session: Session, actor: User, user: User) -> bool:
    """Return whether `actor` may create a password link for `user`.

    Administrators may do so for everyone, others only for students all of whose courses they manage. Otherwise an
    instructor could enroll anyone, even an instructor of another course, and take over the account.
    """
    if actor.is_admin:
        return True
    if user.is_admin or not user.is_active:
        return False
    theirs = session.execute(select(Enrollment.course_id, Enrollment.role).where(Enrollment.user_id == user.id)).all()
    own = session.execute(
        select(Enrollment.course_id, Enrollment.role).where(Enrollment.user_id == actor.id, may_enter(session, actor))
    )
    edited = {course_id for course_id, role in own if Right.EDIT_ROSTER in RIGHTS[role]}
    return all(role is Role.STUDENT and course_id in edited for course_id, role in theirs)


def make_link(session: Session, actor: User, course: Course, user: User) -> str:
    """Create a link to set the password of `user`, and record it.

    Raises:
        RosterError: if `actor` may not.
    """
    if not may_make_link(session, actor, user):
        raise RosterError(
            f"{user.name} is staff or is in a course that you do not manage. They can "
            "request a link on the login page, or an administrator can create one."
        )
    record(session, actor, "account.link_made", subject=f"user:{user.id}", course_id=course.id)
    if actor.is_admin:
        return links.confirming_link(user)
    return links.shown_link(user, _courses_of(session, user))


def _courses_of(session: Session, user: User) -> list[int]:
    return list(session.scalars(select(Enrollment.course_id).where(Enrollment.user_id == user.id)))


def without_password(session: Session, course: Course, done: RosterImport) -> list[User]:
    """Return the people whose account an import created and who have no password yet.

    People who have joined another course are left out: their account may have rights there.
    """
    elsewhere = select(Enrollment.user_id).where(Enrollment.course_id != course.id)
    query = (
        select(User)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == course.id, is_enrolled(), User.password_hash == UNUSABLE)
        .where(~User.is_admin, User.id.not_in(elsewhere))
        .order_by(User.id)
    )
    made = set(done.changes["accounts"])
    return [user for user in session.scalars(query) if user.id in made]


def links_csv(course: Course, people: Iterable[User]) -> str:
    """Return the name, address and password link of each person as CSV, for the staff of `course` to hand out."""
    rows = [("name", "email", "link")]
    rows += [(user.name, user.email, links.shown_link(user, [course.id])) for user in people]
    return "".join(write_file(rows))
