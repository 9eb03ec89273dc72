"""Whoever enters a course with scores, or comes back to it, has the scores and the total of everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Course, Enrollment, LatePolicy, Role
from server.roster import enrollments, joining
from server.roster.import_apply import apply_import
from server.roster.import_history import undo_import
from server.scores import counts
from server.scores.models import Score, ScoreChange, ScoreCount
from server.submissions.models import Submission
from tests.factories import make_user
from tests.server.regrades.test_lifecycle import Class
from tests.server.world import World, world

__all__ = ["world"]

DUE = utcnow() - timedelta(days=5)

Return = Callable[[Session, Course, User, User], object]  # session, course, staff and student


@pytest.fixture
def room(world: World, sessions: sessionmaker[Session]) -> Class:
    world.set_dates(due_at=DUE, late_policy=LatePolicy.PERCENT, late_percent=10)
    return Class(world, sessions)


def readmit(session: Session, _course: Course, staff: User, student: User) -> object:
    enrollment = enrollments.find(session, 1, student.id)
    assert enrollment is not None
    return enrollments.readmit(session, staff, enrollment)


def accept_invitation(session: Session, course: Course, staff: User, student: User) -> object:
    invitation = {"role": Role.STUDENT, "section": None, "email": student.email}
    _, secret = joining.invite(session, staff, course, **invitation)
    return joining.accept(session, student, secret)


def join(session: Session, course: Course, _staff: User, student: User) -> object:
    return joining.join(session, student, course)


def import_roster(session: Session, course: Course, staff: User, student: User) -> object:
    text = f"email,name\n{student.email},{student.name}\n"
    return apply_import(session, staff, course, text, drop_missing=False, digest=None)


def undo_removal(session: Session, course: Course, staff: User, student: User) -> object:
    """Remove everybody but Tia by an import, lose the score that was up to date then, and undo the import."""
    session.execute(update(Enrollment).where(Enrollment.user_id == student.id).values(dropped_at=None))
    text = "email,name\ntia@example.org,Tia\n"
    _, done = apply_import(session, staff, course, text, drop_missing=True, digest=None)
    assert done is not None
    session.flush()
    return undo_import(session, staff, course, done)


@pytest.mark.parametrize("come_back", [readmit, accept_invitation, import_roster, undo_removal])
def test_whoever_comes_back_has_the_right_lateness_score_and_total(
    room: Class, sessions: sessionmaker[Session], come_back: Return
):
    room.hand_in("sam", 100, at=DUE + timedelta(hours=1))
    with sessions() as session:  # as an earlier version could leave them
        session.execute(update(Score).values(points=40, penalty_percent=60))
        session.execute(update(Submission).values(is_late=False))
        gone = update(Enrollment).where(Enrollment.user_id == room.world.student.id)
        session.execute(gone.values(dropped_at=utcnow(), total_points=40))
        session.commit()
    with sessions() as session:
        staff, student = (session.get_one(User, one.id) for one in (room.staff, room.world.student))
        assert come_back(session, session.get_one(Course, 1), staff, student)
        session.commit()
    assert room.points() == {"sam": 90}
    with sessions() as session:
        enrollment = enrollments.find(session, 1, room.world.student.id)
        assert enrollment is not None
        assert (enrollment.dropped_at, enrollment.total_points) == (None, 90)
        assert session.scalars(select(Submission.is_late)).one()
        assert session.scalars(select(ScoreChange.to_points).order_by(ScoreChange.id)).all()[-1] == 90


@pytest.mark.parametrize("enter", [join, accept_invitation, import_roster])
def test_work_from_before_the_enrollment_counts_in_the_total(
    room: Class, sessions: sessionmaker[Session], enter: Return
):
    with sessions() as session:
        room.users["rosa"] = make_user(session, "rosa", "Rosa", is_admin=True)
        session.commit()
    room.hand_in("rosa", 60, at=DUE)
    with sessions() as session:
        staff, rosa = (session.get_one(User, one.id) for one in (room.staff, room.users["rosa"]))
        assert enter(session, session.get_one(Course, 1), staff, rosa)
        session.commit()
    with sessions() as session:
        enrollment = enrollments.find(session, 1, room.users["rosa"].id)
        assert enrollment is not None
        assert (enrollment.total_points, enrollment.total_share) == (60, 4000)
        stored = {(one.points, one.is_solved): one.students for one in session.scalars(select(ScoreCount))}
        counts.rebuild(session, 1)
        session.expire_all()
        assert stored == {(one.points, one.is_solved): one.students for one in session.scalars(select(ScoreCount))}
        assert stored == {(60, False): 1}
