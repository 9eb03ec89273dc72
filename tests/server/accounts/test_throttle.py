"""How many logins may be tried."""

from __future__ import annotations

import pytest
import redis
from flask import Flask
from pydantic import SecretStr

from server.accounts import throttle
from server.accounts.models import User
from server.accounts.throttle import BY_ACCOUNT, BY_ADDRESS, BY_PAIR, LoginThrottle
from server.app import create_app
from server.core.settings import Settings
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor
from tests.services import redis_server, redis_url

__all__ = ["redis_server", "redis_url"]

TRIES = BY_PAIR.amount


def guess(visitor: Visitor, email: str, password: str = "a wrong password", **headers: str) -> int:
    return visitor.post("/login", {"email": email, "password": password}, headers=headers).status_code


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hashing, which is another test's matter."""
    monkeypatch.setattr("argon2.PasswordHasher.verify", lambda *_: (_ for _ in ()).throw(_mismatch()))


def _mismatch() -> Exception:
    from argon2.exceptions import VerifyMismatchError

    return VerifyMismatchError()


@pytest.mark.usefixtures("fast")
def test_an_account_is_closed_to_guesses_while_redis_is_down(visit):
    visitor: Visitor = visit()
    assert [guess(visitor, "ada@example.org") for _ in range(TRIES)] == [422] * TRIES
    assert guess(visitor, "ADA@example.org ") == 429
    assert guess(visitor, "ben@example.org") == 422  # one's own tries are not another's


def from_elsewhere(visitor: Visitor, address: str) -> Visitor:
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return visitor


def test_guesses_from_elsewhere_do_not_keep_the_owner_out(visit):
    thief: Visitor = from_elsewhere(visit(), "192.0.2.1")
    assert [guess(thief, "ada@example.org") for _ in range(TRIES + 1)][-1] == 429
    assert guess(from_elsewhere(visit(), "192.0.2.2"), "ada@example.org", PASSWORD) == 302


def test_guesses_from_the_same_network_do_not_lock_a_browser_that_has_logged_in_before(visit):
    owner: Visitor = visit("ada")
    owner.post("/logout")
    assert [guess(visit(), "ada@example.org") for _ in range(TRIES + 1)][-1] == 429
    assert guess(owner, "ada@example.org", PASSWORD) == 302


def test_a_known_browser_has_a_limit_of_its_own_and_is_known_to_no_other_account(visit):
    ada: Visitor = visit("ada")
    ada.post("/logout")
    for _ in range(TRIES):
        guess(visit(), "ben@example.org")
    assert guess(ada, "ben@example.org") == 429
    codes = [guess(ada, "ada@example.org") for _ in range(TRIES + 1)]
    assert codes == [422] * TRIES + [429]


def test_a_new_password_makes_all_browsers_unknown(visit, session, room):
    owner: Visitor = visit("ada")
    owner.post("/logout")
    session.get_one(User, room.ada.id).session_epoch += 1
    session.commit()
    assert [guess(visit(), "ada@example.org") for _ in range(TRIES + 1)][-1] == 429
    assert guess(owner, "ada@example.org", PASSWORD) == 429


def test_failures_of_an_address_also_count_for_known_browsers(app: Flask):
    throttle: LoginThrottle = app.extensions["chainrule.login_throttle"]
    for n in range(BY_ADDRESS.amount):
        assert throttle.allows("ada@example.org", "192.0.2.1", f"browser {n}")
        throttle.failed("192.0.2.1", "ada@example.org")
    assert not throttle.allows("ada@example.org", "192.0.2.1", "another browser")
    assert throttle.allows("ada@example.org", "192.0.2.2", "another browser")


def test_a_forged_device_cookie_is_no_known_browser(visit):
    visitor: Visitor = visit()
    for value in ("", "x", "[]", "null.abc"):
        visitor.client.set_cookie("chainrule_device", value, path="/login")
        assert guess(visitor, "ada@example.org") == 422


def test_an_account_is_closed_to_many_guessers_at_once(app: Flask):
    throttle: LoginThrottle = app.extensions["chainrule.login_throttle"]
    for i in range(BY_ACCOUNT.amount):
        throttle.failed(f"10.0.{i // 200}.{i % 200}", "ada@example.org")
    assert not throttle.allows("ada@example.org", "192.0.2.1")
    assert throttle.allows("ada@example.org", "192.0.2.1", "a known browser")


@pytest.mark.usefixtures("fast")
def test_the_addresses_of_one_ipv6_network_count_as_one(visit):
    codes = [guess(from_elsewhere(visit(), f"2001:db8::{i}"), "ada@example.org") for i in range(TRIES + 1)]
    assert codes == [422] * TRIES + [429]


