"""Overrides, excuses and extensions: what holds afterward, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.models import AuditEvent, User
from server.core.db import utcnow
from server.courses.models import (
    Assignment,
    AssignmentExercise,
    AttemptPolicy,
    Course,
    Enrollment,
    Extension,
    LatePolicy,
    Role,
    Section,
)
from server.scores import counts, extensions, overrides
from server.scores.errors import UnusableDates, UnusablePoints, UnusableReason
from server.scores.models import Score, ScoreChange, ScoreCount
from server.scores.overrides import NewOverride
from server.submissions.models import Lane, Submission
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server.world import World, report

NOW = utcnow()


class Desk:
    """An instructor with a course; `grade` hands in and grades, `score` looks."""

    def __init__(self, world: World, sessions: sessionmaker[Session]) -> None:
        self.world, self.sessions = world, sessions
        with sessions() as session:
            staff = User(email="ines@example.org", name="Ines", password_hash="-")
            session.add(staff)
            session.flush()
            session.add(Enrollment(course_id=1, user_id=staff.id, role=Role.INSTRUCTOR))
            session.commit()
            self.staff = staff

    def grade(self, points: int, *, user: User | None = None, after: timedelta | None = None, exercise=None) -> None:
        """Hand in, `after` the due date or now, and grade with `points` of 100."""
        with self.sessions() as session:
            due_at = session.get_one(Assignment, 1).due_at
        at = NOW if after is None or due_at is None else due_at + after
        self.world.submit(f"{points}\n", user=user, exercise=exercise, at=at)
        with self.sessions() as session:
            claim = claim_next(session, Lane.INTERACTIVE, worker="test", lease_s=60)
            assert claim is not None
            slug = exercise.slug if exercise is not None else "linear"
            assert finish(session, claim, report(points, slug=slug)) is not None

    def score(self, user: User | None = None, exercise=None) -> Score:
        with self.sessions() as session:
            where = {"user_id": (user or self.world.student).id}
            where["assignment_exercise_id"] = (exercise or self.world.linear).id
            return session.scalars(select(Score).filter_by(**where)).one()

    def totals(self, user: User | None = None) -> tuple[int, int]:
        with self.sessions() as session:
            found = session.scalars(select(Enrollment).filter_by(user_id=(user or self.world.student).id)).one()
            return found.total_points, found.total_share

    def act(self, what: Callable[[Session, Course, User], object]) -> object:
        with self.sessions() as session:
            course = session.get_one(Course, 1)
            result = what(session, course, session.get_one(User, self.staff.id))
            session.commit()
            return result

    def override(self, points: int | None, *, exercise=None, reason: str = "by hand") -> None:
        def act(session: Session, course: Course, staff: User) -> None:
            item = session.get_one(AssignmentExercise, (exercise or self.world.linear).id)
            overrides.override(session, course, staff, [NewOverride(self.world.student.id, item, points)], reason)

        self.act(act)

    def undo(self) -> object:
        def act(session: Session, course: Course, staff: User) -> object:
            item = session.get_one(AssignmentExercise, self.world.linear.id)
            return overrides.undo(session, course, staff, self.world.student.id, item)

        return self.act(act)

    def extend(self, days: int, *, user_id: int | None = None, section_id: int | None = None) -> object:
        def act(session: Session, course: Course, staff: User) -> object:
            unit = session.get_one(Assignment, 1)
            assert unit.due_at
            whom = {"user_id": user_id, "section_id": section_id}
            due_at = unit.due_at + timedelta(days=days)
            return extensions.grant(session, course, staff, unit, **whom, due_at=due_at, closes_at=None, reason="ill")

        return self.act(act)


@pytest.fixture
def desk(world: World, sessions: sessionmaker[Session]) -> Desk:
    return Desk(world, sessions)


def test_an_override_stays_whatever_is_graded_later_and_can_be_taken_back(desk: Desk):
    desk.grade(40)
    desk.override(85, reason="a misprint in the statement")
    assert (desk.score().points, desk.score().raw_points) == (85, 40)
    desk.grade(60)
    assert (desk.score().points, desk.score().raw_points, desk.score().attempts) == (85, 60, 2)
    desk.override(90)
    assert desk.score().points == 90
    assert desk.undo()
    assert desk.score().points == 85  # the override before it holds again
    assert desk.undo()
    assert desk.score().points == 60
    assert not desk.undo()
    with desk.sessions() as session:
        changes = [(c.from_points, c.to_points, c.reason) for c in session.scalars(select(ScoreChange))]
    assert changes == [
        (None, 40, "graded: AC, 40 of 100 points"),
        (40, 85, "override: a misprint in the statement"),
        (85, 90, "override: by hand"),
        (90, 85, "override undone"),
        (85, 60, "override undone"),
    ]


def test_an_override_needs_no_attempt_and_an_excuse_counts_in_no_total(desk: Desk):
    desk.override(50)
    assert (desk.score().points, desk.score().attempts) == (50, 0)
    assert desk.totals() == (50, 3333)  # 50 of 150
    desk.override(None)
    assert (desk.score().points, desk.score().is_excused) == (None, True)
    assert desk.totals() == (0, 0)
    desk.grade(100, exercise=desk.world.relu)
    assert desk.totals() == (50, 10_000)  # all of the 50 that are left
    with desk.sessions() as session:
        log = [(e.action, e.course_id, e.data.get("decision")) for e in session.scalars(select(AuditEvent))]
    assert log == [("score.decided", 1, "50 points"), ("score.decided", 1, "excused")]


def test_the_counts_follow_every_change(desk: Desk):
    other = desk.world.add_student("tia")
    desk.grade(40)
    desk.grade(40, user=other)
    desk.grade(70)
    desk.override(100)

    def stored() -> list[tuple[int, int, bool, int]]:
        with desk.sessions() as session:
            rows = session.scalars(select(ScoreCount).order_by(ScoreCount.points).where(ScoreCount.students > 0))
            return [(row.assignment_exercise_id, row.points, row.is_stuck, row.students) for row in rows]

    item = desk.world.linear.id
    kept_up = stored()
    assert kept_up == [(item, 40, False, 1), (item, 100, False, 1)]
    desk.act(lambda session, course, _staff: counts.rebuild(session, course.id))
    assert stored() == kept_up


@pytest.mark.parametrize(
    "text", ["", "abc", "-1", "101", "5.555", "1,000", "5.", ".5", "100.01", "1e2", "²", "NaN", " "]
)
def test_other_points_than_the_exercise_has_are_refused(text: str):
    with pytest.raises(UnusablePoints, match="a number from 0 to 100 with at most two decimal places"):
        overrides.require_points(text, AssignmentExercise(max_points=100))


@pytest.mark.parametrize(("text", "points"), [("2.5", "2.5"), ("2,5", "2.5"), (" 80.0 ", "80"), ("0,05", "0.05")])
def test_points_have_up_to_two_decimals_after_a_point_or_comma(text: str, points: str):
    assert str(overrides.require_points(text, AssignmentExercise(max_points=100))) == points


def test_a_reason_is_needed_and_kept_short(desk: Desk):
    for reason in ("", "  \n ", "x" * 181):
        with pytest.raises(UnusableReason, match="1 to 180 characters"):
            desk.override(5, reason=reason)
    assert overrides.require_reason(" a\n b ") == "a b"


def test_an_extension_undoes_lateness_and_its_cost_and_revoking_brings_them_back(desk: Desk):
    desk.world.set_dates(due_at=NOW - timedelta(days=5), late_policy=LatePolicy.PERCENT, late_percent=10)
    desk.grade(90, after=timedelta(hours=30))  # two days late
    assert (desk.score().points, desk.score().late_days, desk.score().is_late) == (72, 2, True)
    assert desk.extend(1, user_id=desk.world.student.id) == 1  # half the way
    assert (desk.score().points, desk.score().late_days) == (81, 1)
    assert desk.extend(2, user_id=desk.world.student.id) == 1  # the latest holds
    assert (desk.score().points, desk.score().is_late) == (90, False)
    with desk.sessions() as session:
        assert not session.scalars(select(Submission.is_late)).one()
        extension = session.scalars(select(Extension).order_by(Extension.id.desc())).first()
    assert extension is not None

    def revoke(session: Session, course: Course, staff: User) -> object:
        return extensions.revoke(session, course, staff, session.get_one(Extension, extension.id))

    assert desk.act(revoke) == 1
    assert (desk.score().points, desk.score().late_days) == (81, 1)
    with desk.sessions() as session:
        assert session.scalars(select(Submission.is_late)).one()
    assert desk.act(revoke) == 0  # twice does nothing


def test_an_extension_of_a_section_is_for_all_in_it_and_for_nobody_else(desk: Desk):
    tia, uma = desk.world.add_student("tia"), desk.world.add_student("uma")
    desk.world.set_dates(due_at=NOW - timedelta(days=5), late_policy=LatePolicy.PERCENT, late_percent=10)
    with desk.sessions() as session:
        section = Section(course_id=1, name="A")
        session.add(section)
        session.flush()
        for one in session.scalars(select(Enrollment).where(Enrollment.user_id.in_([tia.id, uma.id]))):
            one.section_id = section.id
        session.commit()
    for user in (tia, uma, desk.world.student):
        desk.grade(100, user=user, after=timedelta(hours=1))
    assert desk.extend(3, section_id=section.id) == 2
    assert [desk.score(user).points for user in (tia, uma, desk.world.student)] == [100, 100, 90]


def test_an_extension_is_also_for_a_member_of_the_section_who_was_removed_and_may_come_back(desk: Desk):
    desk.world.set_dates(due_at=NOW - timedelta(days=5), late_policy=LatePolicy.PERCENT, late_percent=10)
    desk.grade(100, after=timedelta(hours=1))
    with desk.sessions() as session:
        section = Section(course_id=1, name="A")
        session.add(section)
        session.flush()
        enrollment = session.scalars(select(Enrollment).filter_by(user_id=desk.world.student.id)).one()
        enrollment.section_id, enrollment.dropped_at = section.id, NOW
        session.commit()

    def is_late() -> bool:
        with desk.sessions() as session:
            return session.scalars(select(Submission.is_late)).one()

    assert (desk.score().points, is_late()) == (90, True)
    assert desk.extend(3, section_id=section.id) == 1
    assert (desk.score().points, is_late()) == (100, False)
    assert (
        desk.act(lambda s, course, staff: extensions.revoke(s, course, staff, s.scalars(select(Extension)).one())) == 1
    )
    assert (desk.score().points, is_late()) == (90, True)


def test_more_points_than_an_exercise_is_worth_by_now_are_refused(desk: Desk):
    def lower_and_override(session: Session, course: Course, staff: User) -> None:
        item = session.get_one(AssignmentExercise, desk.world.linear.id)
        lower = update(AssignmentExercise).values(max_points=10)
        session.execute(lower.execution_options(synchronize_session=False))
        assert item.max_points == 100  # as it was read before
        overrides.override(session, course, staff, [NewOverride(desk.world.student.id, item, Decimal(20))], "by hand")

    with pytest.raises(UnusablePoints):
        desk.act(lower_and_override)


def test_grace_days_that_an_extension_gives_back_go_to_the_next_assignment(desk: Desk):
    due_at = NOW - timedelta(days=20)
    desk.world.set_dates(due_at=due_at, late_policy=LatePolicy.GRACE, late_percent=50)
    with desk.sessions() as session:
        session.get_one(Course, 1).grace_days = 1
        late = {"late_policy": LatePolicy.GRACE, "late_percent": 50}
        unit = Assignment(course_id=1, position=2, title="Next", due_at=due_at + timedelta(days=7), **late)
        item = AssignmentExercise(assignment=unit, slug="sigmoid", position=1, max_points=10)
        session.add_all([unit, item])
        session.commit()
    desk.grade(100, after=timedelta(hours=1))
    desk.grade(100, after=timedelta(days=7, hours=1), exercise=item)
    assert [(s.points, s.grace_days) for s in (desk.score(), desk.score(exercise=item))] == [(100, 1), (5, 0)]
    desk.extend(1, user_id=desk.world.student.id)
    assert [(s.points, s.grace_days) for s in (desk.score(), desk.score(exercise=item))] == [(100, 0), (10, 1)]


def test_dates_that_extend_nothing_are_refused(desk: Desk):
    with pytest.raises(AssertionError):
        desk.extend(1, user_id=1)  # no due date to add to
    desk.world.set_dates(due_at=NOW)
    with pytest.raises(UnusableDates, match="later than"):
        desk.extend(0, user_id=1)


POLICIES = [
    # attempt policy, late policy, percent, grace days of the course, [(points, hours after due)] -> points
    (AttemptPolicy.BEST, LatePolicy.NONE, 10, 0, [(60, -5), (80, 30)], 80),
    (AttemptPolicy.LAST, LatePolicy.NONE, 10, 0, [(80, -5), (60, 30)], 60),
    (AttemptPolicy.BEST, LatePolicy.PERCENT, 10, 0, [(70, -5), (80, 30)], 70),  # 80 less 20 % is 64
    (AttemptPolicy.LAST, LatePolicy.PERCENT, 10, 0, [(70, -5), (80, 30)], 64),
    (AttemptPolicy.BEST, LatePolicy.GRACE, 10, 2, [(70, -5), (80, 30)], 80),
    (AttemptPolicy.LAST, LatePolicy.GRACE, 10, 1, [(70, -5), (80, 30)], 72),
]


@pytest.mark.parametrize(("which", "late", "percent", "grace", "attempts", "points"), POLICIES)
def test_every_policy_through_the_pipeline(desk: Desk, which, late, percent, grace, attempts, points):
    dates = {"due_at": NOW - timedelta(days=5), "late_policy": late, "late_percent": percent}
    desk.world.set_dates(**dates, attempt_policy=which)
    desk.act(lambda session, course, _staff: setattr(course, "grace_days", grace))
    for raw, hours in attempts:
        desk.grade(raw, after=timedelta(hours=hours))
    assert desk.score().points == points
    assert desk.totals() == (points, round(10_000 * points / 150))
