"""Fixtures of this folder."""

from tests.server.browser import make_site, site
from tests.server.world import database_url, engine, sessions, world
from tests.services import postgres, postgres_url, redis_server, redis_url

__all__ = [
    "database_url",
    "engine",
    "make_site",
    "postgres",
    "postgres_url",
    "redis_server",
    "redis_url",
    "sessions",
    "site",
    "world",
]
