"""Passwords that are hashed quickly: tests log in thousands of times, and a hash is slow on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords

QUICK = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[PasswordHasher]:
    """The hasher that the server has without this fixture, which puts a quick one in its place."""
    real = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", QUICK)
        yield real
