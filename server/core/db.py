"""The database engine, the declarative base, and the column types that all models use."""

from __future__ import annotations

import functools
import sqlite3
import time
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from server.core.sqlite_write_lock import SqliteWriteLock
from server.text.points import in_hundredths, of_hundredths

BUSY_TIMEOUT_MS = 15_000
_READS = "chainrule_only_reads"  # an execution option of SQLite, and the state of a connection


class UTCDateTime(TypeDecorator[datetime]):
    """Stores aware times and returns them in UTC, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; refuse naive times."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"the time {value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware time in UTC; SQLite returns naive times, which are UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Points(TypeDecorator[Decimal]):
    """Stores points with up to two decimals as a whole number of hundredths, so that databases add them exactly."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | float | None, dialect: Dialect) -> int | None:
        """Convert to hundredths; refuse more than two decimals."""
        return None if value is None else in_hundredths(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return the points, which have no trailing zeros."""
        return None if value is None else of_hundredths(int(value))


class Base(DeclarativeBase):
    """The base of all models; constraints have fixed names so that migrations can refer to them."""

    type_annotation_map = {datetime: UTCDateTime(), Decimal: Points()}  # noqa: RUF012 - SQLAlchemy requires it
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def utcnow() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def make_engine(url: str) -> Engine:
    """Create an engine with settings under which no submission is lost.

    On SQLite: WAL, full sync, a busy timeout of 15 s and foreign keys. Transactions begin IMMEDIATE unless they only
    read (see `Sessions`), because a deferred one that later writes can fail at once with "database is locked". On
    PostgreSQL: no JIT compilation.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=10, max_overflow=60, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _without_jit)
        return engine
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
        # A reader must not wait for a connection while many writers wait for their turn. One in memory has no pool.
        **({"pool_size": 10, "max_overflow": 60} if make_url(url).database else {}),
        hide_parameters=True,
    )

    write_lock = SqliteWriteLock(engine)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # otherwise the driver would begin transactions itself
        cursor = connection.cursor()
        cursor.execute(
            f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}"
        )  # first, because the next statements may have to wait
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        only_reads = connection.get_execution_options().get(_READS, False)
        if connection.info.get(_READS, False) is not only_reads:
            connection.connection.driver_connection.execute(f"PRAGMA query_only = {int(only_reads)}")
            connection.info[_READS] = only_reads
        if only_reads:
            connection.exec_driver_sql("BEGIN DEFERRED")
        else:
            write_lock.begin(connection)

    return engine


def _without_jit(connection: Any, _record: Any) -> None:
    """Disable the JIT of PostgreSQL, which may compile for seconds a query that runs for a tenth of a second."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch a database file to write-ahead logging, permanently.

    While another connection makes the same switch or begins its first transaction, SQLite fails at once with "locked",
    regardless of the busy timeout.
    """
    ends_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.01)
        else:
            return


def insert_into(session: Session, model: type[Base]) -> Any:
    """Return an insert into the table of `model` that supports ON CONFLICT on both databases."""
    return _insert_into(session.get_bind().dialect.name, model)


@functools.cache  # building the `excluded` of a statement is slow, and the statement caches it
def _insert_into(dialect: str, model: type[Base]) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)


class Sessions(sessionmaker[Session]):
    """Creates sessions whose objects stay readable after a commit.

    ``sessions()`` may write; on SQLite, each of its transactions waits for other writers before it reads anything.
    ``sessions.reading()`` waits for nobody, and the database refuses what it tries to write. A transaction that has
    read cannot begin to write, because another one may have changed what it read: `begin_writing` begins a new one.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._writer = engine
        self._reader = engine.execution_options(**{_READS: True, "postgresql_readonly": True})

    def reading(self) -> Session:
        """Return a session that only reads."""
        return self(bind=self._reader)

    def begin_writing(self, session: Session) -> None:
        """End the transaction of `session`; the next ones may write."""
        session.commit()
        session.bind = self._writer


def make_sessions(engine: Engine) -> Sessions:
    """Return the session factory of an engine.

    A process that writes rows must import `server.models` first, so that SQLAlchemy knows all tables.
    """
    return Sessions(engine)


def name_enum(kind: type[StrEnum], length: int = 20) -> Enum:
    """Return a column type that stores the value of a StrEnum as text, on every database."""
    return Enum(kind, native_enum=False, length=length, values_callable=lambda members: [m.value for m in members])
