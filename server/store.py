"""The database session and the Redis client of the current request."""

from __future__ import annotations

from typing import cast

import redis
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.orm import Session

from server.db import make_engine, make_sessions
from server.settings import Settings


def init_app(app: Flask) -> None:
    """Create the engine, the session factory and the Redis pool, and end each request's session."""
    settings: Settings = app.extensions["chainrule.settings"]
    engine = make_engine(settings.database)
    app.extensions["chainrule.engine"] = engine
    app.extensions["chainrule.sessions"] = make_sessions(engine)
    app.extensions["chainrule.redis"] = redis.Redis.from_url(
        settings.redis, socket_connect_timeout=2, socket_timeout=20, health_check_interval=30
    )
    app.teardown_appcontext(_close_session)


def _close_session(_error: BaseException | None) -> None:
    session = g.pop("chainrule_session", None)
    if session is not None:
        session.close()


def db() -> Session:
    """The session of the current request; closed, and rolled back unless committed, at its end.

    A GET reads one snapshot and takes no lock, so that on SQLite pages wait for nobody and nobody for them.
    """
    if "chainrule_session" not in g:
        session = current_app.extensions["chainrule.sessions"]()
        if has_request_context() and request.method in {"GET", "HEAD"}:
            session.connection(execution_options={"sqlite_read_only": True})
        g.chainrule_session = session
    return cast(Session, g.chainrule_session)


def redis_client() -> redis.Redis:
    """The application's Redis client."""
    return cast("redis.Redis", current_app.extensions["chainrule.redis"])


def settings() -> Settings:
    """The settings of the current application."""
    return cast(Settings, current_app.extensions["chainrule.settings"])
