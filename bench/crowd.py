"""A class of ten thousand in its own database, on SQLite and on PostgreSQL, and a teacher's browser."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from server import create_app, schema
from server.core.db import utcnow
from server.core.settings import Settings
from server.seeding.course import PASSWORD, address
from server.seeding.seed import seed_course
from server.seeding.size import Size
from tests.services import Postgres, postgres_bin

STUDENTS = int(os.environ.get("CHAINRULE_BENCH_STUDENTS", "10000"))
LARGE, SMALL = "large", "small"
SIZES = {LARGE: Size(STUDENTS, 40, 10), SMALL: Size(100, 40, 10, seed=2)}
RUNS = 7
WARM_UPS = 6  # on PostgreSQL, a statement is prepared at its sixth execution


@dataclass(slots=True)
class Site:
    """An application with a seeded database."""

    name: str
    app: Flask
    statements: list[str] = field(default_factory=list)

    def teacher(self, slug: str) -> FlaskClient:
        """Return a browser logged in as the instructor of a course."""
        client = self.app.test_client()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
        assert found is not None
        form = {"email": address(slug, "teacher"), "password": PASSWORD, "csrf_token": found[1]}
        assert client.post("/login", data=form).status_code == 302
        return client

    def timed_ms(self, client: FlaskClient, path: str) -> list[float]:
        """Return the server's times for a page over several requests, without the warm-up requests."""
        times = []
        for _ in range(RUNS + WARM_UPS):
            begun = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, (path, answer.status)
        return times[WARM_UPS:]

    def queries(self, client: FlaskClient, path: str) -> int:
        """Return the number of statements that a page executes."""
        self.statements.clear()
        assert client.get(path).status_code == 200
        return len(self.statements)


def open_site(name: str, url: str) -> Site:
    """Return an application on a database that contains both courses."""
    site = Site(name, create_app(Settings(database_url=url, redis_url="unix:///nonexistent/bench.sock")))
    engine = site.app.extensions["chainrule.engine"]
    event.listen(engine, "before_cursor_execute", lambda *call: site.statements.append(call[2]))
    return site


def databases() -> Iterator[tuple[str, str]]:
    """Yield the name and URL of one empty database after another; each is removed before the next one."""
    with tempfile.TemporaryDirectory(prefix="chainrule-bench-") as directory:
        yield "SQLite", f"sqlite:///{directory}/bench.db"
    with postgresql() as url:
        yield "PostgreSQL", url


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of an empty database on a private PostgreSQL server."""
    cluster = Postgres(postgres_bin())
    try:
        cluster.create()
        cluster.start()
        yield cluster.new_database()
    finally:
        cluster.remove()


def fill(site: Site) -> float:
    """Create both courses and report progress; return the seconds for the large one."""
    schema.upgrade(site.app.extensions["chainrule.engine"])
    sessions = site.app.extensions["chainrule.sessions"]
    seed_course(sessions, SMALL, SIZES[SMALL], utcnow())
    begun = time.monotonic()

    def tell(done: int, submissions: int) -> None:
        if done % 1000 == 0:
            spent = time.monotonic() - begun
            print(f"{site.name}: {done:,} students, {submissions:,} submissions, {spent:.0f} s", file=sys.stderr)

    seed_course(sessions, LARGE, SIZES[LARGE], utcnow(), tell)
    spent = time.monotonic() - begun
    _settle(site.app.extensions["chainrule.engine"])
    return spent


def _settle(engine: Engine) -> None:
    """Analyze PostgreSQL's tables, as it does by itself a few minutes later; without statistics its plans differ."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
