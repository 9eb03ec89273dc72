"""Health checks for operators and load balancers: one line that says healthy, or why not."""

from __future__ import annotations

import redis
import structlog
from flask import Blueprint, Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from server import schema
from server.accounts.sessions import public
from server.core.request import db, redis_client
from server.worker import pauses
from server.worker.liveness import FORGOTTEN_AFTER_S, RECONCILER, WORKER, Presence

blueprint = Blueprint("health", __name__)
log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Register the health checks in `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Answer that the web process runs; nothing else is checked."""
    return _line("healthy", 200)


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Answer whether a submission received now would be graded."""
    reasons = [reason for reason in (_database(), _grading()) if reason]
    if reasons:
        return _line("not ready: " + "; ".join(reasons), 503)
    faults = {
        "paused": [f"{pause.slug} (version {pause.exercise_version})" for pause in pauses.current(db())],
        "not loaded": current_app.extensions["chainrule.broken_exercises"],
    }
    named = [f"{fault}: {', '.join(slugs)}" for fault, slugs in faults.items() if slugs]
    return _line("; ".join(["healthy, but " + named[0], *named[1:]]) if named else "healthy", 200)


def _database() -> str | None:
    try:
        found = schema.current(db().connection())
    except SQLAlchemyError as error:
        log.warning("the database is not responding", error=str(error))
        return "the database is not responding"
    expected = schema.newest()
    return None if found == expected else f"the database is at schema {found}, but the code expects {expected}"


def _grading() -> str | None:
    try:
        missing = [kind for kind in (WORKER, RECONCILER) if not Presence(redis_client(), kind).count()]
    except redis.RedisError as error:
        log.warning("the broker is not responding", error=str(error))
        return "the broker is not responding"
    return f"no {' and no '.join(missing)} has reported in the last {FORGOTTEN_AFTER_S} s" if missing else None


def _line(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")
