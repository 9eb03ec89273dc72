"""Who, when, how many points: web pages, API, SQL gradebook and Celery tasks."""

from server.app import create_app

__all__ = ["create_app"]
