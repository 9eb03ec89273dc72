"""Passwords that are hashed quickly: tests log in thousands of times, and a hash is slow on purpose."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.core.settings import Settings

QUICK = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[PasswordHasher]:
    """The hasher that the server has without this fixture, which puts a quick one in its place."""
    real = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", QUICK)
        yield real


class Watched:
    """A hasher that tries to write to a SQLite file, as another process would, each time it hashes a password."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.could_write: list[bool] = []

    def hash(self, password: str) -> str:
        self._try()
        return QUICK.hash(password)

    def verify(self, stored: str, password: str) -> bool:
        self._try()
        return QUICK.verify(stored, password)

    def check_needs_rehash(self, stored: str) -> bool:
        return QUICK.check_needs_rehash(stored)

    def _try(self) -> None:
        with closing(sqlite3.connect(self._path, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                self.could_write.append(False)
            else:
                self.could_write.append(True)


@pytest.fixture
def watched(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The hasher of a test, on the database of its site."""
    passwords.password_matches(None, "warm")  # the hash of nobody is made once in a process
    hasher = Watched(settings.database.removeprefix("sqlite:///"))
    monkeypatch.setattr(passwords, "_hasher", hasher)
    return hasher
