"""How often a user may send: counted in Redis by user, never by address, because a lab shares one."""

from __future__ import annotations

import math
import time

import redis
import structlog
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter

from server.submissions.errors import TooMany

log = structlog.get_logger(__name__)


class Rates:
    """Counters of one minute each."""

    def __init__(self, client: redis.Redis) -> None:
        storage = RedisStorage("redis://", connection_pool=client.connection_pool, wrap_exceptions=True)
        self._limiter = FixedWindowRateLimiter(storage)

    def spend(self, what: str, user_id: int, *, per_minute: int) -> None:
        """Count one use; without Redis nothing is counted, because work must never be refused for our sake.

        Raises:
            TooMany: once the user has used up the minute.
        """
        limit = RateLimitItemPerMinute(per_minute)
        key = (what, str(user_id))
        try:
            if self._limiter.hit(limit, *key):
                return
            resets_at = self._limiter.get_window_stats(limit, *key).reset_time
        except (StorageError, redis.RedisError) as error:
            log.warning("a rate was not counted", what=what, error=str(error))
            return
        wait_s = max(1, math.ceil(resets_at - time.time()))
        raise TooMany(f"At most {per_minute} {what} a minute; the next one is possible in {wait_s} s.", wait_s)
