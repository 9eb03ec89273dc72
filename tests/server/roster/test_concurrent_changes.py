"""Two people act at the same moment, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import User
from server.courses.models import Course, Enrollment, Role
from server.roster import joining
from server.roster.enrollments import find, remove
from server.roster.errors import JoinRefused, LastInstructor


@pytest.fixture
def course(sessions: sessionmaker[Session]) -> Course:
    """Two instructors, Ann and Bob, and two people who are not in it."""
    with sessions() as session:
        course = Course(slug="dl", title="DL")
        session.add(course)
        session.flush()
        for name in ("ann", "bob", "cyd", "dan"):
            user = User(email=f"{name}@x.org", name=name, password_hash="-")
            session.add(user)
            session.flush()
            if name in {"ann", "bob"}:
                session.add(Enrollment(course_id=course.id, user_id=user.id, role=Role.INSTRUCTOR))
        session.commit()
        return course


def user(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.email == f"{name}@x.org")).one()


def at_once(*acts: Callable[[], str]) -> list[str]:
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], str]) -> str:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_instructors_cannot_drop_each_other(sessions: sessionmaker[Session], course: Course) -> None:
    def drops(actor: str, whom: str) -> str:
        with sessions() as session:
            enrollment = find(session, course.id, user(session, whom).id)
            assert enrollment is not None
            try:
                remove(session, user(session, actor), enrollment)
            except LastInstructor:
                return "refused"
            session.commit()
            return "dropped"

    assert at_once(lambda: drops("ann", "bob"), lambda: drops("bob", "ann")) == ["dropped", "refused"]


def test_an_invitation_to_teach_makes_one_instructor(sessions: sessionmaker[Session], course: Course) -> None:
    with sessions() as session:
        _, secret = joining.invite(
            session, user(session, "ann"), course, role=Role.INSTRUCTOR, section=None, email=None
        )
        session.commit()

    def accepts(who: str) -> str:
        with sessions() as session:
            try:
                joining.accept(session, user(session, who), secret)
            except JoinRefused:
                return "refused"
            session.commit()
            return "in"

    assert at_once(lambda: accepts("cyd"), lambda: accepts("dan")) == ["in", "refused"]
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Enrollment)) == 3


def test_joining_twice_at_once_enrolls_once(sessions: sessionmaker[Session], course: Course) -> None:
    def joins() -> str:
        with sessions() as session:
            is_new = joining.join(session, user(session, "cyd"), course)
            session.commit()
            return "new" if is_new else "was in"

    assert at_once(joins, joins) == ["new", "was in"]
