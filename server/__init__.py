"""Who, when, how many points: web pages, API, SQL gradebook and Celery tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.core.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application, as `server.app.create_app`: for gunicorn and ``flask --app server``.

    It is imported with the first call: a worker, which is of this package too, has no web application in memory.
    """
    from server import app

    return app.create_app(settings)
