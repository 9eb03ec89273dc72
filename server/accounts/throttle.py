"""Limit how often logins, links and codes may be tried, by account and by address."""

from __future__ import annotations

import hashlib
from typing import cast

import structlog
from flask import Flask, current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import Redis, RedisError

log = structlog.get_logger(__name__)

BY_ACCOUNT = parse("10 per 5 minutes")  # every try counts, so that correct guesses among wrong ones do not reset it
BY_ADDRESS = parse("100 per 5 minutes")  # only failures count: a whole lab logs in from one address
LINKS_BY_ACCOUNT = parse("3 per 15 minutes")  # so that nobody's mailbox is flooded
LINKS_BY_ADDRESS = parse("60 per 15 minutes")
CODES_BY_ACCOUNT = parse("10 per 5 minutes")
NEW_BY_ADDRESS = parse("400 per 60 minutes")  # accounts: a lecture hall may register from one address


class LoginThrottle:
    """Counts tries in Redis or, while Redis is down, in this process; the limits then apply to each process alone."""

    def __init__(self, client: Redis) -> None:
        storage = RedisStorage("redis://", connection_pool=client.connection_pool, key_prefix="login")
        self._shared = MovingWindowRateLimiter(storage)
        self._local = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, email: str, address: str) -> bool:
        """Count one try for the account; False when it, or the address, has used up its tries."""
        return self._hit(BY_ACCOUNT, _account_key(email)) and self._test(BY_ADDRESS, f"address:{address}")

    def failed(self, address: str) -> None:
        """Count one wrong password or code for the address."""
        self._hit(BY_ADDRESS, f"address:{address}")

    def allows_link(self, email: str, address: str) -> bool:
        """Count one request for a password link."""
        by_account = self._hit(LINKS_BY_ACCOUNT, "link-" + _account_key(email))
        return self._hit(LINKS_BY_ADDRESS, f"link-address:{address}") and by_account

    def allows_code(self, user_id: int | None, address: str) -> bool:
        """Count one try of a join code for the account, if known; wrong codes also count for the address (`failed`)."""
        by_account = user_id is None or self._hit(CODES_BY_ACCOUNT, f"code-user:{user_id}")
        return by_account and self._test(BY_ADDRESS, f"address:{address}")

    def allows_account(self, address: str) -> bool:
        """Count one new account for the address."""
        return self._hit(NEW_BY_ADDRESS, f"new-address:{address}")

    @property
    def retry_after_s(self) -> int:
        """Return the number of seconds after which the tries so far no longer count."""
        return int(BY_ACCOUNT.get_expiry())

    def _hit(self, limit: RateLimitItem, key: str) -> bool:
        try:
            return self._shared.hit(limit, key)
        except RedisError as error:
            log.warning("login throttle without redis", error=str(error))
            return self._local.hit(limit, key)

    def _test(self, limit: RateLimitItem, key: str) -> bool:
        try:
            return self._shared.test(limit, key)
        except RedisError:
            return self._local.test(limit, key)


def _account_key(email: str) -> str:
    return "account:" + hashlib.sha256(email.strip().lower().encode()).hexdigest()


def init_app(app: Flask) -> None:
    """Create the throttle of `app`."""
    app.extensions["chainrule.login_throttle"] = LoginThrottle(app.extensions["chainrule.redis"])


def login_throttle() -> LoginThrottle:
    """Return the throttle of the current application."""
    return cast(LoginThrottle, current_app.extensions["chainrule.login_throttle"])
