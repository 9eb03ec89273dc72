"""A web application on a small course, and visitors who keep cookies and send CSRF tokens as a browser does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server import schema
from server.app import create_app
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from tests.server import classroom
from tests.server.classroom import PASSWORD, Classroom
from tests.server.compiled import compile_once
from tests.server.hashing import real_hasher

__all__ = ["real_hasher"]

compile_once()


class Visitor:
    """Someone with a browser; `email` None has not logged in."""

    def __init__(self, app: Flask, email: str | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        if email is not None:
            answer = self.post("/login", {"email": email, "password": PASSWORD})
            assert answer.status_code == 302, answer.text

    def csrf_token(self) -> str:
        page = self.client.get("/account", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page
        return found.group(1)

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, str] | None = None, **more: object) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf_token(), **(data or {})}, **more)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Classroom]:
    """A database file with the course in it, made once and copied for each test: hashing passwords takes time."""
    path = tmp_path_factory.mktemp("classroom") / "filled.db"
    engine = make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    with make_sessions(engine)() as session:
        made = classroom.build(session)
    engine.dispose()
    return path, made


@pytest.fixture
def room(_filled: tuple[Path, Classroom]) -> Classroom:
    """The people and exercises of the course, to read from."""
    return _filled[1]


@pytest.fixture
def settings(_filled: tuple[Path, Classroom], tmp_path: Path) -> Settings:
    """SQLite, and a broker that nobody answers at."""
    shutil.copy(_filled[0], tmp_path / "test.db")
    return Settings(
        state_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'test.db'}",
        redis_url=f"unix://{tmp_path / 'nobody.sock'}?db=0",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["chainrule.engine"].dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["chainrule.sessions"]() as session:
        yield session


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """``visit("ada")`` is Ada, logged in; ``visit()`` is nobody yet."""
    return lambda who=None: Visitor(app, f"{who}@example.org" if who else None)
