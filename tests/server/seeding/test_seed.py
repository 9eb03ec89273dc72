"""Seeded classes: everything derived is what the platform itself would have written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from grader.report import Report
from server.accounts.models import AuditEvent, User
from server.accounts.users import authenticate
from server.core.db import Base
from server.courses.dates import all_dates
from server.courses.errors import CourseExists, UnusableSlug
from server.courses.models import Assignment, Course, Enrollment, Extension, Role
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.insight.rebuild import rebuild
from server.models import Grading, Job, JobState, Submission
from server.scores import counts as score_counts
from server.scores import scoring
from server.scores.models import Override, Score, ScoreChange, ScoreCount
from server.seeding.course import PASSWORD
from server.seeding.seed import AddressesTaken, seed_course
from server.seeding.size import Size
from tests.server.world import World, build_world

pytestmark = pytest.mark.slow

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
SIZE = Size(students=20, exercises=12, attempts=3, sections=4, seed=3)
DERIVED = (Enrollment, Score, ScoreCount, CheckCount, MistakeCount, DayCount)


@pytest.fixture
def seeded(sessions: sessionmaker[Session]) -> Course:
    seed_course(sessions, "crowd", SIZE, NOW)
    with sessions() as session:
        return session.scalars(select(Course).filter_by(slug="crowd")).one()


def everything(session: Session, models: Sequence[type[Base]] = DERIVED) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of these tables, but for their ids, which counting anew gives afresh, and the time of the last look."""
    found = {}
    for model in models:
        columns = [column for column in model.__table__.c if column.name not in ("id", "updated_at")]
        rows = session.execute(select(*columns)).all()
        found[model.__tablename__] = sorted((tuple(row) for row in rows), key=repr)
    return found


def test_scores_totals_and_counts_are_what_the_platform_computes(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        before = everything(session)
        assert all(before.values())
        everybody = session.scalars(select(Enrollment.user_id)).all()
        assert scoring.recompute(session, seeded.id, everybody, scoring.Cause("again")) == 0
        session.commit()
        assert everything(session) == before
        score_counts.rebuild(session, seeded.id)
        rebuild(session, seeded.id)
        assert everything(session) == before


def test_scores_made_from_nothing_are_the_same(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        before = everything(session)
        held = {model: everything(session, [model]) for model in (ScoreChange, Override)}
        assert all(held.values())
        for model in (ScoreCount, CheckCount, MistakeCount, DayCount):
            session.query(model).delete()
        decided = select(Override.score_id)
        session.query(ScoreChange).delete()
        session.query(Score).where(Score.id.not_in(decided)).delete()
        session.query(Score).update({"points": None, "raw_points": None, "attempts": 0, "is_late": False})
        session.query(Enrollment).update({"total_points": 0, "total_share": 0})
        session.commit()
        everybody = session.scalars(select(Enrollment.user_id)).all()
        scoring.recompute(session, seeded.id, everybody, scoring.Cause("made anew"))
        rebuild(session, seeded.id)
        session.query(ScoreCount).where(ScoreCount.students == 0).delete()
        assert everything(session) == before


def test_whether_it_came_late_is_said_of_every_submission(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        people = session.scalars(select(Enrollment.user_id)).all()
        units = session.scalars(select(Assignment)).all()
        dates = all_dates(session, units, people)
        late = set()
        for one in session.scalars(select(Submission)):
            due_at = dates[one.user_id, one.exercise.assignment_id].due_at
            assert one.is_late is (due_at is not None and one.received_at > due_at)
            late.add(one.is_late)
        assert late == {True, False}
        assert any(found.is_extended for found in dates.values())


def test_every_kind_of_trouble_is_there(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        count = lambda model, *where: session.scalar(select(func.count()).select_from(model).where(*where))  # noqa: E731
        assert count(Enrollment, Enrollment.role == Role.STUDENT) == 20
        assert count(Score, Score.is_late) > 0
        assert count(Score, Score.is_stuck) > 0
        assert count(Score, Score.is_excused) > 0
        assert count(Score, Score.override_points.is_not(None)) > 0
        assert count(Score, Score.penalty_percent > 0) > 0
        assert count(Score, Score.grace_days > 0) > 0
        assert count(Extension, Extension.section_id.is_not(None)) > 0
        assert count(Extension, Extension.user_id.is_not(None)) > 0
        states = dict(session.execute(select(Submission.state, func.count()).group_by(Submission.state)).all())
        assert set(states) == {JobState.GRADED, JobState.NOT_GRADABLE, JobState.QUEUED, JobState.ERROR}
        assert 20 * 12 * 3 * 0.7 < sum(states.values()) < 20 * 12 * 3 * 1.4
        decided = count(AuditEvent, AuditEvent.action == "score.decided")
        assert decided == count(Override) > 0


def test_reports_are_whole_and_fit_their_gradings(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        query = select(Submission, Grading, Job).join(Grading, Grading.id == Submission.grading_id)
        for submission, grading, job in session.execute(query.join(Job, Job.id == Grading.job_id)):
            report = Report.from_json(grading.report)
            assert (report.verdict.value, report.points) == (grading.verdict, grading.points)
            assert report.exercise == submission.exercise.slug
            assert report.exercise_version == grading.exercise_version == job.exercise_version
            assert grading.submission_id == job.submission_id == submission.id
            assert job.state is submission.state


def test_every_score_has_its_history(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        last = select(func.max(ScoreChange.id)).group_by(ScoreChange.score_id)
        ends = dict(
            session.execute(select(ScoreChange.score_id, ScoreChange.to_points).where(ScoreChange.id.in_(last))).all()
        )
        for score in session.scalars(select(Score)):
            assert ends.get(score.id) == score.points


def test_the_database_goes_on_counting_after_it(sessions: sessionmaker[Session], seeded: Course):
    world: World = build_world(sessions)
    accepted = world.submit()
    with sessions() as session:
        assert accepted.submission.id == session.scalar(select(func.max(Submission.id)))
        assert session.scalars(select(Job).filter_by(submission_id=accepted.submission.id)).one().state == "queued"


def test_the_same_seed_makes_the_same_class_beside_the_first(sessions: sessionmaker[Session], seeded: Course):
    seed_course(sessions, "twin", SIZE, NOW)
    seed_course(sessions, "other", Size(20, 12, 3, 4, seed=4), NOW)
    query = select(Enrollment.total_points).join(Course).where(Enrollment.role == Role.STUDENT)
    with sessions() as session:
        first, twin, other = (
            session.scalars(query.where(Course.slug == slug).order_by(Enrollment.user_id)).all()
            for slug in ("crowd", "twin", "other")
        )
    assert first == twin != other


def test_a_course_that_is_there_is_left_alone(sessions: sessionmaker[Session], seeded: Course):
    with sessions() as session:
        before = session.scalar(select(func.count()).select_from(User))
    with pytest.raises(CourseExists):
        seed_course(sessions, "crowd", SIZE, NOW)
    with pytest.raises(UnusableSlug):
        seed_course(sessions, "a crowd", SIZE, NOW)
    with sessions() as session:
        session.add(User(email="Student9@Fresh.example", name="Somebody", password_hash="-"))
        session.commit()
    with pytest.raises(AddressesTaken, match="1 people"):
        seed_course(sessions, "fresh", SIZE, NOW)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(User)) == before + 1


def test_its_people_can_log_in(sessions: sessionmaker[Session], seeded: Course, engine: Engine):
    with sessions() as session:
        assert authenticate(session, "teacher@crowd.example", PASSWORD) is not None
        assert authenticate(session, "student00020@crowd.example", PASSWORD) is not None
