"""Give the threads of a process SQLite's write lock one after another, so that none waits for long.

SQLite polls a locked database at growing intervals, up to a tenth of a second, and the lock goes to whoever polls at
the right moment. With dozens of threads, some wait for seconds. Here, the threads of a process queue for a Python lock.
Only its holder polls SQLite, every 1.5 ms, and its release wakes the next thread at once.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

PAUSE_S = 0.0015
_BEGIN = "BEGIN IMMEDIATE"


class SqliteWriteLock:
    """The right to write to the database of an engine; a thread holds it until its transaction ends."""

    def __init__(self, engine: Engine) -> None:
        self._turn = threading.Lock()
        self._holder: sqlite3.Connection | None = None  # set by the thread that has the lock
        for name in ("commit", "rollback"):
            event.listen(engine, name, self._end)
        for name in ("checkin", "invalidate", "close"):  # also of a transaction that was dropped
            event.listen(engine, name, lambda driver, *_: self._release(driver))

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that may write, within the busy timeout of the connection.

        Raises:
            OperationalError: if the database stays locked, or it fails otherwise.
        """
        driver: Any = connection.connection.driver_connection
        timeout_s = driver.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
        ends_at = time.monotonic() + timeout_s
        if not self._turn.acquire(timeout=timeout_s):
            raise _failed(sqlite3.OperationalError("database is locked"))
        self._holder = driver
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            while not _begins(driver, is_last=time.monotonic() >= ends_at):
                time.sleep(PAUSE_S)
        except sqlite3.OperationalError as error:
            self._release(driver)
            raise _failed(error) from error
        finally:
            driver.execute(f"PRAGMA busy_timeout = {round(timeout_s * 1000)}")

    def _end(self, connection: Connection) -> None:
        # SQLAlchemy calls this before SQLite commits. So the next writer of this process still finds the database
        # locked and has no advantage over other processes, which could otherwise wait until this one has no writers.
        if not connection.invalidated:
            self._release(connection.connection.driver_connection)

    def _release(self, driver: Any) -> None:
        """Release the lock if this connection holds it."""
        if driver is not None and self._holder is driver:
            self._holder = None
            self._turn.release()


def _begins(driver: Any, *, is_last: bool) -> bool:
    """Try to begin; return False if the database is locked and this is not the last try."""
    try:
        driver.execute(_BEGIN)
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _failed(error: sqlite3.OperationalError) -> OperationalError:
    return OperationalError(_BEGIN, {}, error)
