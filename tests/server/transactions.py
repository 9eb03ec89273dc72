"""Count what an engine sends to its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, event


@dataclass
class Sent:
    """What was sent: statements, and the transactions that could write or could not."""

    statements: list[str] = field(default_factory=list)
    writing: int = 0
    reading: int = 0
    commits: int = 0
    """of the transactions that could write"""


@contextmanager
def recorded(engine: Engine) -> Iterator[Sent]:
    """Record while the ``with`` block runs."""
    sent = Sent()

    def keep(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if not sql.startswith(("BEGIN", "PRAGMA")):
            sent.statements.append(sql)

    def begin(connection: Connection) -> None:
        if only_reads(connection):
            sent.reading += 1
        else:
            sent.writing += 1

    def commit(connection: Connection) -> None:
        sent.commits += not only_reads(connection)

    listeners = {"before_cursor_execute": keep, "begin": begin, "commit": commit}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    yield sent
    for name, listener in listeners.items():
        event.remove(engine, name, listener)


def only_reads(connection: Connection) -> bool:
    """Return whether the database refuses writes on this connection; it is asked, not the options."""
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        found = cursor.execute("PRAGMA query_only").fetchone()[0] == 1
    else:
        found = bool(connection.connection.driver_connection.read_only)  # type: ignore[union-attr]
    cursor.close()
    return found
