"""Limit how often logins, links and codes may be tried, by account and by address.

Wrong passwords from one place must not lock the owner out at another. Tries of an account are therefore counted for
each address, and a browser that has logged in to the account before has its own count.
"""

from __future__ import annotations

import hashlib
import math
import time
from functools import cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import cast

import structlog
from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import Redis, RedisError

from server.core.request import settings

log = structlog.get_logger(__name__)

BY_PAIR = parse("10 per 5 minutes")  # of an account and an address, or a known browser; every try counts
BY_ADDRESS = parse("300 per 5 minutes")  # only failures count: a whole campus may log in from one address
BY_ACCOUNT = parse("500 per 60 minutes")  # failures from unknown browsers at any address, against many guessers at once
LINKS_BY_ACCOUNT = parse("3 per 15 minutes")  # so that nobody's mailbox is flooded
LINKS_BY_ADDRESS = parse("300 per 15 minutes")
CODES_BY_ACCOUNT = parse("10 per 5 minutes")
SECOND_WRONG = parse("60 per 24 hours")  # codes of a second factor: a guess is right once in 300,000
REFUSALS_NOTED = parse("10 per 60 minutes")  # for each account, so that guessers cannot fill the audit log
NEW_BY_ADDRESS = parse("400 per 60 minutes")  # accounts: a lecture hall may register from one address
# Accounts by one join code or invitation at an address: a class in a lecture hall, but not that number every hour.
NEW_BY_JOIN_CODE = (parse("300 per 60 minutes"), parse("600 per 24 hours"))


