"""The database session and the Redis client of the current request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import redis
from flask import Flask, current_app, g, has_request_context, request
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from server.core.db import Sessions, make_engine, make_sessions
from server.core.settings import Settings

READS = {"GET", "HEAD", "OPTIONS"}
READ_TIMEOUT_S = 20
View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Create the engine, the session factory and the Redis client, and close the session after each request."""
    settings: Settings = app.extensions["chainrule.settings"]
    engine = make_engine(settings.database)
    app.extensions["chainrule.engine"] = engine
    app.extensions["chainrule.sessions"] = make_sessions(engine)
    app.extensions["chainrule.redis"] = redis.Redis.from_url(
        settings.redis,
        socket_connect_timeout=1,
        socket_timeout=READ_TIMEOUT_S,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 1),  # an unavailable broker is noticed at once, and a stale connection is replaced
    )
    app.before_request(_refuse_unreadable_path)
    app.teardown_appcontext(_close_session)


def _refuse_unreadable_path() -> None:
    """Refuse a path with NUL in it: nothing has such a name, and PostgreSQL fails where it looks for one."""
    if any(isinstance(value, str) and "\0" in value for value in (request.view_args or {}).values()):
        raise NotFound


def _close_session(_error: BaseException | None) -> None:
    session = g.pop("chainrule_session", None)
    if session is not None:
        session.close()


def db() -> Session:
    """Return the session of the current request; it is closed at the end, and rolled back unless committed.

    For a GET, or a view marked with `reads_first`, it is read-only and does not wait for writers.
    """
    if "chainrule_session" not in g:
        g.chainrule_session = sessions().reading() if has_request_context() and _begins_to_read() else sessions()()
    return cast(Session, g.chainrule_session)


def end_transaction() -> None:
    """End the transaction of the current request, if there is one; the rows that were read keep their values."""
    session: Session | None = g.get("chainrule_session")
    if session is not None:
        session.commit()


def reads_first(view: View) -> View:
    """Mark a POST view that should not wait for writers until it writes.

    Its session only reads until the view, or what it calls, calls `Sessions.begin_writing`.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def _begins_to_read() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in READS or getattr(view, "reads_first", False)


def sessions() -> Sessions:
    """Return the session factory, for work that outlives the request or needs its own transaction."""
    return cast(Sessions, current_app.extensions["chainrule.sessions"])


def redis_client() -> redis.Redis:
    """Return the Redis client of the application."""
    return cast("redis.Redis", current_app.extensions["chainrule.redis"])


def settings() -> Settings:
    """Return the settings of the current application."""
    return cast(Settings, current_app.extensions["chainrule.settings"])
