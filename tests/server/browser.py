"""A browser of ten lines: an application on its own database, and clients that log in as people do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from server import create_app
from server.accounts import tokens
from server.accounts.models import User
from server.core.settings import Settings
from tests.server.classroom import PASSWORD, Classroom

NOWHERE = "unix:///nonexistent/chainrule.sock"
MakeApp = Callable[..., "Site"]


class Site:
    """An application with a classroom in it."""

    def __init__(self, app: Flask, room: Classroom) -> None:
        self.app = app
        self.world = room
        self.sessions: sessionmaker[Session] = app.extensions["chainrule.sessions"]

    def log_in(self, user: User) -> FlaskClient:
        """A client with a login session; it sends the CSRF token of its session with every request."""
        client = self.app.test_client()
        token = _csrf(client.get("/login").text)
        form = {"email": user.email, "password": PASSWORD, "csrf_token": token}
        assert client.post("/login", data=form).status_code == 302
        client.environ_base["HTTP_X_CSRFTOKEN"] = _csrf(client.get("/account").text)
        return client

    def bearer(self, user: User) -> FlaskClient:
        """A client that sends a token of this user."""
        with self.sessions() as session:
            _, secret = tokens.create_token(session, session.get_one(User, user.id), "test")
            session.commit()
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"', page)
    assert found, "the page has no CSRF token"
    return found[1] or found[2]


@pytest.fixture
def make_site(tmp_path: Path, _filled: tuple[Path, Classroom]) -> Iterator[MakeApp]:
    """Makes sites on SQLite; without a Redis unless one is given."""
    made: list[Site] = []

    def make(redis_url: str = NOWHERE, **more: object) -> Site:
        database, room = _filled
        copied = shutil.copy(database, tmp_path / f"site{len(made)}.db")
        app = create_app(Settings(database_url=f"sqlite:///{copied}", redis_url=redis_url, **more))  # type: ignore[arg-type]
        made.append(Site(app, room))
        return made[-1]

    yield make
    for site in made:
        site.app.extensions["chainrule.engine"].dispose()
        site.app.extensions["chainrule.redis"].close()


@pytest.fixture
def site(make_site: MakeApp) -> Site:
    """A site whose broker is away: nothing that a student sends may depend on it."""
    return make_site()
