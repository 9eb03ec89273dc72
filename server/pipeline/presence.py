"""Signs of life of workers and reconcilers: keys in Redis that expire.

``python -m server.pipeline.presence worker`` tells a container's health check whether the one of this machine is there.
"""

from __future__ import annotations

import sys

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from server.pipeline import whereabouts
from server.settings import Settings

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
            self._redis.set(f"{self._kind}:{whereabouts.own_name()}", "1", ex=FORGOTTEN_AFTER_S)
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
        sys.stderr.write(f"usage: python -m server.pipeline.presence {WORKER}|{RECONCILER}\n")
        return 2
    try:
        return 0 if Presence.of(Settings(), arguments[0]).count(whereabouts.host()) else 1
    except redis.RedisError as error:
        sys.stderr.write(f"the broker does not answer: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
