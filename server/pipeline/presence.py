"""A sign of life of the workers, for the readiness page: a key in Redis that expires."""

from __future__ import annotations

import contextlib

import redis

from server.pipeline import whereabouts

EVERY_S = 5.0
FORGOTTEN_AFTER_S = 20
PREFIX = "worker:"


class Presence:
    """Tells and asks which workers are there."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def tell(self) -> None:
        """Say that the worker of this process is there; a broker that is away is told the next time."""
        with contextlib.suppress(redis.RedisError):
            self._redis.set(PREFIX + whereabouts.own_name(), "1", ex=FORGOTTEN_AFTER_S)

    def count(self) -> int:
        """How many workers said so lately.

        Raises:
            redis.RedisError: when the broker is away.
        """
        return sum(1 for _ in self._redis.scan_iter(match=PREFIX + "*", count=500))
