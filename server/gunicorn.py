"""How gunicorn serves the application: ``gunicorn -c python:server.gunicorn 'server:create_app()'``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from server.core.logs import configure
from server.core.settings import Settings

worker_class = "gthread"
workers = 2
threads = 64  # a page that follows its submission holds one for as long as the grading takes
preload_app = True
timeout = 60
graceful_timeout = 3  # live streams never end by themselves
keepalive = 65
control_socket_disable = True
_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files belong on memory, not on a slow disk
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None


def on_starting(_arbiter: Any) -> None:
    """Write the log as every other process does."""
    configure(Settings())
