"""Migrations: they make what the models say, on both databases, and can be run twice and undone."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import schema
from server.accounts.models import ApiToken, Scope, User
from server.core.db import make_engine, utcnow
from server.courses.models import AssignmentExercise
from server.scores.models import Override, Score, ScoreChange, ScoreCount
from tests.server.world import database_url, engine
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url"]

NOW = "'2026-01-01 00:00:00'"
OLD_CLASS = (
    *(
        "INSERT INTO users (id, email, name, password_hash, is_active, session_epoch, created_at) "
        f"VALUES ({n}, 'u{n}@x.org', '-', '-', true, 0, {NOW})"
        for n in (1, 2)
    ),
    f"INSERT INTO courses (id, slug, title, timezone, created_at) VALUES (1, 'c', 'C', 'UTC', {NOW})",
    *(
        f"INSERT INTO enrollments (course_id, user_id, role, created_at) VALUES (1, {n}, 'student', {NOW})"
        for n in (1, 2)
    ),
    "INSERT INTO assignments (id, course_id, position, title) VALUES (1, 1, 0, 'A')",
    "INSERT INTO assignment_exercises (id, assignment_id, slug, position, max_points) VALUES (1, 1, 'relu', 0, 100)",
    "INSERT INTO assignment_exercises (id, assignment_id, slug, position, max_points) VALUES (2, 1, 'elu', 1, 50)",
    *(
        "INSERT INTO scores (user_id, assignment_exercise_id, points, attempts, is_late, updated_at) "
        f"VALUES (1, {n}, {points}, 1, false, {NOW})"
        for n, points in ((1, "70"), (2, "NULL"))
    ),
)


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection, warnings.catch_warnings():
        # SQLite cannot reflect the index on lower(email); the next test shows that it is there.
        warnings.filterwarnings("ignore", message=".*expression-based index.*")
        warnings.filterwarnings("ignore", message=".*unsupported reflection of expression-based index.*")
        assert schema.differences(connection) == []
        assert schema.current(connection) == schema.newest()


def test_an_address_is_taken_however_it_is_capitalized(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all(User(email=email, name="-", password_hash="-") for email in ("a@x.org", "A@x.org"))
        with pytest.raises(IntegrityError):
            session.commit()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    assert schema.upgrade(engine) == schema.newest()


@pytest.mark.slow
def test_two_processes_may_upgrade_at_the_same_time(database_url: str) -> None:
    engines = [make_engine(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(schema.upgrade, engines)) == [schema.newest()] * 2
    for one in engines:
        one.dispose()


@pytest.mark.slow
def test_going_back_removes_every_table(engine: Engine) -> None:
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert schema.upgrade(engine) == schema.newest()


def test_a_class_that_is_there_keeps_its_scores_and_gets_totals(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0004")
        for line in OLD_CLASS:
            connection.exec_driver_sql(line)
    schema.upgrade(engine)
    with engine.connect() as connection:
        scores = connection.exec_driver_sql("SELECT points, raw_points, late_days FROM scores ORDER BY id").all()
        totals = connection.exec_driver_sql("SELECT total_points, total_share FROM enrollments ORDER BY id").all()
    assert [tuple(row) for row in scores] == [(7000, 7000, 0), (None, None, 0)]  # in hundredths
    assert [tuple(row) for row in totals] == [(7000, 4667), (0, 0)]
    schema.downgrade(engine, "0004")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM scores").scalar() == 2
    engine.dispose()


def test_points_that_are_there_become_hundredths_and_back(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0004")
        for line in OLD_CLASS:
            connection.exec_driver_sql(line)
        command.upgrade(schema._config(connection), "0013")
        for line in (
            "UPDATE scores SET attempts = 4, is_stuck = true, override_points = 100, points = 100 WHERE points = 70",
            f"INSERT INTO overrides (score_id, points, reason, actor_id, at) SELECT id, 100, '-', 1, {NOW} FROM scores",
            "INSERT INTO score_changes (score_id, from_points, to_points, reason, at) "
            f"SELECT id, NULL, 70, '-', {NOW} FROM scores WHERE points = 100",
        ):
            connection.exec_driver_sql(line)
    schema.upgrade(engine)
    with Session(engine) as session:
        item = session.scalars(select(AssignmentExercise).filter_by(slug="relu")).one()
        score = session.scalars(select(Score).filter_by(assignment_exercise_id=item.id)).one()
        (count,) = session.scalars(select(ScoreCount))
        assert (item.max_points, score.points, score.override_points, score.raw_points) == (100, 100, 100, 70)
        assert (score.is_solved, score.is_stuck) == (True, False)
        assert (count.points, count.is_solved, count.is_stuck, count.students) == (100, True, False, 1)
        assert set(session.scalars(select(Override.points))) == {100}
        assert session.execute(select(ScoreChange.from_points, ScoreChange.to_points)).all() == [(None, 70)]
        session.execute(update(Score).where(Score.id == score.id).values(points=Decimal("99.5")))
        session.commit()
    schema.downgrade(engine, "0013")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT points FROM scores ORDER BY id").scalars().all() == [100, None]
        assert connection.exec_driver_sql("SELECT points FROM score_counts").scalars().all() == [100]
        assert connection.exec_driver_sql("SELECT max_points FROM assignment_exercises").scalars().all() == [100, 50]
    engine.dispose()


def test_tokens_that_are_there_expire_180_days_after_the_upgrade(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0012")
        connection.exec_driver_sql(OLD_CLASS[0])
        connection.exec_driver_sql(
            "INSERT INTO api_tokens (user_id, name, prefix, token_hash, created_at) "
            f"VALUES (1, 'laptop', 'chr_', 'x', {NOW})"
        )
    schema.upgrade(engine)
    with Session(engine) as session:
        (token,) = session.scalars(select(ApiToken))
        assert token.scope is Scope.SUBMIT
        assert abs(token.expires_at - utcnow() - timedelta(days=180)) < timedelta(minutes=5)
    schema.downgrade(engine, "0012")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM api_tokens").scalar() == "laptop"
    engine.dispose()
