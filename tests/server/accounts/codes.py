"""Second factors for tests, and the clock that their codes follow."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import second_factor, tokens, users
from server.accounts.models import AuditEvent, RecoveryCode, SecondFactor, User
from server.accounts.throttle import CODES_BY_ACCOUNT
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor

ADA = "ada@example.org"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TRIES = CODES_BY_ACCOUNT.amount


class Clock:
    """The time that codes are checked at; the rest of the server has its own."""

    def __init__(self) -> None:
        self.now = NOON

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(second_factor, "utcnow", lambda: clock.now)
    return clock


def code(clock: Clock, *, secret: str = SECRET, ahead: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now, counter_offset=ahead)


def give(session: Session, email: str = ADA, *, secret: str = SECRET, recovery: str = "abcdefghjkmn") -> User:
    """Turn on the second factor of an account, with one recovery code; commits."""
    user = users.find_user(session, email)
    assert user
    session.add(SecondFactor(user_id=user.id, secret=secret, confirmed_at=NOON))
    session.add(RecoveryCode(user_id=user.id, code_hash=tokens.hash_secret(recovery)))
    session.commit()
    return user


def pending_login(visit, email: str = ADA) -> Visitor:
    """Somebody who has entered the right password, and no code yet."""
    visitor: Visitor = visit()
    answer = visitor.post("/login", {"email": email, "password": PASSWORD, "next": "/account?x=1"})
    assert (answer.status_code, answer.location) == (302, "/login/code")
    return visitor


def enter(visitor: Visitor, typed: str) -> int:
    page = visitor.get("/login/code")
    if page.status_code != 200:
        return page.status_code
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    return visitor.client.post("/login/code", data={"code": typed, "csrf_token": token}).status_code


def actions(session: Session) -> list[str]:
    session.commit()
    found = list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
    session.commit()
    return found


def state(page: str) -> str:
    return re.search(r'class="column" data-second-factor="(\w+)"', page)[1]


def set_up(ada: Visitor, clock: Clock) -> tuple[str, list[str]]:
    """The secret and the recovery codes of a second factor that a person turns on."""
    assert ada.post("/account/second-factor/begin", {"password": PASSWORD}).status_code == 303
    page = ada.get("/account/second-factor").text
    assert state(page) == "pending"
    secret = re.search(r"data-secret>(\w+)<", page)[1]
    answer = ada.post("/account/second-factor/confirm", {"code": code(clock, secret=secret)})
    assert answer.status_code == 201
    return secret, re.findall(r"<li><code>([-\w]+)</code></li>", answer.text)
