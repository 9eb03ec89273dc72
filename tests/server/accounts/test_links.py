"""Password links: good once, for a time, for one account; and asking for one tells nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import links
from server.accounts.errors import LinkOver
from server.accounts.models import AuditEvent, User
from server.accounts.passwords import UNUSABLE
from server.accounts.throttle import LINKS_BY_ACCOUNT
from server.app import create_app
from server.core.db import utcnow
from server.core.settings import Settings
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor
from tests.server.roster.conftest import PUBLIC, mailing, postbox, someone

__all__ = ["mailing", "postbox"]

NEW = {"new": "a brand new secret", "again": "a brand new secret"}


def token_for(app: Flask, user_id: int, **more) -> str:
    with app.test_request_context(), app.extensions["chainrule.sessions"]() as session:
        return links.confirming_link(session.get_one(User, user_id), **more).rpartition("/")[2]


def read(app: Flask, session: Session, token: str, **more) -> User:
    with app.test_request_context():
        return links.read_link(session, token, **more)


def test_a_link_sets_the_password_once_and_ends_every_session(app, visit, session, room):
    ada: Visitor = visit("ada")
    token = token_for(app, room.ada.id)
    nobody: Visitor = visit()
    page = nobody.get(f"/reset/{token}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "ada@example.org" in page.text
    assert nobody.post(f"/reset/{token}", NEW).headers["Location"] == "/login"
    assert ada.get("/account").status_code == 302
    assert visit().post("/login", {"email": "ada@example.org", "password": PASSWORD}).status_code == 422
    assert visit().post("/login", {"email": "ada@example.org", "password": NEW["new"]}).status_code == 302
    assert nobody.get(f"/reset/{token}").status_code == 410
    assert nobody.post(f"/reset/{token}", NEW).status_code == 410
    done = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.password_reset")).one()
    assert done.subject == f"user:{room.ada.id}"


def test_who_was_logged_in_reads_after_the_reset_that_it_worked(app, visit, room):
    ada: Visitor = visit("ada")
    ada.post(f"/reset/{token_for(app, room.ada.id)}", NEW)
    assert "Your password has been changed. Log in with the new one." in ada.get("/login").text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"new": "short", "again": "short"}, "at least 10"),
        ({"new": "a brand new secret", "again": "another secret"}, "do not match"),
        ({"new": "ada@example.org", "again": "ada@example.org"}, "same as the email address"),
        ({}, "Enter a new password"),
    ],
)
def test_a_password_that_cannot_be_used_leaves_the_link_good(app, visit, room, data, said):
    token = token_for(app, room.ada.id)
    answer = visit().post(f"/reset/{token}", data)
    assert answer.status_code == 422
    assert said in answer.text
    assert visit().post(f"/reset/{token}", NEW).status_code == 303


def test_a_link_lasts_two_hours_and_a_first_one_fourteen_days(app, session, room):
    token = token_for(app, room.ada.id)
    assert read(app, session, token, now=utcnow() + timedelta(minutes=119)).id == room.ada.id
    with pytest.raises(LinkOver):
        read(app, session, token, now=utcnow() + timedelta(minutes=121))
    session.get(User, room.ada.id).password_hash = UNUSABLE
    session.commit()
    token = token_for(app, room.ada.id)
    assert read(app, session, token, now=utcnow() + timedelta(days=13, hours=23)).id == room.ada.id
    with pytest.raises(LinkOver):
        read(app, session, token, now=utcnow() + timedelta(days=14, minutes=1))


def test_whatever_ends_all_sessions_ends_the_link(app, visit, room):
    token = token_for(app, room.ada.id)
    visit("ada").post("/account/sessions/end")
    assert visit().get(f"/reset/{token}").status_code == 410


def test_a_link_for_somebody_who_is_switched_off_is_over(app, visit, session, room):
    token = token_for(app, room.ada.id)
    session.get(User, room.ada.id).is_active = False
    session.commit()
    assert visit().get(f"/reset/{token}").status_code == 410


def test_a_link_cannot_be_bent_to_another_account(app, visit, room):
    token, other = token_for(app, room.ada.id), token_for(app, room.root.id)
    payload, _, signature = token.partition(".")
    for bent in (other.partition(".")[0] + "." + signature, payload, token[:-1], token + "A", "", "..", "%00"):
        assert visit().get(f"/reset/{bent}").status_code in {404, 410}
    with app.test_request_context():
        from itsdangerous import URLSafeTimedSerializer

        foreign = URLSafeTimedSerializer("another key", salt="chainrule password link")
        forged = foreign.dumps([room.root.id, 0, "x" * 24, 7200])
    assert visit().get(f"/reset/{forged}").status_code == 410


def test_a_failure_on_the_page_does_not_write_the_link_to_the_log(app, room, monkeypatch, capsys):
    token = token_for(app, room.ada.id)
    monkeypatch.setattr(links, "read_link", lambda *_: 1 / 0)
    assert app.test_client().get(f"/reset/{token}").status_code == 500
    written = capsys.readouterr()
    assert "unhandled error" in written.out + written.err
    assert token not in written.out + written.err


# --- asking for one ----------------------------------------------------------------------------------------------


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(mailing, postbox):
    known, unknown = someone(mailing), someone(mailing)
    answers = [
        visitor.post("/forgot", {"email": email})
        for visitor, email in ((known, "ADA@example.org"), (unknown, "nobody@example.org"))
    ]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/forgot?asked=1")}
    assert "If this address belongs to an account" in known.get("/forgot?asked=1").text
    to, mail = postbox.wait()
    assert to == "ada@example.org"
    assert postbox.mails == []
    link = re.search(rf"{PUBLIC}(/reset/\S+)", mail.get_content()).group(1)
    assert known.post(link, NEW).status_code == 303


def test_the_host_that_a_browser_names_does_not_reach_the_mail(mailing, room):
    with mailing.test_request_context("/forgot", base_url="http://evil.example"):
        assert links.confirming_link(room.ada).startswith(f"{PUBLIC}/reset/")


def test_a_mailbox_is_not_flooded(mailing, postbox):
    visitor = someone(mailing)
    codes = [visitor.post("/forgot", {"email": e}).status_code for e in ["ada@example.org", "Ada@example.org "] * 2]
    assert codes == [303] * LINKS_BY_ACCOUNT.amount + [429]
    unknown = [visitor.post("/forgot", {"email": "x@x.org"}).status_code for _ in range(4)]
    assert unknown == codes


def test_production_without_mail_says_who_can_help(settings: Settings):
    values = settings.model_dump() | {"env": "production", "secret_key": "x" * 40}
    app = create_app(Settings(**values))
    page = app.test_client().get("/forgot", base_url="https://localhost").text
    assert "Ask your instructor" in page
    assert "<input id=" not in page
    app.extensions["chainrule.engine"].dispose()


def test_the_login_page_leads_there(visit):
    page = visit().get("/login").text
    assert 'href="/forgot"' in page
    assert 'href="/join"' in page
    assert 'href="/join"' in visit("root").get("/").text
