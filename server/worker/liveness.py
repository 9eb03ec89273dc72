"""Signs of life of workers and reconcilers: keys in Redis that expire.

``python -m server.worker.liveness worker`` tells a container's health check whether the one of this machine is there.
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
from server.worker import liveness

EVERY_S = 5.0
FORGOTTEN_AFTER_S = 20
WORKER = "worker"
RECONCILER = "reconciler"

log = structlog.get_logger(__name__)


class Presence:
    """Tells and asks which processes of one kind are there."""

    def __init__(self, client: redis.Redis, kind: str) -> None:
        self._redis = client
        self._kind = kind

    @classmethod
    def of(cls, settings: Settings, kind: str) -> Presence:
        """With a client of its own that gives up soon."""
        retry = Retry(NoBackoff(), 0)
        client = redis.Redis.from_url(settings.redis, socket_timeout=1, socket_connect_timeout=1, retry=retry)
        return cls(client, kind)

    def tell(self) -> None:
        """Say that this process is there; a broker that is away is told the next time."""
        try:
            self._redis.set(f"{self._kind}:{liveness.own_name()}", "1", ex=FORGOTTEN_AFTER_S)
        except redis.RedisError as error:
            log.warning("a sign of life was not given", kind=self._kind, error=str(error))

    def count(self, machine: str = "*") -> int:
        """How many said so lately, on every machine or on one.

        Raises:
            redis.RedisError: when the broker is away.
        """
        return sum(1 for _ in self._redis.scan_iter(match=f"{self._kind}:{machine}:*", count=500))


def main(arguments: list[str]) -> int:
    """Exit code 0 if a process of the named kind was heard of on this machine lately."""
    if len(arguments) != 1 or arguments[0] not in {WORKER, RECONCILER}:
        sys.stderr.write(f"usage: python -m server.worker.liveness {WORKER}|{RECONCILER}\n")
        return 2
    try:
        return 0 if Presence.of(Settings(), arguments[0]).count(liveness.host()) else 1
    except redis.RedisError as error:
        sys.stderr.write(f"the broker does not answer: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))


def host() -> str:
    """This machine, or this container."""
    return socket.gethostname()[:60]


def name_of(pid: int) -> str:
    """The name that claims of process `pid` carry; it holds the start time, because ids are used again."""
    return f"{host()}:{pid}:{_started(pid)}"


def own_name() -> str:
    """The name of this process."""
    return name_of(os.getpid())


def is_dead(name: str) -> bool:
    """Whether `name` is of this machine and its process is gone; a name of another machine is never called dead."""
    machine, _, rest = name.partition(":")
    pid, _, started = rest.partition(":")
    if machine != host() or not pid.isdecimal():
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """Start time of a living process in clock ticks since boot; "0" where there is no /proc, empty for the dead."""
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
    # Field 22; the second field is the command in parentheses and may hold spaces. Z and X are dead already.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
