"""Fixtures of this folder: a platform of real processes on private services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.core.db import make_engine, make_sessions
from tests.faults.platform import Platform
from tests.server.world import build_world, put_schema
from tests.services import Redis, postgres, postgres_url, redis_server, redis_url

__all__ = ["postgres", "postgres_url", "redis_server", "redis_url"]


@pytest.fixture(params=["postgresql", "sqlite"])
def platform(request: pytest.FixtureRequest, tmp_path: Path, redis_server: Redis) -> Iterator[Platform]:
    """A database with a course, and processes that can be started and killed; everything ends with the test."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else f"sqlite:///{tmp_path}/f.db"
    put_schema(request, url)
    engine = make_engine(url)
    platform = Platform(url, redis_server.url, tmp_path, build_world(make_sessions(engine)))
    try:
        yield platform
    finally:
        platform.stop_all()
        engine.dispose()
