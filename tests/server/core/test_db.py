"""Sessions that read and sessions that write, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError

from server.accounts.models import User
from server.core.db import Sessions
from tests.server.transactions import recorded
from tests.server.world import World

READ_ONLY = r"read-?only"


def test_a_session_that_reads_cannot_write(world: World, sessions: Sessions) -> None:
    for _ in range(2):  # also after it shared the connection with one that writes
        with sessions.reading() as session:
            assert session.scalar(select(User.name)) == "Sam"
            with pytest.raises(DBAPIError, match=READ_ONLY):
                session.execute(update(User).values(name="Kim"))
        with sessions() as session:
            session.execute(update(User).values(name="Sam"))
            session.commit()


def test_a_session_that_reads_stays_so_after_its_first_transaction(world: World, sessions: Sessions) -> None:
    with sessions.reading() as session:
        session.scalar(select(User.name))
        session.commit()
        session.get_one(User, world.student.id).name = "Kim"
        with pytest.raises(DBAPIError, match=READ_ONLY):
            session.flush()


def test_what_another_session_wrote_since_is_no_obstacle_to_begin_writing(world: World, sessions: Sessions) -> None:
    with sessions.reading() as session:
        user = session.scalars(select(User)).one()
        with sessions() as other:
            other.execute(update(User).values(name="Kim"))
            other.commit()
        sessions.begin_writing(session)
        assert user.name == "Sam", "what was read stays readable"
        session.refresh(user)
        assert user.name == "Kim"
        user.name = "Lou"
        session.commit()
    with sessions.reading() as session:
        assert session.scalar(select(User.name)) == "Lou"


def test_reading_waits_for_no_writer(world: World, sessions: Sessions, engine: Engine) -> None:
    with sessions() as writer:
        writer.execute(update(User).values(name="Kim"))
        with recorded(engine) as sent, sessions.reading() as session:
            assert session.scalar(select(User.name)) == "Sam"
        assert (sent.reading, sent.writing) == (1, 0)


def test_a_pool_has_room_for_writers_that_wait_and_for_readers(engine: Engine) -> None:
    held = [engine.connect() for _ in range(40)]
    with engine.connect() as connection:
        assert connection.connection.driver_connection is not None
    assert len(held) == 40
    for connection in held:
        connection.close()


def test_sqlite_locks_the_database_for_a_session_that_writes_and_not_for_one_that_reads(
    world: World, sessions: Sessions, engine: Engine
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("about SQLite")
    other = sqlite3.connect(str(engine.url.database), isolation_level=None, timeout=0.01)
    with sessions.reading() as session:
        session.scalar(select(User.name))
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    with sessions() as session:
        session.scalar(select(User.name))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()
