"""The platform on each of its two footings, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.platform import RunningPlatform, short_dir
from tests.services import postgres, postgres_url, redis_server, redis_url

__all__ = ["postgres", "postgres_url", "redis_server", "redis_url"]


@pytest.fixture(params=["embedded", "postgresql and redis"])
def platform(request: pytest.FixtureRequest) -> Iterator[RunningPlatform]:
    """A running platform with its demo course."""
    settings = {}
    if request.param != "embedded":
        settings = {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": request.getfixturevalue("redis_url"),
        }
    with short_dir() as directory:
        running = RunningPlatform(Path(directory), **settings)
        try:
            running.wait_until_ready()
            yield running
        finally:
            running.stop()
