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
        self._token: tuple[str | None, str] | None = None
        if email is not None:
            form = {"csrf_token": self.csrf_token("/login"), "email": email, "password": PASSWORD}
            answer = self.post("/login", form)
            assert answer.status_code == 302, answer.text

    def csrf_token(self, form: str = "/account") -> str:
        """The token of the session, read again when its cookie has changed."""
        if self._token is not None and self._token[0] == self._session_cookie():
            return self._token[1]
        page = self.client.get(form, follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page
        self._token = self._session_cookie(), found.group(1)
        return found.group(1)

    def _session_cookie(self) -> str | None:
        cookie = self.client.get_cookie(self.client.application.config["SESSION_COOKIE_NAME"])
        return cookie.value if cookie else None

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, str] | None = None, **more: object) -> TestResponse:
        data = data or {}
        token = {} if "csrf_token" in data else {"csrf_token": self.csrf_token()}
        return self.client.post(path, data={**token, **data}, **more)


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
