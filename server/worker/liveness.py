"""Say which workers and reconcilers are alive: expiring keys in Redis, and names that identify a process.

``python -m server.worker.liveness worker`` is a container's health check: does a worker of this machine run?
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from server.core.settings import Settings

EVERY_S = 5.0
FORGOTTEN_AFTER_S = 20
WORKER = "worker"
RECONCILER = "reconciler"

log = structlog.get_logger(__name__)


class Presence:
    """Records and counts the live processes of one kind."""

    def __init__(self, client: redis.Redis, kind: str) -> None:
        self._redis = client
        self._kind = kind

    @classmethod
    def of(cls, settings: Settings, kind: str) -> Presence:
        """Return one with its own client, which gives up after a second."""
        retry = Retry(NoBackoff(), 0)
        client = redis.Redis.from_url(settings.redis, socket_timeout=1, socket_connect_timeout=1, retry=retry)
        return cls(client, kind)

    def refresh(self) -> None:
        """Record that this process is alive; if the broker is unreachable, the next call tries again."""
        try:
            self._redis.set(f"{self._kind}:{own_name()}", "1", ex=FORGOTTEN_AFTER_S)
        except redis.RedisError as error:
            log.warning("presence was not recorded", kind=self._kind, error=str(error))

    def count(self, machine: str = "*") -> int:
        """Return how many processes recorded themselves lately, on one machine or on all.

        Raises:
            redis.RedisError: if the broker is unreachable.
        """
        return sum(1 for _ in self._redis.scan_iter(match=f"{self._kind}:{machine}:*", count=500))


def host() -> str:
    """Return the name of this machine or container."""
    return socket.gethostname()[:60]


def name_of(pid: int) -> str:
    """Return the name that claims of process `pid` carry, with its start time because process ids are reused."""
    return f"{host()}:{pid}:{_started(pid)}"


def own_name() -> str:
    """Return the name of this process."""
    return name_of(os.getpid())


def is_dead(name: str) -> bool:
    """Return whether `name` is of this machine and its process has ended; False for a name of another machine."""
    machine, _, rest = name.partition(":")
    pid, _, started = rest.partition(":")
    if machine != host() or not pid.isdecimal():
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """Return the start time of a process in clock ticks since boot: "0" without /proc, empty if the process ended."""
    if not Path("/proc/self/stat").exists():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return ""
        except PermissionError:
            return "0"
        return "0"
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    # Field 22; the second field is the command in parentheses and may hold spaces. Z and X have ended.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


def main(arguments: list[str]) -> int:
    """Return exit code 0 if a process of the given kind is alive on this machine."""
    if len(arguments) != 1 or arguments[0] not in {WORKER, RECONCILER}:
        sys.stderr.write(f"usage: python -m server.worker.liveness {WORKER}|{RECONCILER}\n")
        return 2
    try:
        return 0 if Presence.of(Settings(), arguments[0]).count(host()) else 1
    except redis.RedisError as error:
        sys.stderr.write(f"the broker is not responding: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
