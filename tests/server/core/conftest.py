"""Fixtures of this folder."""

from tests.server.world import database_url, engine, sessions, world
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url", "sessions", "world"]
