"""A course with something of everything, and an empty database of the same kind beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from server import schema
from server.core.db import make_engine, make_sessions
from tests.server.archive.course import Filled, fill
from tests.server.world import database_url, engine, sessions
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url", "sessions"]


@pytest.fixture
def elsewhere(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[sessionmaker[Session]]:
    """Another database of the same kind, with nothing in it."""
    if engine.dialect.name == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    else:
        url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    other = make_engine(url)
    schema.upgrade(other)
    yield make_sessions(other)
    other.dispose()


@pytest.fixture
def filled(sessions: sessionmaker[Session]) -> Filled:
    """The course, in the first database."""
    with sessions() as session:
        return fill(session)