@pytest.mark.usefixtures("fast")
def test_behind_a_proxy_that_nobody_configured_clients_do_not_count_as_one(settings: Settings, capsys):
    values = {"env": "production", "secret_key": SecretStr("k" * 40), "behind_proxies": None}
    app = create_app(settings.model_copy(update=values))
    throttle._warn_about_proxy.cache_clear()
    counter: LoginThrottle = app.extensions["chainrule.login_throttle"]
    for _ in range(BY_ADDRESS.amount):
        counter.failed("127.0.0.1")
    with app.test_request_context(headers={"X-Forwarded-For": "192.0.2.1"}, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert counter.allows("ada@example.org", throttle.client_address())
        throttle.client_address()
    assert capsys.readouterr().err.count("CHAINRULE_BEHIND_PROXIES") == 1
    app.extensions["chainrule.engine"].dispose()


def test_a_throttled_login_says_when_to_try_again_and_is_refused_even_with_the_right_password(visit):
    visitor: Visitor = visit()
    for _ in range(TRIES):
        guess(visitor, "ada@example.org")
    answer = visitor.post("/login", {"email": "ada@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 300
    assert "Too many login attempts" in answer.text


def test_the_current_password_cannot_be_guessed_from_an_open_session_either(visit):
    ada: Visitor = visit("ada")
    form = {"current": "a wrong password", "new": "another long one", "again": "another long one"}
    codes = [ada.post("/account/password", form).status_code for _ in range(TRIES + 1)]
    assert codes == [422] * TRIES + [429]
    assert guess(visit(), "ada@example.org", PASSWORD) == 302


@pytest.mark.slow
@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"])
def test_a_forged_address_evades_nothing(visit, header: str):
    visitor: Visitor = visit()
    codes = [guess(visitor, f"u{i}@example.org", **{header: f"10.0.0.{i}"}) for i in range(BY_ADDRESS.amount + 1)]
    assert codes == [422] * BY_ADDRESS.amount + [429]


@pytest.mark.slow
@pytest.mark.usefixtures("fast")
def test_behind_a_proxy_only_what_the_proxy_itself_wrote_counts(settings: Settings):
    app = create_app(settings.model_copy(update={"behind_proxies": 1}))
    visitor = Visitor(app)
    # The client writes the left part; our proxy appends the address it saw.
    codes = [
        guess(visitor, f"u{i}@example.org", **{"X-Forwarded-For": f"10.0.0.{i}, 192.0.2.7"})
        for i in range(BY_ADDRESS.amount + 1)
    ]
    assert codes[-1] == 429
    assert guess(visitor, "v@example.org", **{"X-Forwarded-For": "10.0.0.1, 192.0.2.8"}) == 422
    app.extensions["chainrule.engine"].dispose()


def test_a_lab_that_logs_in_from_one_address_is_not_throttled(app: Flask):
    throttle: LoginThrottle = app.extensions["chainrule.login_throttle"]
    assert all(throttle.allows(f"student{i}@example.org", "192.0.2.1") for i in range(3 * BY_ADDRESS.amount))


def test_two_processes_share_one_count_in_redis(redis_url: str):
    one, two = (LoginThrottle(redis.Redis.from_url(redis_url)) for _ in range(2))
    allowed = [throttle.allows("ada@example.org", "192.0.2.1") for throttle in [one, two] * TRIES]
    assert allowed == [True] * TRIES + [False] * TRIES
    for _ in range(BY_ADDRESS.amount):
        one.failed("192.0.2.2")
    assert not two.allows("ben@example.org", "192.0.2.2")


def test_a_class_registers_in_a_lecture_hall_and_one_code_makes_no_more_accounts_than_that(app: Flask):
    counter: LoginThrottle = app.extensions["chainrule.login_throttle"]
    hall, elsewhere = "192.0.2.1", "192.0.2.2"
    assert [counter.wait_for_account_s(hall, "code:A") for _ in range(300)] == [0] * 300
    assert 3500 < counter.wait_for_account_s(hall, "code:A") <= 3600
    assert counter.wait_for_account_s(elsewhere, "code:A") == 0
    assert counter.wait_for_account_s(hall, "code:B") == 0  # another course in the same building


def test_one_code_makes_no_class_every_hour(app: Flask, monkeypatch: pytest.MonkeyPatch):
    counter: LoginThrottle = app.extensions["chainrule.login_throttle"]
    monkeypatch.setattr(throttle, "NEW_BY_JOIN_CODE", throttle.NEW_BY_JOIN_CODE[1:])  # as after an hour
    monkeypatch.setattr(throttle, "NEW_BY_ADDRESS", throttle.parse("10000 per 60 minutes"))
    assert not any(counter.wait_for_account_s("192.0.2.1", "code:A") for _ in range(600))
    assert 86_000 < counter.wait_for_account_s("192.0.2.1", "code:A") <= 86_400
