"""While a password is hashed, which takes long, nobody waits for the one lock that SQLite has for writing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts import links, users
from tests.server.accounts.codes import ADA
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor
from tests.server.hashing import Watched, watched

__all__ = ["watched"]

NEW = "another long enough one"


@pytest.mark.parametrize("password", [PASSWORD, "a wrong one"])
@pytest.mark.parametrize("email", [ADA, "nobody@example.org"])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_login_holds_nobody_up(visit: Callable[..., Visitor], watched: Watched, email, password, is_known):
    visitor = visit("ada" if is_known else None)
    visitor.client.delete_cookie("chainrule")
    watched.could_write.clear()
    visitor.post("/login", {"csrf_token": visitor.csrf_token("/login"), "email": email, "password": password})
    assert watched.could_write == [True]


def test_an_outdated_hash_is_replaced_without_holding_anybody_up(
    visit: Callable[..., Visitor], watched: Watched, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(users, "needs_rehash", lambda _: True)
    visit("ada")
    assert watched.could_write == [True, True]


def test_a_password_link_holds_nobody_up(app: Flask, visit: Callable[..., Visitor], watched: Watched, session: Session):
    with app.test_request_context():
        link = links.confirming_link(users.find_user(session, ADA)).removeprefix("http://localhost")
    session.commit()
    visitor = visit()
    form = {"csrf_token": visitor.csrf_token(link), "new": NEW, "again": NEW}
    assert visitor.post(link, form).status_code == 303
    assert watched.could_write == [True]


def test_changes_of_an_account_hold_nobody_up(visit: Callable[..., Visitor], watched: Watched):
    ada = visit("ada")
    watched.could_write.clear()
    form = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert ada.post("/account/password", form).headers["Location"] == "/account"
    assert ada.post("/account/second-factor/begin", {"password": NEW}).status_code == 303
    assert watched.could_write == [True] * 3
