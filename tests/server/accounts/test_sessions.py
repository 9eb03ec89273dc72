"""Login sessions: begun afresh, ended for good."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import TimestampSigner

from server.accounts import users
from server.accounts.models import EndedSession
from server.core.db import utcnow
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor

NEW = "another long password"


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("chainrule")
    assert cookie
    return cookie.value


def is_logged_in(visitor: Visitor) -> bool:
    return visitor.get("/account").status_code == 200


def test_a_session_from_before_the_login_gives_nothing(visit):
    victim: Visitor = visit()
    victim.get("/login")
    planted, token = cookie_of(victim), victim.csrf_token()
    victim.post("/login", {"email": "ada@example.org", "password": PASSWORD})
    assert is_logged_in(victim)
    assert victim.csrf_token() != token
    attacker: Visitor = visit()
    attacker.client.set_cookie("chainrule", planted)
    assert not is_logged_in(attacker)
    # Nor does the token from before the login work in the session after it.
    assert victim.client.post("/logout", data={"csrf_token": token}).status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visit):
    answer = visit().post("/login", {"email": "ada@example.org", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_logout_needs_a_post_and_ends_the_session(visit):
    ada: Visitor = visit("ada")
    assert ada.get("/logout").status_code == 405
    assert is_logged_in(ada)
    assert ada.post("/logout").location == "/login"
    assert not is_logged_in(ada)


def test_a_copy_of_the_cookie_is_worth_nothing_after_the_logout(visit):
    ada, laptop, thief = visit("ada"), visit("ada"), visit()
    thief.client.set_cookie("chainrule", cookie_of(ada))
    assert is_logged_in(thief)
    ada.post("/logout")
    assert not is_logged_in(thief)
    assert is_logged_in(laptop)  # one logout ends one session


def test_ended_sessions_are_forgotten_once_they_would_have_expired(session):
    for name, age_days in (("old", 15), ("young", 13)):
        session.add(EndedSession(session_hash=name, ended_at=utcnow() - timedelta(days=age_days)))
    users.end_session(session, "now", lifetime=timedelta(days=14))
    session.flush()
    assert session.get(EndedSession, "old") is None
    assert session.query(EndedSession).count() == 2


def test_a_new_password_ends_every_other_session_and_keeps_this_one(visit):
    here, elsewhere = visit("ada"), visit("ada")
    answer = here.post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 302
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_a_wrong_current_password_changes_nothing(visit):
    here, elsewhere = visit("ada"), visit("ada")
    answer = here.post("/account/password", {"current": "not it at all", "new": NEW, "again": NEW})
    assert answer.status_code == 422
    assert "The current password is wrong." in answer.text
    assert is_logged_in(elsewhere)


def test_two_different_new_passwords_are_refused(visit):
    answer = visit("ada").post("/account/password", {"current": PASSWORD, "new": NEW, "again": NEW + "x"})
    assert answer.status_code == 422
    assert "do not match" in answer.text


def test_other_sessions_can_be_ended_without_a_new_password(visit):
    here, elsewhere = visit("ada"), visit("ada")
    here.post("/account/sessions/end")
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_a_forged_session_cookie_is_nobodys(visit):
    visitor: Visitor = visit()
    visitor.client.set_cookie("chainrule", "eyJfdXNlcl9pZCI6IjEuMCJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert not is_logged_in(visitor)


def test_an_inactive_user_is_logged_out_at_once(visit, session, room):
    ada: Visitor = visit("ada")
    session.get(type(room.ada), room.ada.id).is_active = False
    session.commit()
    assert not is_logged_in(ada)


def test_a_token_is_shown_once_then_listed_by_its_beginning_and_revoked(visit):
    ada: Visitor = visit("ada")
    made = ada.post("/account/tokens", {"name": "laptop"})
    assert (made.status_code, made.location) == (303, "/account")  # so that a reload does not create another one
    secret = ada.get("/account").text.split("data-secret>")[1].split("<")[0]
    assert secret.startswith("chr_")
    later = ada.get("/account").text
    assert secret not in later
    assert secret[:12] in later
    assert "Tokens expire 180 days after they are created." in later
    assert later.count(">in 179 days</time>") == 1
    token_id = later.split("/account/tokens/")[1].split("/")[0]
    assert ada.post(f"/account/tokens/{token_id}/revoke").status_code == 302
    assert secret[:12] not in ada.get("/account").text


def test_the_cookie_of_a_session_that_ended_is_never_signed_again(visit):
    """Otherwise a thief could renew it until the server forgets that it was logged out."""
    ada, thief = visit("ada"), visit()
    thief.client.set_cookie("chainrule", cookie_of(ada))  # from before the first page, which adds the CSRF token
    ada.post("/logout")
    assert "Set-Cookie" in thief.get("/login").headers
    with thief.client.session_transaction() as stored:
        assert set(stored) == {"csrf_token"}
    assert "Set-Cookie" not in thief.get("/login").headers


def test_a_stolen_cookie_does_not_come_back_when_the_logout_is_forgotten(visit, monkeypatch, session):
    ada, thief = visit("ada"), visit()
    thief.client.set_cookie("chainrule", cookie_of(ada))
    ada.post("/logout")
    begun_at = utcnow()
    for day in range(1, 16):
        today = begun_at + timedelta(days=day)
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _, now=today: int(now.timestamp()))
        monkeypatch.setattr("server.accounts.users.utcnow", lambda now=today: now)
        monkeypatch.setattr("server.accounts.sessions.utcnow", lambda now=today: now)
        assert not is_logged_in(thief)
    visit("ben").post("/logout")  # forgets the sessions that ended more than 14 days ago
    assert session.query(EndedSession).count() == 1
    session.commit()
    assert not is_logged_in(thief)


def test_a_late_answer_to_an_ended_session_does_not_end_the_new_one(visit):
    """A browser has one cookie for all its tabs; the answer to an older request must not replace it."""
    here, tab = visit("ada"), visit()
    here.get("/account")
    tab.client.set_cookie("chainrule", cookie_of(here))
    here.post("/account/sessions/end")
    assert "Set-Cookie" not in tab.get("/login").headers


def test_a_request_does_not_extend_a_session(visit):
    ada: Visitor = visit("ada")
    assert ada.get("/account").headers.get("Set-Cookie")  # the first page adds the CSRF token
    assert "Set-Cookie" not in ada.get("/account").headers


def set_login_time(visitor: Visitor, **ago: int) -> None:
    with visitor.client.session_transaction() as stored:
        stored["login_at"] = int((utcnow() - timedelta(**ago)).timestamp())


def test_a_login_ends_after_fourteen_days_however_often_it_is_used(visit):
    ada: Visitor = visit("ada")
    set_login_time(ada, days=13, hours=23)
    assert is_logged_in(ada)
    set_login_time(ada, days=14)
    assert not is_logged_in(ada)


def test_logging_out_everywhere_else_does_not_extend_the_login(visit):
    thief: Visitor = visit("ada")
    set_login_time(thief, days=13, hours=23)
    thief.post("/account/sessions/end")
    assert is_logged_in(thief)
    with thief.client.session_transaction() as stored:
        assert stored["login_at"] < (utcnow() - timedelta(days=13)).timestamp()


def test_a_session_that_does_not_say_when_it_began_is_refused(visit):
    ada: Visitor = visit("ada")
    with ada.client.session_transaction() as stored:
        del stored["login_at"]
    assert not is_logged_in(ada)


def set_last_use(visitor: Visitor, **ago: int) -> None:
    with visitor.client.session_transaction() as stored:
        stored["seen_at"] = int((utcnow() - timedelta(**ago)).timestamp())


def test_a_login_ends_after_three_days_without_a_request(visit):
    ada: Visitor = visit("ada")
    set_login_time(ada, days=10)
    set_last_use(ada, days=2, hours=23)
    assert is_logged_in(ada)
    set_last_use(ada, days=3)
    assert not is_logged_in(ada)
    assert not is_logged_in(ada)  # and the request that found it out does not count as use


def test_a_request_keeps_a_session_that_was_not_used_for_a_while(visit):
    ada: Visitor = visit("ada")
    set_last_use(ada, days=2, hours=23)
    assert is_logged_in(ada)
    with ada.client.session_transaction() as stored:
        assert stored["seen_at"] > (utcnow() - timedelta(minutes=5)).timestamp()
