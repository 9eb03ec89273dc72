"""Password links for members, and who may create one for whom: a link gives full access to the account."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session, aliased

from server.accounts import links
from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.passwords import UNUSABLE
from server.courses.membership import is_enrolled, may_enter
from server.courses.models import Course, Enrollment, Role, RosterImport
from server.courses.permissions import RIGHTS, Right
from server.roster.errors import RosterError
from server.text.csv import write_file

MAX_LINKS = 10_000  # in one file
_FREE, _OFF, _ELSEWHERE = "", "off", "elsewhere"


def may_make_link(session: Session, actor: User, user: User) -> bool:
    """Return whether `actor` may create a password link for `user`.

    Administrators may do so for everyone, others only for students all of whose courses they manage. Otherwise an
    instructor could enroll anyone, even an instructor of another course, and take over the account.
    """
    return actor.is_admin or is_own_student(session, actor, user)


def is_own_student(session: Session, actor: User, user: User) -> bool:
    """Return whether the account is switched on, and `user` is a student all of whose courses `actor` manages."""
    return session.scalar(select(_standing(session, actor)).where(User.id == user.id)) == _FREE


def _standing(session: Session, actor: User | None) -> ColumnElement[str]:
    """Return the reason why `actor` may not hand out a link for a user; empty if they may. Former courses count.

    Args:
        session: the database session.
        actor: who makes the link; None for an operator, who manages every course as administrators do.
    """
    theirs = aliased(Enrollment)
    is_barred = theirs.role != Role.STUDENT
    if actor is not None and not actor.is_admin:
        is_barred = or_(is_barred, theirs.course_id.not_in(_managed(session, actor)))
    barred = select(theirs.id).where(theirs.user_id == User.id, is_barred).exists()
    return case((or_(User.is_admin, barred), _ELSEWHERE), (~User.is_active, _OFF), else_=_FREE)


def _managed(session: Session, actor: User) -> list[int]:
    query = select(Enrollment.course_id, Enrollment.role)
    own = session.execute(query.where(Enrollment.user_id == actor.id, may_enter(session, actor)))
    return [course_id for course_id, role in own if Right.EDIT_ROSTER in RIGHTS[role]]


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Members of a course who have no password yet.

    Attributes:
        ids: the users who can get a link from the person who asks.
        elsewhere: how many cannot, because they are staff or in a course that this person does not manage.
        off: how many cannot, because their account is switched off.
    """

    ids: frozenset[int]
    elsewhere: int
    off: int


def waiting_in(session: Session, actor: User | None, course: Course) -> Waiting:
    """Return the members of a course who have no password, with one query for a course of any size."""
    query = select(User.id, _standing(session, actor)).where(_has_no_password(course))
    return _waiting([(user_id, why_not) for user_id, why_not in session.execute(query)])


def waiting_of_import(session: Session, actor: User | None, course: Course, done: RosterImport) -> Waiting:
    """Return the people in the file of an import who are in the course and have no password.

    Besides students, these are the staff for whom the import created an account, as long as they are in no other
    course: their account may have rights there.
    """
    theirs = aliased(Enrollment)
    is_only_here = ~select(theirs.id).where(theirs.user_id == User.id, theirs.course_id != course.id).exists()
    own = case((User.is_admin | ~User.is_active, False), else_=is_only_here)
    query = select(User.id, _standing(session, actor), own).where(_has_no_password(course))
    listed, created = _listed(done), set(done.changes["accounts"])
    rows = [row for row in session.execute(query) if row[0] in listed]
    return _waiting([(user_id, _FREE if is_own and user_id in created else why) for user_id, why, is_own in rows])


def _listed(done: RosterImport) -> set[int]:
    """Return the users in the file of an import; for one of an earlier version, those whom it added or changed."""
    changed = [change["user_id"] for change in done.changes["people"] if change["action"] != "drop"]
    return set(done.changes.get("listed", changed)) | set(done.changes["accounts"])


def _has_no_password(course: Course) -> ColumnElement[bool]:
    """Return the condition that a user is in the course and has no password."""
    members = select(Enrollment.user_id).where(Enrollment.course_id == course.id, is_enrolled())
    return and_(User.password_hash == UNUSABLE, User.id.in_(members))


def _waiting(rows: Sequence[tuple[int, str]]) -> Waiting:
    counts = Counter(why_not for _, why_not in rows)
    free = frozenset(user_id for user_id, why_not in rows if why_not == _FREE)
    return Waiting(free, counts[_ELSEWHERE], counts[_OFF])


def users_of(session: Session, course: Course, ids: Collection[int]) -> list[User]:
    """Return those of the users who are in the course and have no password yet, by name."""
    query = select(User).where(_has_no_password(course)).order_by(User.name, User.id)
    return [user for user in session.scalars(query) if user.id in ids]


def links_csv(session: Session, course: Course, people: Collection[User]) -> str:
    """Return the name, address and password link of each person as CSV, for the staff of `course` to hand out.

    Raises:
        RosterError: if there are more than `MAX_LINKS` people.
    """
    if len(people) > MAX_LINKS:
        raise RosterError(
            f"A file can contain at most {MAX_LINKS:,} links, but {len(people):,} people have no password. Download "
            "the links from the pages of the imports that added these people."
        )
    courses = defaultdict(list)
    members = select(User.id).where(_has_no_password(course))
    query = select(Enrollment.user_id, Enrollment.course_id).where(Enrollment.user_id.in_(members))
    for user_id, course_id in session.execute(query):
        courses[user_id].append(course_id)
    rows = [("name", "email", "link")]
    rows += [(user.name, user.email, links.shown_link(user, courses[user.id])) for user in people]
    return "".join(write_file(rows))
