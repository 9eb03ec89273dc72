"""Configure gunicorn: ``gunicorn -c python:server.gunicorn 'server:create_app()'``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from server.core.logs import configure
from server.core.settings import Settings
from server.core.web_worker import headers_of, slow_clients

worker_class = "server.core.web_worker.Worker"
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


def post_worker_init(_worker: Any) -> None:
    """Watch the connections of this process."""
    slow_clients.watch()


def pre_request(_worker: Any, request: Any) -> None:
    """Watch a request whose body has a stated length; others are refused before anything reads them."""
    slow_clients.end(headers_of(request.unreader.sock))
    reader = request.body.reader
    if getattr(reader, "length", 0):
        slow_clients.begin(id(request), request.unreader.sock, lambda: int(reader.length), time.monotonic())


def post_request(_worker: Any, request: Any, _environ: Any, _response: Any) -> None:
    """Stop watching a request that has been answered."""
    slow_clients.end(id(request))