class LoginThrottle:
    """Counts tries in Redis or, while Redis is down, in this process; the limits then apply to each process alone."""

    def __init__(self, client: Redis) -> None:
        storage = RedisStorage("redis://", connection_pool=client.connection_pool, key_prefix="login")
        self._shared = MovingWindowRateLimiter(storage)
        self._local = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, email: str, address: str | None, device: str | None = None) -> bool:
        """Count one try; False when the tries from here are used up.

        Args:
            email: the account.
            address: of the client; None if it is not known, see `client_address`.
            device: the name of the browser if it has logged in to the account before, see `devices`.
        """
        if device is not None:
            return self._hit(BY_PAIR, f"device:{device}") and self._has_tries(address)
        by_pair = self._hit(BY_PAIR, f"{_account_key(email)}:{address}")
        return by_pair and self._test(BY_ACCOUNT, _account_key(email)) and self._has_tries(address)

    def failed(self, address: str | None, email: str | None = None) -> None:
        """Count one wrong password or code for the address, and for the account if there is one."""
        if address is not None:
            self._hit(BY_ADDRESS, f"address:{address}")
        if email is not None:
            self._hit(BY_ACCOUNT, _account_key(email))

    def allows_change(self, user_id: int) -> bool:
        """Count one try to change the password in an open session; it does not count as a login."""
        return self._hit(BY_PAIR, f"password-user:{user_id}")

    def allows_account_change(self, what: str, user_id: int) -> bool:
        """Count one change of a person's own account that the audit log records; each `what` has its own count."""
        return self._hit(BY_PAIR, f"{what}-user:{user_id}")

    def allows_address(self, user_id: int, email: str, address: str | None) -> bool:
        """Count one request of a user to confirm a new email address, which sends an email to it."""
        return self._hit(LINKS_BY_ACCOUNT, f"address-user:{user_id}") and self.allows_link(email, address)

    def allows_link(self, email: str, address: str | None) -> bool:
        """Count one request for a password link."""
        by_account = self._hit(LINKS_BY_ACCOUNT, "link-" + _account_key(email))
        return (address is None or self._hit(LINKS_BY_ADDRESS, f"link-address:{address}")) and by_account

    def allows_code(self, user_id: int | None, address: str | None) -> bool:
        """Count one try of a join code for the account, if known; wrong codes also count for the address (`failed`)."""
        by_account = user_id is None or self._hit(CODES_BY_ACCOUNT, f"code-user:{user_id}")
        return by_account and self._has_tries(address)

    def allows_second_factor(self, user_id: int, address: str | None, device: str | None = None) -> bool:
        """Count one try of a code of the second factor; wrong codes also count as `failed_second_factor`.

        A browser that has logged in before has its own count, as in `allows`.
        """
        who = _second_factor_key(user_id, device)
        by_account = self._hit(CODES_BY_ACCOUNT, who)
        return by_account and self._test(SECOND_WRONG, who) and self._has_tries(address)

    def failed_second_factor(self, user_id: int, address: str | None, device: str | None = None) -> None:
        """Count one wrong code of the second factor."""
        self._hit(SECOND_WRONG, _second_factor_key(user_id, device))
        self.failed(address)

    def notes_refusal(self, user_id: int) -> bool:
        """Return whether one more refused login of the account goes to the audit log."""
        return self._hit(REFUSALS_NOTED, f"refused-user:{user_id}")

    def wait_for_account_s(self, address: str | None, join_code: str) -> int:
        """Count one new account for the address, and return 0; or return after how many seconds it may be created.

        Args:
            address: of the client.
            join_code: the join code or the invitation that lets the new person in.
        """
        counts = [
            (limit, f"new-join-code:{hashlib.sha256(join_code.encode()).hexdigest()}:{address}")
            for limit in NEW_BY_JOIN_CODE
        ]
        for limit, key in ((NEW_BY_ADDRESS, f"new-address:{address}"), *counts):
            if not self._hit(limit, key):
                return max(1, math.ceil(self._free_at(limit, key) - time.time()))
        return 0

    @property
    def retry_after_s(self) -> int:
        """Return the number of seconds after which the tries so far no longer count."""
        return int(BY_PAIR.get_expiry())

    def _has_tries(self, address: str | None) -> bool:
        return address is None or self._test(BY_ADDRESS, f"address:{address}")

    def _hit(self, limit: RateLimitItem, key: str) -> bool:
        try:
            return self._shared.hit(limit, key)
        except RedisError as error:
            log.warning("login throttle without redis", error=str(error))
            return self._local.hit(limit, key)

    def _free_at(self, limit: RateLimitItem, key: str) -> float:
        try:
            return self._shared.get_window_stats(limit, key).reset_time
        except RedisError:
            return self._local.get_window_stats(limit, key).reset_time

    def _test(self, limit: RateLimitItem, key: str) -> bool:
        try:
            return self._shared.test(limit, key)
        except RedisError:
            return self._local.test(limit, key)


def _second_factor_key(user_id: int, device: str | None) -> str:
    return f"second-user:{user_id}" if device is None else f"second-device:{user_id}:{device}"


def _account_key(email: str) -> str:
    return "account:" + hashlib.sha256(email.strip().lower().encode()).hexdigest()


def client_address() -> str | None:
    """Return the address to count the request for: the network of 64 bits for IPv6, of which a client has a whole one.

    None if it is that of a proxy because ``CHAINRULE_BEHIND_PROXIES`` is missing: then all clients would count as one.
    """
    if settings().behind_proxies is None and settings().env == "production" and "X-Forwarded-For" in request.headers:
        _warn_about_proxy()
        return None
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))
    return str(address)


@cache  # once in a process
def _warn_about_proxy() -> None:
    log.warning(
        "set CHAINRULE_BEHIND_PROXIES to the number of reverse proxies (0 if there are none): requests come through a "
        "proxy, so the addresses of clients are unknown, and failed logins cannot be limited by address"
    )


def init_app(app: Flask) -> None:
    """Create the throttle of `app`."""
    app.extensions["chainrule.login_throttle"] = LoginThrottle(app.extensions["chainrule.redis"])


def login_throttle() -> LoginThrottle:
    """Return the throttle of the current application."""
    return cast(LoginThrottle, current_app.extensions["chainrule.login_throttle"])
