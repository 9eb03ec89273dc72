"""Configure gunicorn: ``gunicorn -c python:server.gunicorn 'server:create_app()'``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from server.core.logs import configure
from server.core.settings import Settings

worker_class = "gthread"
workers = 2
threads = 64  # a page that follows a submission occupies one until the grading ends
preload_app = True
timeout = 60
graceful_timeout = 3  # live streams do not end on their own
keepalive = 65
control_socket_disable = True
_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files belong in memory, not on a slow disk
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None


def on_starting(_arbiter: Any) -> None:
    """Configure the log like that of every other process."""
    configure(Settings())
