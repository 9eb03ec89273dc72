"""Whoever knew the password before the second factor was turned on keeps nothing that works without a code."""

from __future__ import annotations

import re

import pytest

from server.accounts import links, users
from server.accounts.errors import LinkOver
from server.core.settings import Settings
from tests.server.accounts.codes import ADA, TRIES, clock, code, enter, pending_login, set_up, state
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor

__all__ = ["clock"]


def test_turning_it_on_ends_sessions_tokens_and_links_made_before(app, visit, session, clock):
    thief, ada = visit("ada"), visit("ada")
    thief.post("/account/tokens", {"name": "stolen", "scope": "submit"})
    token = re.search(r"chr_[\w-]+", thief.get("/account").text)[0]
    with app.test_request_context():
        link = links.confirming_link(users.find_user(session, ADA)).rpartition("/")[2]
        session.commit()
    set_up(ada, clock)
    assert ada.get("/account").status_code == 200
    assert thief.get("/account").status_code == 302
    assert visit().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    with app.test_request_context(), pytest.raises(LinkOver):
        links.read_link(session, link)


def test_a_browser_known_from_before_has_no_tries_of_its_own(visit, clock):
    """Or somebody who knew the password could have collected browsers, each with ten tries of a code."""
    known, ada = visit("ada"), visit("ada")
    set_up(ada, clock)
    guesser = pending_login(visit)
    assert [enter(guesser, "000000") for _ in range(TRIES)] == [422] * (TRIES - 1) + [429]  # the set-up counts too
    known.client.delete_cookie("chainrule")
    known.post("/login", {"email": ADA, "password": PASSWORD})
    assert enter(known, "000000") == 429


def test_the_browser_that_turned_it_on_is_known(visit, clock):
    ada: Visitor = visit("ada")
    secret, _ = set_up(ada, clock)
    guesser = pending_login(visit)
    for _ in range(TRIES):
        enter(guesser, "000000")
    ada.client.delete_cookie("chainrule")
    ada.post("/login", {"email": ADA, "password": PASSWORD})
    clock.wait(30)
    assert enter(ada, code(clock, secret=secret)) == 302


def test_only_the_session_that_entered_the_password_sees_and_confirms_the_secret(visit, clock):
    thief, ada = visit("ada"), visit("ada")
    ada.post("/account/second-factor/begin", {"password": PASSWORD})
    secret = re.search(r"data-secret>(\w+)<", ada.get("/account/second-factor").text)[1]
    page = thief.get("/account/second-factor").text
    assert (state(page), secret in page) == ("off", False)
    right = {"code": code(clock, secret=secret)}
    assert thief.post("/account/second-factor/confirm", right).status_code == 422
    assert ada.post("/account/second-factor/confirm", right).status_code == 201


def test_staff_who_are_required_to_set_it_up_leave_no_session_without_it(settings: Settings, visit, clock, app):
    app.extensions["chainrule.settings"] = settings.model_copy(update={"second_factor": "staff"})
    thief, ines = visit("ines"), visit("ines")
    set_up(ines, clock)
    assert ines.get("/courses/dl/gradebook").status_code == 200
    assert thief.get("/courses/dl/gradebook").location.startswith("/login")
