"""What the log says about the security of accounts, and what it never says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts import tokens, users
from server.accounts.models import User
from server.core.db import utcnow
from tests.server.accounts.test_throttle import guess
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.roster.conftest import mailing, postbox, someone

__all__ = ["mailing", "postbox"]

ADA = "ada@example.org"
NEW = "another long password"


def security(lines: list) -> list[dict]:
    return [line for line in lines if line.get("area") == "security"]


def test_a_failed_login_is_logged_without_the_password_and_the_address_that_was_typed(visit):
    visitor: Visitor = visit()
    with structlog.testing.capture_logs() as lines:
        guess(visitor, ADA, "a wrong password")
        guess(visitor, "ADA@example.org ", "a wrong password")
        guess(visitor, "my secret password", "a wrong password")
    found = security(lines)
    assert [line["event"] for line in found] == ["login.failed"] * 3
    assert found[0]["account"] == found[1]["account"] != found[2]["account"]
    assert {line["address"] for line in found} == {"127.0.0.1"}
    for secret in ("wrong password", "ada@", "secret password"):
        assert secret not in json.dumps(found)


def test_logins_changes_and_resets_are_logged_with_the_account(visit, room):
    with structlog.testing.capture_logs() as lines:
        ada: Visitor = visit("ada")
        form = {"current": "a wrong password", "new": NEW, "again": NEW}
        ada.post("/account/password", form)
        ada.post("/account/password", {**form, "current": PASSWORD})
    found = [(line["event"], line.get("subject") or line["user"]) for line in security(lines)]
    subject = f"user:{room.ada.id}"
    assert found == [
        ("account.login", subject),
        ("password.change_refused", room.ada.id),
        ("account.password_changed", subject),
    ]


@pytest.mark.parametrize("reason", ["revoked", "expired", "account off", "unknown"])
def test_the_use_of_a_token_that_has_ended_is_logged_with_the_reason(
    app: Flask, session: Session, room: Classroom, visit, reason: str
):
    ada = session.get_one(User, room.ada.id)
    token, secret = tokens.create_token(session, ada, "laptop")
    if reason == "revoked":
        tokens.revoke_token(session, ada, ada, token.id)
    elif reason == "expired":
        token.expires_at = utcnow() - timedelta(days=1)
    elif reason == "account off":
        ada.is_active = False
    else:
        secret = f"{tokens.TOKEN_MARK}nobodys"
    session.commit()
    with structlog.testing.capture_logs() as lines:
        answer = app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    (line,) = security(lines)
    assert (line["event"], line["reason"]) == ("token.refused", reason)
    assert line.get("user") == (None if reason == "unknown" else room.ada.id)
    assert secret not in json.dumps(line)


def test_the_owner_is_told_by_mail_about_a_new_password(mailing, postbox):
    ada = someone(mailing, "ada")
    ada.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    to, mail = postbox.wait()
    assert to == ADA
    assert "/forgot" in mail.get_content()
    assert NEW not in mail.get_content()


def test_a_login_does_not_write_back_a_password_that_was_reset_meanwhile(app: Flask, session, room, monkeypatch):
    """The hash is outdated, so the login hashes the password again, just after somebody has set another one."""

    def reset_now(_hash: str) -> bool:
        session.commit()  # SQLite has one lock for writing
        with app.extensions["chainrule.sessions"]() as elsewhere:
            ada = elsewhere.get_one(User, room.ada.id)
            users.change_password(elsewhere, ada, current=PASSWORD, new=NEW)
            elsewhere.commit()
        return True

    with app.app_context():
        monkeypatch.setattr(users, "needs_rehash", reset_now)
        users.authenticate(session, ADA, PASSWORD)
        session.commit()
        monkeypatch.undo()
        session.expire_all()
        assert users.authenticate(session, ADA, PASSWORD) is None
        assert users.authenticate(session, ADA, NEW) is not None


def test_an_outdated_hash_is_replaced_at_a_login(app: Flask, session, room, monkeypatch):
    before = session.get_one(User, room.ada.id).password_hash
    monkeypatch.setattr(users, "needs_rehash", lambda _: True)
    assert users.authenticate(session, ADA, PASSWORD) is not None
    session.commit()
    session.expire_all()
    assert session.get_one(User, room.ada.id).password_hash != before
    monkeypatch.undo()
    assert users.authenticate(session, ADA, PASSWORD) is not None
