"""The web platform: pages, API, SQL gradebook and Celery tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.core.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application with `server.app.create_app`, for gunicorn and ``flask --app server``.

    The import happens in this function so that workers, which import this package too, do not load the web application.
    """
    from server import app

    return app.create_app(settings)
