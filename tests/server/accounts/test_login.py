"""The login with a code after the password, and attacks on it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import structlog
from flask import Flask
from sqlalchemy import select

from server.accounts import login, users
from server.accounts.emails import forgotten
from server.accounts.models import AuditEvent
from server.accounts.throttle import BY_ADDRESS, SECOND_WRONG, LoginThrottle
from tests.server.accounts.codes import ADA, RFC_SECRET, TRIES, actions, clock, code, enter, give, pending_login
from tests.server.accounts.test_throttle import from_elsewhere
from tests.server.classroom import PASSWORD, Classroom
from tests.server.conftest import Visitor
from tests.server.operator import run
from tests.server.roster.conftest import mailing, postbox, someone
from tests.server.routes import ROUTES

__all__ = ["clock", "mailing", "postbox"]

NEW = "another long password"


def test_the_login_takes_a_code_and_then_goes_where_it_was_asked_to(visit, session, clock):
    give(session)
    visitor = pending_login(visit)
    answer = visitor.client.get("/login/code")
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]
    answer = visitor.client.post("/login/code", data={"code": code(clock), "csrf_token": token})
    assert (answer.status_code, answer.location) == (302, "/account?x=1")
    assert visitor.get("/account").status_code == 200
    assert actions(session) == ["account.login"]
    assert visitor.get("/login/code").location == "/login"  # the step is over


def test_pending_login_reaches_no_page_and_no_api(visit, session, clock):
    give(session)
    visitor = pending_login(visit)
    for route in ROUTES:
        if 302 not in route.answers.values() or route.answers["nobody"] != 302 or route.endpoint == "second_factor.ask":
            continue
        if route.method == "GET" and "{" not in route.path:
            answer = visitor.get(route.path)
            assert answer.status_code == 302, route
            assert answer.location.startswith("/login"), route
    assert visitor.get("/account").location.startswith("/login?")
    assert visitor.get("/api/v1/me").status_code == 401
    assert visitor.get("/session").json == {"user": None, "csrf_token": None}
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/login/code").text)[1]
    for path in ("/account/tokens", "/account/second-factor/off", "/account/second-factor/begin"):
        assert visitor.client.post(path, data={"csrf_token": token, "name": "x"}).status_code == 401
    assert actions(session) == []


def test_the_password_alone_does_not_log_in_whoever_was_logged_in_before(visit, session, clock):
    give(session)
    ben: Visitor = visit("ben")
    ben.post("/login", {"email": ADA, "password": PASSWORD})
    assert ben.get("/account").status_code == 302


def test_a_wrong_code_is_refused_logged_and_noted_without_the_code(visit, session, clock, room: Classroom):
    give(session)
    visitor = pending_login(visit)
    with structlog.testing.capture_logs() as lines:
        assert enter(visitor, "123456") == 422
    (line,) = [line for line in lines if line.get("area") == "security"]
    assert (line["event"], line["user"]) == ("second_factor.wrong_code", room.ada.id)
    assert actions(session) == ["login.refused"]
    (event,) = session.scalars(select(AuditEvent))
    assert (event.subject, event.data) == (f"user:{room.ada.id}", {"reason": "code"})
    assert "123456" not in json.dumps(lines, default=str) + json.dumps(event.data)


def test_a_replayed_code_does_not_log_in_again(visit, session, clock):
    give(session)
    seen = code(clock)
    assert enter(pending_login(visit), seen) == 302
    assert enter(pending_login(visit), seen) == 422
    clock.wait(30)
    assert enter(pending_login(visit), seen) == 422


def test_a_code_of_another_account_is_wrong(visit, session, clock):
    give(session)
    give(session, "ben@example.org", secret=RFC_SECRET, recovery="bbbbbbbbbbbb")
    visitor = pending_login(visit)
    assert enter(visitor, code(clock, secret=RFC_SECRET)) == 422
    assert enter(visitor, "bbbbbbbbbbbb") == 422
    assert enter(visitor, "123\x00456") == 422
    assert enter(pending_login(visit, "ben@example.org"), "bbbbbbbbbbbb") == 302


def test_a_recovery_code_works_once(visit, session, clock, room):
    give(session)
    assert enter(pending_login(visit), "abcd-efgh-jkmn") == 302
    assert enter(pending_login(visit), "abcd-efgh-jkmn") == 422
    assert actions(session) == ["account.recovery_code_used", "account.login", "login.refused"]


def test_guesses_are_throttled_and_then_even_the_right_code_is_refused(visit, session, clock):
    give(session)
    codes = [enter(pending_login(visit), f"{i:06}") for i in range(TRIES)]
    # The password is throttled as well, so later tries come from elsewhere: codes are counted for the account.
    elsewhere = from_elsewhere(visit(), "192.0.2.7")
    elsewhere.post("/login", {"email": ADA, "password": PASSWORD})
    assert codes == [422] * TRIES
    assert enter(elsewhere, code(clock)) == 429


def test_guesses_elsewhere_do_not_lock_a_browser_out_that_has_logged_in_before(visit, session, clock, app: Flask):
    owner: Visitor = visit("ada")
    owner.post("/logout")
    ada = give(session)
    throttle: LoginThrottle = app.extensions["chainrule.login_throttle"]
    for _ in range(SECOND_WRONG.amount):
        throttle.failed_second_factor(ada.id, "192.0.2.1")
    session.commit()
    assert enter(pending_login(visit), code(clock)) == 429
    owner.post("/login", {"email": ADA, "password": PASSWORD})
    assert enter(owner, code(clock)) == 302


def test_an_account_and_an_address_have_a_daily_limit_of_wrong_codes(app: Flask):
    throttle: LoginThrottle = app.extensions["chainrule.login_throttle"]
    for i in range(SECOND_WRONG.amount):
        throttle.failed_second_factor(7, f"192.0.2.{i}")
    assert not throttle.allows_second_factor(7, "192.0.2.200")
    assert throttle.allows_second_factor(8, "192.0.2.200")
    for _ in range(BY_ADDRESS.amount):
        throttle.failed("192.0.2.201")
    assert not throttle.allows_second_factor(8, "192.0.2.201")


def test_the_step_between_password_and_code_ends_after_ten_minutes(visit, session, clock, monkeypatch):
    give(session)
    visitor = pending_login(visit)
    later = login.utcnow() + timedelta(seconds=login.PENDING_S)
    monkeypatch.setattr(login, "utcnow", lambda: later)
    assert visitor.get("/login/code").location == "/login"


@pytest.mark.parametrize("what", ["off", "epoch", "reset"])
def test_it_also_ends_when_the_account_changes(visit, session, clock, app, what: str):
    ada = give(session)
    visitor = pending_login(visit)
    if what == "reset":
        run(app, "user", "reset-second-factor", ADA)
    elif what == "off":
        users.switch_off(session, None, ada)
    else:
        users.end_sessions(session, None, ada)
    session.commit()
    assert visitor.get("/login/code").location == "/login"
    assert visitor.get("/account").status_code == 302


def test_a_forged_note_is_no_step(visit, session, clock):
    give(session)
    visitor: Visitor = visit()
    visitor.client.set_cookie("chainrule", "eyJoYWxmd2F5IjoxfQ.x.y")
    assert visitor.get("/login/code").location == "/login"


def test_a_new_password_by_link_does_not_turn_it_off(visit, session, clock, mailing, room):
    give(session)
    with mailing.test_request_context():
        path = re.search(r"/reset/\S+", forgotten(users.find_user(session, ADA)).text)[0]
    session.commit()
    visitor = someone(mailing, None)
    assert visitor.post(path, {"new": NEW, "again": NEW}).status_code == 303
    answer = visitor.post("/login", {"email": ADA, "password": NEW})
    assert answer.location == "/login/code"
    assert enter(visitor, code(clock)) == 302


def test_a_change_of_the_password_does_not_turn_it_off_either(visit, session, clock):
    ada: Visitor = visit("ada")
    give(session)
    assert ada.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
    assert visit().post("/login", {"email": ADA, "password": NEW}).location == "/login/code"
