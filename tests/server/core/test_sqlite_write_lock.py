"""Those who write to SQLite wait in turns, and a turn ends with its transaction however that ends."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import OperationalError

from server.core.db import Sessions, make_engine, make_sessions


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'numbers.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n INTEGER)"))
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return make_sessions(engine)


@pytest.fixture
def impatient(engine: Engine) -> None:
    def wait_briefly(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(engine, "checkout", wait_briefly)


def add(sessions: Sessions) -> None:
    with sessions() as session:
        session.execute(text("INSERT INTO numbers VALUES (1)"))
        session.commit()


def test_many_writers_all_get_their_turn(sessions: Sessions) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: add(sessions), range(100)))
    with sessions.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM numbers")) == 100


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "error", "lost"])
def test_a_turn_ends_with_its_transaction(sessions: Sessions, impatient: None, ending: str) -> None:
    session = sessions()
    session.execute(text("INSERT INTO numbers VALUES (1)"))
    if ending == "error":
        with pytest.raises(OperationalError):
            session.execute(text("SELECT * FROM nothing"))
    if ending == "lost":
        session.connection().invalidate()
    getattr(session, ending if ending in {"commit", "rollback"} else "close")()
    add(sessions)


@pytest.mark.usefixtures("impatient")
def test_a_turn_that_does_not_come_is_a_busy_database(sessions: Sessions) -> None:
    with sessions() as session:
        session.execute(text("INSERT INTO numbers VALUES (1)"))
        with pytest.raises(OperationalError, match="database is locked"):
            add(sessions)
    add(sessions)


@pytest.mark.usefixtures("impatient")
def test_a_lock_of_another_process_is_waited_for_no_longer_than_the_busy_timeout(
    sessions: Sessions, engine: Engine
) -> None:
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        add(sessions)
    assert time.monotonic() - begun >= 0.05
    other.execute("ROLLBACK")
    add(sessions)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 50
    other.close()


def test_a_writer_begins_soon_after_another_process_has_ended_its_transaction(
    sessions: Sessions, engine: Engine
) -> None:
    other = sqlite3.connect(str(engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.4, other.execute, ["ROLLBACK"])  # by then, SQLite would sleep for a tenth of a second
    timer.start()
    tries = 0

    def count(statement: str) -> None:
        nonlocal tries
        tries += statement == "BEGIN IMMEDIATE"

    with sessions.reading() as session:  # the connection that is used next
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(count)
    add(sessions)
    timer.join()
    other.close()
    assert tries > 20
    with sessions.reading() as session:
        assert session.scalars(select(text("n")).select_from(text("numbers"))).all() == [1]
