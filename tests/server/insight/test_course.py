"""A course at a glance: who is stuck, who has not begun, progress and days, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, event, select

from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Extension, Section
from server.insight.course import CourseInsight, course_insight
from server.insight.exercise import exercise_insight
from server.scores import counts, overrides
from server.scores.models import Score
from tests.server.insight.gradings import AC, CE, WA, grade, told
from tests.server.world import World

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
RIGHT = {"forward.output": AC}
WRONG = {"forward.output": WA}


def look(world: World, now: datetime = NOW) -> CourseInsight:
    with world.sessions() as session:
        return course_insight(session, session.scalars(select(Course).filter_by(slug="dl")).one(), now)


def add_unit(world: World, title: str, due_at: datetime | None, opens_at: datetime | None = None) -> AssignmentExercise:
    with world.sessions() as session:
        course_id = session.scalars(select(Course.id)).one()
        position = len(session.scalars(select(Assignment.id)).all()) + 1
        unit = Assignment(course_id=course_id, position=position, title=title, due_at=due_at, opens_at=opens_at)
        item = AssignmentExercise(assignment=unit, slug="sigmoid", position=1)
        session.add_all([unit, item])
        session.commit()
        return item


def test_everybody_is_in_one_of_four_places_of_each_exercise(world: World) -> None:
    kim, lee, max_ = (world.add_student(name) for name in ("kim", "lee", "max"))
    grade(world, told(RIGHT), at=NOW)
    grade(world, told(WRONG), user=kim, at=NOW)
    for _ in range(4):
        grade(world, told(WRONG), user=lee, at=NOW)
    linear, relu = look(world).progress
    assert (linear.solved, linear.stuck, linear.trying, linear.untried, linear.tried) == (1, 1, 1, 1, 3)
    assert (relu.solved, relu.stuck, relu.trying, relu.untried) == (0, 0, 0, 4)
    assert (linear.item.slug, linear.assignment_title) == ("linear", "Layers")
    with world.sessions() as session:
        session.scalars(select(Enrollment).filter_by(user_id=max_.id)).one().dropped_at = NOW
        session.commit()
    assert look(world).progress[0].untried == 0


@pytest.mark.parametrize("points", [100, 50, None])
def test_an_override_without_an_attempt_is_no_try_here_nor_on_the_page_of_the_exercise(
    world: World, points: int | None
) -> None:
    kim, lee = world.add_student("kim"), world.add_student("lee")
    grade(world, told(WRONG), at=NOW)
    grade(world, told(WRONG), user=kim, at=NOW)
    with world.sessions() as session:
        course = session.scalars(select(Course).filter_by(slug="dl")).one()
        item = session.get_one(AssignmentExercise, world.linear.id)
        new = [overrides.NewOverride(one.id, item, None if points is None else Decimal(points)) for one in (kim, lee)]
        overrides.override(session, course, kim, new, "spoken")
        session.commit()
        page = exercise_insight(session, course, item)
    line = look(world).progress[0]
    assert (line.tried, line.untried) == (page.tried, page.students - page.tried) == (2, 1)
    assert line.solved == page.solved == (1 if points == 100 else 0)


def test_who_is_stuck_stands_there_with_tries_points_and_last_mistake(world: World) -> None:
    kim = world.add_student("kim")
    for n, mistake in enumerate(("unsummed", "stale", "unsummed", "stale")):
        grade(world, told(WRONG, mistake, points=10 * n), at=NOW - timedelta(hours=9 - n))
    for n in range(5):
        grade(world, told(WRONG), user=kim, exercise=world.relu, at=NOW - timedelta(days=n))
    for _ in range(3):
        grade(world, told(WRONG), user=kim, at=NOW)
    found = look(world)
    assert [(line.name, line.item.slug, line.attempts, line.points, line.mistake) for line in found.stuck] == [
        ("kim", "relu", 5, 20, None),
        ("Sam", "linear", 4, 30, "Title of stale."),
    ]
    assert [line.last_at for line in found.stuck] == [NOW, NOW - timedelta(hours=6)]
    assert found.stuck_count == 2
    grade(world, told(RIGHT), at=NOW)
    assert [line.name for line in look(world).stuck] == ["kim"]


def test_the_list_of_the_stuck_is_cut_and_their_number_is_not(world: World) -> None:
    users = [world.add_student(f"s{n:02}") for n in range(53)]
    with world.sessions() as session:
        for n, user in enumerate(users):
            score = Score(
                user_id=user.id, assignment_exercise_id=world.linear.id, points=1, attempts=4 + n, exercise_version=1
            )
            score.is_stuck = True
            session.add(score)
        counts.rebuild(session, 1)
        session.commit()
    found = look(world)
    assert (len(found.stuck), found.stuck_count, found.stuck[0].attempts) == (50, 53, 56)


def test_nobody_has_to_begin_what_is_due_later_or_not_open_or_has_no_date(world: World) -> None:
    world.set_dates(due_at=NOW + timedelta(days=7, seconds=1))
    add_unit(world, "Not open", NOW + timedelta(days=1), opens_at=NOW + timedelta(hours=1))
    add_unit(world, "No date", None)
    assert (look(world).due_soon, look(world).not_started) == ([], [])


def test_who_has_not_begun_what_presses(world: World) -> None:
    kim, lee = world.add_student("kim"), world.add_student("lee")
    world.set_dates(due_at=NOW + timedelta(days=7))
    second = add_unit(world, "Past", NOW - timedelta(days=30))
    grade(world, told(WRONG), user=kim, at=NOW - timedelta(days=40))
    grade(world, told({"loads.module": CE}), user=lee, at=NOW - timedelta(days=40))  # not gradable: no attempt
    grade(world, told(WRONG), exercise=second, at=NOW - timedelta(days=40))
    found = look(world)
    assert [(line.assignment.title, line.not_started, line.students) for line in found.due_soon] == [
        ("Layers", 2, 3),
        ("Past", 2, 3),
    ]
    assert [(line.name, [one.title for one in line.missing]) for line in found.not_started] == [
        ("lee", ["Layers", "Past"]),
        ("kim", ["Past"]),
        ("Sam", ["Layers"]),
    ]
    assert found.not_started_count == 3


@pytest.mark.parametrize("whole_section", [False, True])
def test_a_later_date_of_ones_own_presses_later(world: World, whole_section: bool) -> None:
    world.set_dates(due_at=NOW + timedelta(days=1))
    world.add_student("kim")
    with world.sessions() as session:
        course_id = session.scalars(select(Course.id)).one()
        section = Section(course_id=course_id, name="A")
        session.add(section)
        session.flush()
        session.scalars(select(Enrollment).filter_by(user_id=world.student.id)).one().section_id = section.id
        target = {"section_id": section.id} if whole_section else {"user_id": world.student.id}
        due_at = NOW + timedelta(days=20)
        session.add(Extension(assignment_id=world.linear.assignment_id, due_at=due_at, reason="ill", **target))
        session.commit()
    found = look(world)
    assert [(line.not_started, line.students) for line in found.due_soon] == [(1, 1)]
    assert [line.name for line in found.not_started] == ["kim"]
    later = look(world, NOW + timedelta(days=15))
    assert [(line.name, line.missing[0].is_extended) for line in later.not_started] == [("kim", False), ("Sam", True)]


def test_whoever_is_excused_from_all_of_it_need_not_begin(world: World) -> None:
    world.set_dates(due_at=NOW)
    with world.sessions() as session:
        session.add(Score(user_id=world.student.id, assignment_exercise_id=world.linear.id, is_excused=True))
        session.commit()
    assert [line.name for line in look(world).not_started] == ["Sam"]  # there is another exercise
    with world.sessions() as session:
        session.add(Score(user_id=world.student.id, assignment_exercise_id=world.relu.id, is_excused=True))
        session.commit()
    assert look(world).not_started == []


def test_days_are_the_last_28_where_the_course_is(world: World) -> None:
    with world.sessions() as session:
        session.scalars(select(Course)).one().timezone = "Asia/Tokyo"
        session.commit()
    now = datetime(2026, 1, 20, 16, tzinfo=UTC)  # the 21st in Tokyo
    for at in (now, now, now - timedelta(hours=2), now - timedelta(days=27), now - timedelta(days=28)):
        grade(world, told(WRONG), at=at)
    days = look(world, now).days
    assert len(days) == 28
    assert {day.day: day.count for day in days if day.count} == {
        date(2026, 1, 21): 2,
        date(2026, 1, 20): 1,
        date(2025, 12, 25): 1,
    }
    assert days[-1].label == "Wed 21 Jan"


def test_a_course_without_anything_has_an_insight_too(world: World) -> None:
    with world.sessions() as session:
        empty = Course(slug="empty", title="Empty")
        session.add(empty)
        session.commit()
        found = course_insight(session, empty, utcnow())
    assert (found.students, found.progress, found.stuck, found.not_started) == (0, [], [], [])
    assert sum(day.count for day in found.days) == 0


def test_another_course_does_not_count(world: World) -> None:
    for _ in range(4):
        grade(world, told(WRONG, "unsummed"), at=NOW)
    with world.sessions() as session:
        other = Course(slug="other", title="Other")
        session.add(other)
        session.flush()
        session.add(Enrollment(course_id=other.id, user_id=world.student.id, role="student"))
        session.commit()
        found = course_insight(session, other, NOW)
    assert (found.students, found.stuck, found.stuck_count, sum(day.count for day in found.days)) == (1, [], 0, 0)


@pytest.mark.slow
def test_queries_do_not_grow_with_the_class(world: World, engine: Engine) -> None:
    world.set_dates(due_at=NOW + timedelta(days=1))

    def add(count: int, prefix: str) -> None:
        for n in range(count):
            user = world.add_student(f"{prefix}{n}")
            if n % 2:
                grade(world, told(WRONG, f"m{n % 3}"), user=user, at=NOW)
                with world.sessions() as session:
                    session.scalars(select(Score).filter_by(user_id=user.id)).one().attempts = 5
                    session.commit()

    def cost() -> int:
        statements: list[str] = []
        listen = lambda *a: statements.append(a[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        look(world)
        event.remove(engine, "before_cursor_execute", listen)
        assert not any("gradings" in text for text in statements)
        return len(statements)

    add(5, "a")
    few = cost()
    add(45, "b")
    assert cost() == few
    assert few <= 13
