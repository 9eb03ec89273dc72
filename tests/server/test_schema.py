"""Migrations: they make what the models say, on both databases, and can be run twice and undone."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import schema
from server.accounts.models import User
from server.db import make_engine
from tests.server.world import database_url, engine
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url"]


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection, warnings.catch_warnings():
        # SQLite cannot reflect the index on lower(email); the next test shows that it is there.
        warnings.filterwarnings("ignore", message=".*expression-based index.*")
        warnings.filterwarnings("ignore", message=".*unsupported reflection of expression-based index.*")
        assert schema.differences(connection) == []
        assert schema.current(connection) == schema.newest()


def test_an_address_is_taken_however_it_is_capitalised(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all(User(email=email, name="-", password_hash="-") for email in ("a@x.org", "A@x.org"))
        with pytest.raises(IntegrityError):
            session.commit()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    assert schema.upgrade(engine) == schema.newest()


def test_two_processes_may_upgrade_at_the_same_time(database_url: str) -> None:
    engines = [make_engine(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(schema.upgrade, engines)) == [schema.newest()] * 2
    for one in engines:
        one.dispose()


def test_going_back_removes_every_table(engine: Engine) -> None:
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert schema.upgrade(engine) == schema.newest()
