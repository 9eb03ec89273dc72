"""A real Chromium, a live server on a port of its own, and people who log in with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.orm import Session, sessionmaker

from grader.report import Stage
from server import schema
from server.app import create_app
from server.core.settings import Settings
from server.submissions.models import JobState, Submission
from server.submissions.progress import Feed
from tests.browser.serving import serving
from tests.server import classroom
from tests.server.classroom import PASSWORD, Classroom
from tests.server.hashing import real_hasher
from tests.server.world import put_schema
from tests.services import postgres, redis_server, redis_url

__all__ = ["postgres", "real_hasher", "redis_server", "redis_url"]

WIDE = {"width": 1360, "height": 850}
NARROW = {"width": 390, "height": 844}


@dataclass
class Site:
    """A running server with a classroom; `grade_last` stands in for the worker.

    Attributes:
        logins: the cookies of who logged in, for a site that outlives a test: logins are throttled. None: not kept.
    """

    url: str
    app: Flask
    room: Classroom
    sessions: sessionmaker[Session]
    feed: Feed
    logins: dict[str, Any] | None = None

    def last_submission(self) -> Submission:
        with self.sessions() as session:
            found = session.query(Submission).order_by(Submission.id.desc()).first()
            assert found, "nothing was submitted"
            return found

    def grade_last(self, report: dict[str, Any], *, stages: tuple[Stage, ...] = ()) -> None:
        """Grade what was sent last, telling the live page of `stages` first."""
        public_id = self.last_submission().public_id
        self.feed.state(public_id, JobState.RUNNING)
        for stage in stages:
            self.feed.stage(public_id, {"stage": stage, "state": "running", "verdict": None})
            self.feed.stage(
                public_id, {"stage": stage, "state": "done", "verdict": "AC", "points": 10, "max_points": 10}
            )
        self.finish(report)

    def finish(self, report: dict[str, Any]) -> None:
        with self.sessions() as session:
            submission = session.query(Submission).order_by(Submission.id.desc()).first()
            assert submission
            classroom.grade(session, submission, report)
        self.feed.done(submission.public_id, {"state": "graded"})


@contextmanager
def open_site(state_dir: Path, database_url: str, redis_url: str) -> Iterator[Site]:
    """The web application with a classroom, served for as long as the block lasts."""
    settings = Settings(state_dir=state_dir, database_url=database_url, redis_url=redis_url)
    app = create_app(settings)
    schema.upgrade(app.extensions["chainrule.engine"])
    sessions = app.extensions["chainrule.sessions"]
    with sessions() as session:
        room = classroom.build(session)
    with serving(app) as url:
        yield Site(url, app, room, sessions, Feed.of(settings))


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, redis_url: str) -> Iterator[Site]:
    """The web application on SQLite and a private Redis."""
    redis.Redis.from_url(redis_url).flushall()
    url = f"sqlite:///{tmp_path / 'site.db'}"
    put_schema(request, url)
    with open_site(tmp_path, url, redis_url) as site:
        yield site


def _log_in(page: Page, who: str) -> None:
    page.goto("/login")
    page.get_by_label("Email").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()
    page.wait_for_load_state()


LogIn = Callable[..., Page]


@pytest.fixture
def log_in(chromium: Browser, site: Site) -> Iterator[LogIn]:
    """``log_in("ada")`` is a page of Ada in a browser of her own; None stays logged out.

    At the end no page may have had a script error, a refused resource or a violation of the policy; the browser also
    notes answers that a test asked for: a form sent back with errors, a conflict, an ended session, a cut connection.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(who: str | None = None, **options: Any) -> Page:
        kept = (site.logins or {}).get(who or "")
        context = chromium.new_context(base_url=site.url, storage_state=kept, **{"viewport": WIDE, **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        if kept:
            page.goto("/")
        elif who is not None:
            _log_in(page, who)
            if site.logins is not None:
                site.logins[who] = context.storage_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    asked_for = ("ERR_INTERNET_DISCONNECTED", *(f"status of {status}" for status in (400, 401, 409, 422, 429)))
    assert [text for text in complaints if not any(sign in text for sign in asked_for)] == []
