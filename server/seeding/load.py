"""Insert many rows without the ORM: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, cast

import psycopg
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from server.core.db import Base

Row = Sequence[Any]  # integers, text, booleans and None; times as `Loader.moment` writes them


class Loader:
    """Writes rows in the caller's transaction; values must have types that the driver accepts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_postgresql = session.get_bind().dialect.name == "postgresql"

    def moment(self, at: datetime | None) -> str | None:
        """Return a moment in UTC in the format that both databases read."""
        if at is None:
            return None
        plain = at.replace(tzinfo=None).isoformat(" ", "microseconds")
        return f"{plain}+00" if self._is_postgresql else plain

    def load(self, model: type[Base], columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert `rows` with the values of `columns`; all other columns must have a default in SQL."""
        names = ", ".join(columns)
        driver: Any = self._session.connection().connection.driver_connection
        if self._is_postgresql:
            copying = f"COPY {model.__tablename__} ({names}) FROM STDIN"
            with cast("psycopg.Connection[Any]", driver).cursor().copy(copying.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            return
        placeholders = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {model.__tablename__} ({names}) VALUES ({placeholders})", rows)  # noqa: S608 - names

    def lock(self, models: Collection[type[Base]]) -> None:
        """Lock these tables, and with them their next ids, until the transaction ends."""
        if self._is_postgresql:  # on SQLite there is one writer anyway
            names = ", ".join(model.__tablename__ for model in models)
            self._session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))

    def next_id(self, model: type[Base]) -> int:
        """Return the next free id; the table must be locked."""
        column = model.__table__.c.id
        return (self._session.scalar(select(func.max(column))) or 0) + 1

    def set_last_id(self, model: type[Base]) -> None:
        """Make the database continue after the ids that were assigned here."""
        if self._is_postgresql:
            name = model.__tablename__
            setting = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"  # noqa: S608
            self._session.execute(text(setting))

    def analyze(self) -> None:
        """Update the statistics that the query planner of PostgreSQL depends on."""
        if self._is_postgresql:
            self._session.execute(text("ANALYZE"))
