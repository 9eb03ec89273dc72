"""One exercise over the class: figures by hand, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, select

from grader.report import Stage
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Course, Enrollment, Role
from server.insight.exercise import CheckLine, ExerciseInsight, exercise_insight
from server.scores import scoring
from server.scores.models import Override, Score
from server.submissions.models import Submission
from tests.server.insight.gradings import AC, SKIP, WA, grade, told
from tests.server.world import World

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
RIGHT = {"loads.module": AC, "forward.output": AC, "backward.grad_x": AC}
WRONG = {"loads.module": AC, "forward.output": WA, "backward.grad_x": SKIP}


def look(world: World) -> ExerciseInsight:
    with world.sessions() as session:
        course = session.scalars(select(Course).filter_by(slug="dl")).one()
        return exercise_insight(session, course, world.linear)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def drop(world: World, user: User) -> None:
    with world.sessions() as session:
        session.scalars(select(Enrollment).filter_by(user_id=user.id)).one().dropped_at = utcnow()
        session.commit()


def test_how_an_exercise_goes(world: World) -> None:
    kim, lee, max_ = (world.add_student(name) for name in ("kim", "lee", "max"))
    world.add_student("nobody")
    grade(world, told(WRONG), at=at(0))  # Sam solves with the second try, after six hours
    grade(world, told(RIGHT), at=at(6))
    grade(world, told(RIGHT), user=kim, at=at(0))  # Kim at once
    for n in range(4):
        grade(world, told(WRONG, points=30), user=lee, at=at(n))
    grade(world, told(WRONG, points=0), user=max_, at=at(0))
    grade(world, told(WRONG), user=kim, exercise=world.relu, at=at(0))  # another exercise
    found = look(world)
    assert (found.students, found.tried, found.attempts, found.solved, found.stuck) == (5, 4, 8, 2, 1)
    assert found.percent_solved == 50
    assert (found.median_attempts, found.median_time_s) == (1.5, 3 * 3600)
    assert [bucket.count for bucket in found.points] == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2]
    assert found.scored == 4
    assert found.discrimination.value is None


def test_whoever_has_left_or_teaches_is_not_of_the_class(world: World) -> None:
    kim = world.add_student("kim")
    grade(world, told(WRONG, "unsummed"), user=kim, at=at(0))
    with world.sessions() as session:
        teacher = User(email="t@example.org", name="T", password_hash="-")
        session.add(teacher)
        session.flush()
        course_id = session.scalars(select(Course.id)).one()
        session.add(Enrollment(course_id=course_id, user_id=teacher.id, role=Role.INSTRUCTOR))
        session.commit()
    grade(world, told(WRONG, "unsummed"), user=teacher, at=at(0))
    drop(world, kim)
    found = look(world)
    assert (found.students, found.tried, found.scored, found.mistakes) == (1, 0, 0, [])


def test_a_late_solution_is_a_solution_and_what_is_excused_is_not_stuck(world: World) -> None:
    for n in range(4):
        grade(world, told(WRONG), at=at(n))
    assert look(world).stuck == 1
    with world.sessions() as session:
        score = session.scalars(select(Score)).one()
        session.add(Override(score_id=score.id, points=None, reason="ill", actor_id=world.student.id))
        session.flush()
        course_id = session.scalars(select(Course.id)).one()
        scoring.recompute(session, course_id, [world.student.id], scoring.Cause("excused"))
        session.commit()
    found = look(world)
    assert (found.stuck, found.solved, found.scored) == (0, 0, 0)
    with world.sessions() as session:  # late: solved, though points were taken off
        score = session.scalars(select(Score)).one()
        score.is_excused, score.points, score.solved_at, score.solved_after = False, 60, at(9), 5
        score.is_solved, score.is_stuck = True, False
        session.commit()
    found = look(world)
    assert (found.stuck, found.solved) == (0, 1)


def test_checks_stand_by_stage_with_those_that_fail_most_first(world: World) -> None:
    grade(world, told({"loads.module": AC, "backward.a": AC, "backward.b": WA, "backward.c": AC}), at=at(0))
    grade(world, told({"loads.module": AC, "backward.a": AC, "backward.b": SKIP, "backward.c": WA}), at=at(1))
    checks = look(world).checks
    assert list(checks) == [Stage.LOADS, Stage.BACKWARD]
    assert checks[Stage.BACKWARD] == [
        CheckLine("backward.b", 1, 1),
        CheckLine("backward.c", 2, 1),
        CheckLine("backward.a", 2, 0),
    ]
    assert [line.percent for line in checks[Stage.BACKWARD]] == [100, 50, 0]


def test_mistakes_that_most_students_made_come_first_with_their_last_attempt(world: World) -> None:
    kim, lee = world.add_student("kim"), world.add_student("lee")
    for _ in range(3):
        grade(world, told(WRONG, "stale"), at=at(0))
    grade(world, told(WRONG, "unsummed"), user=lee, at=at(0))
    last = grade(world, told(WRONG, "unsummed"), user=kim, at=at(0))
    grade(world, told(WRONG, "elsewhere"), user=kim, exercise=world.relu, at=at(0))
    found = look(world).mistakes
    assert [(line.title, line.students, line.times) for line in found] == [
        ("Title of unsummed.", 2, 2),
        ("Title of stale.", 1, 3),
    ]
    with world.sessions() as session:
        public_id = session.get_one(Submission, last).public_id
    assert (found[0].example_user_id, found[0].example_id) == (kim.id, public_id)


def test_only_the_most_common_mistakes_are_listed(world: World) -> None:
    for n in range(22):
        grade(world, told(WRONG, f"m{n:02}"), at=at(0))
    found = look(world)
    assert (len(found.mistakes), found.other_mistakes) == (20, 2)


def test_points_here_are_set_against_the_rest_of_the_course(world: World) -> None:
    students = [world.add_student(f"s{n}") for n in range(10)]
    with world.sessions() as session:
        for n, user in enumerate(students):  # here 0, 10, …, 90 of 100; elsewhere 0, 5, …, 45 of 50
            session.add(Score(user_id=user.id, assignment_exercise_id=world.linear.id, points=10 * n, attempts=1))
            session.add(Score(user_id=user.id, assignment_exercise_id=world.relu.id, points=5 * n, attempts=1))
            session.scalars(select(Enrollment).filter_by(user_id=user.id)).one().total_points = 15 * n
        session.commit()
    found = look(world).discrimination
    assert (found.value and round(found.value, 12), found.students) == (1.0, 10)
    with world.sessions() as session:  # who is excused from the rest has nothing to be compared with
        score = session.scalars(select(Score).filter_by(user_id=students[0].id, assignment_exercise_id=world.relu.id))
        score.one().is_excused = True
        session.commit()
    found = look(world).discrimination
    assert (found.value, found.students) == (None, 9)


def count_queries(engine: Engine, call: Callable[[], object]) -> int:
    statements: list[str] = []
    listen = lambda *a: statements.append(a[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    call()
    event.remove(engine, "before_cursor_execute", listen)
    return len(statements)


@pytest.mark.slow
def test_queries_do_not_grow_with_the_class(world: World, engine: Engine) -> None:
    def add(count: int, prefix: str) -> None:
        for n in range(count):
            grade(world, told(WRONG, f"m{n % 3}"), user=world.add_student(f"{prefix}{n}"), at=at(0))

    add(5, "a")
    few = count_queries(engine, lambda: look(world))
    add(45, "b")
    assert count_queries(engine, lambda: look(world)) == few
    assert few <= 10
