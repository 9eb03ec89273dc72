"""A site that sends its mail to a post office of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.accounts.models import User
from server.app import create_app
from server.core.settings import Settings
from tests.server.conftest import Visitor
from tests.server.hashing import watched
from tests.server.roster.smtp import Postbox, post_office
from tests.server.world import database_url, engine, sessions
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "postgres", "postgres_url", "sessions", "watched"]

PUBLIC = "https://dl.example.org"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with post_office() as box:
        yield box


@pytest.fixture
def mailing(settings: Settings, postbox: Postbox) -> Iterator[Flask]:
    """The application with a mail server."""
    values = settings.model_dump() | {
        "smtp_url": f"smtp://127.0.0.1:{postbox.port}?tls=none",
        "public_url": PUBLIC,
        "mail_from": "Deep Learning <dl@example.org>",
    }
    app = create_app(Settings(**values))
    yield app
    app.extensions["chainrule.engine"].dispose()


@pytest.fixture
def visit(app: Flask, session: Session) -> Callable[..., Visitor]:
    """As everywhere, but what a test has read before holds no lock on the one database while pages are asked for."""

    class Patient(Visitor):
        def get(self, path: str, **more: object) -> TestResponse:
            session.commit()
            return super().get(path, **more)

        def post(self, path: str, data: dict[str, str] | None = None, **more: object) -> TestResponse:
            session.commit()
            return super().post(path, data, **more)

    return lambda who=None: Patient(app, f"{who}@example.org" if who else None)


def someone(app: Flask, who: str | None = None) -> Visitor:
    return Visitor(app, f"{who}@example.org" if who else None)


def alter(session: Session, who: User, **columns: object) -> None:
    """Set columns of an account as no page does."""
    for name, value in columns.items():
        setattr(session.get_one(User, who.id), name, value)
    session.commit()
