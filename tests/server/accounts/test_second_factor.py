"""The codes of the second factor, how it is set up and turned off, and attacks on it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from server.accounts import second_factor
from server.accounts.models import AuditEvent, RecoveryCode, SecondFactor, User
from server.core.settings import Settings
from tests.factories import make_user
from tests.server.accounts.codes import (
    ADA,
    RFC_SECRET,
    SECRET,
    TRIES,
    Clock,
    actions,
    clock,
    code,
    enter,
    give,
    pending_login,
    set_up,
    state,
)
from tests.server.classroom import PASSWORD
from tests.server.conftest import Visitor
from tests.server.operator import run
from tests.server.roster.conftest import mailing, postbox, someone
from tests.server.world import database_url, engine
from tests.services import postgres, postgres_url

__all__ = ["clock", "database_url", "engine", "mailing", "postbox", "postgres", "postgres_url"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_rfc(clock: Clock, session: Session, second: int, expected: str):
    """The test vectors of RFC 6238 for SHA-1, of which we show the last six digits."""
    ada = give(session, secret=RFC_SECRET)
    clock.now = datetime.fromtimestamp(second, UTC)
    assert second_factor.use_code(session, ada, expected)


@pytest.mark.parametrize(("ahead", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(clock: Clock, session: Session, ahead: int, is_right: bool):
    assert second_factor.use_code(session, give(session), code(clock, ahead=ahead)) is is_right


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_code_is_never_accepted_twice_and_neither_is_an_earlier_one(clock: Clock, session: Session, ahead: int):
    ada, used, earlier = give(session), code(clock, ahead=ahead), code(clock, ahead=ahead - 1)
    assert second_factor.use_code(session, ada, used)
    for _ in range(4):
        assert not second_factor.use_code(session, ada, used)
        assert not second_factor.use_code(session, ada, earlier)
        clock.wait(10)
    clock.wait(60)
    assert second_factor.use_code(session, ada, code(clock))


@pytest.mark.parametrize("typed", ["", "0", "١٢٣٤٥٦", "é" * 6, "000000000000", "\ud800", "x" * 40])
def test_what_is_no_code_is_wrong(clock: Clock, session: Session, typed: str):
    assert not second_factor.use_code(session, give(session), typed)


def test_spaces_hyphens_and_case_do_not_matter(clock: Clock, session: Session):
    ada, right = give(session), code(clock)
    assert second_factor.use_code(session, ada, f" {right[:3]} {right[3:]} ")
    assert second_factor.use_code(session, ada, "ABCD-efgh jkmn")


def test_of_two_requests_with_one_code_one_succeeds(engine: Engine, clock: Clock):
    """On PostgreSQL the second waits for the lock of the row, and on SQLite for the one lock of the database."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    with Session(engine) as session:
        user_id = make_user(session, "zoe", "Zoe", password_hash="-").id
        give(session, "zoe@example.org")
    start = Barrier(4)

    def attempt(typed: str) -> bool:
        start.wait()
        with Session(engine) as session:
            found = second_factor.use_code(session, session.get_one(User, user_id), typed)
            session.commit()
            return found

    for typed in (code(clock), "abcdefghjkmn"):
        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(attempt, [typed] * 4)) == [False, False, False, True]


def test_it_is_set_up_with_a_picture_and_a_first_code(visit, session, clock):
    ada: Visitor = visit("ada")
    assert state(ada.get("/account/second-factor").text) == "off"
    ada.post("/account/second-factor/begin", {"password": PASSWORD})
    page = ada.get("/account/second-factor").text
    secret = re.search(r"data-secret>(\w+)<", page)[1]
    assert "<svg" in page
    assert "style=" not in page
    assert f'href="otpauth://totp/Chainrule:ada%40example.org?secret={secret}&amp;issuer=Chainrule"' in page
    assert ada.post("/account/second-factor/confirm", {"code": "123456"}).status_code == 422
    assert state(ada.get("/account/second-factor").text) == "pending"
    assert visit("ada").get("/account").status_code == 200  # nothing is on yet
    assert ada.post("/account/second-factor/confirm", {"code": code(clock, secret=secret)}).status_code == 201
    page = ada.get("/account/second-factor").text
    assert state(page) == "on"
    assert secret not in page
    assert "data-codes-left>10<" in page
    assert enter(pending_login(visit), code(clock, secret=secret)) == 422  # the first code is used up
    clock.wait(30)
    assert enter(pending_login(visit), code(clock, secret=secret)) == 302


def test_recovery_codes_are_shown_once_and_stored_as_hashes(visit, session, clock, settings: Settings, room):
    ada: Visitor = visit("ada")
    with structlog.testing.capture_logs() as lines:
        secret, codes = set_up(ada, clock)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    bare = [one.replace("-", "") for one in codes]
    assert all(len(one) == 12 for one in bare)
    again = ada.post("/account/second-factor/confirm", {"code": code(clock, secret=secret, ahead=1)})
    assert again.status_code == 422
    stored = "".join(session.scalars(select(RecoveryCode.code_hash)))
    audit = json.dumps([[event.action, event.data] for event in session.scalars(select(AuditEvent))])
    logged = json.dumps(lines, default=str)
    for one in [*codes, *bare, secret]:
        assert one not in stored + audit + logged + ada.get("/account/second-factor").text + ada.get("/account").text
    session.commit()
    assert [enter(pending_login(visit), one) for one in codes[:3]] == [302, 302, 302]


def test_the_password_is_needed_to_set_it_up(visit, session, clock):
    """Or whoever finds an open session could lock the owner out."""
    ada: Visitor = visit("ada")
    codes = [
        ada.post("/account/second-factor/begin", {"password": "a wrong password"}).status_code for _ in range(TRIES + 1)
    ]
    assert codes == [422] * TRIES + [429]
    assert session.scalar(select(func.count()).select_from(SecondFactor)) == 0


def test_a_set_up_that_is_not_finished_in_time_begins_anew(visit, session, clock):
    ada: Visitor = visit("ada")
    ada.post("/account/second-factor/begin", {"password": PASSWORD})
    factor = session.scalars(select(SecondFactor)).one()
    first = factor.secret
    factor.created_at = clock.now - second_factor.SETUP_LASTS - timedelta(seconds=1)
    session.commit()
    assert state(ada.get("/account/second-factor").text) == "off"
    assert ada.post("/account/second-factor/confirm", {"code": code(clock, secret=first)}).status_code == 422
    secret, _ = set_up(ada, clock)
    assert secret != first


def test_nobody_replaces_a_second_factor_that_is_on(visit, session, clock):
    ada: Visitor = visit("ada")
    secret, _ = set_up(ada, clock)
    assert ada.post("/account/second-factor/begin", {"password": PASSWORD}).status_code == 409
    assert session.scalars(select(SecondFactor.secret)).one() == secret


@pytest.mark.parametrize(("password", "right_code"), [("a wrong password", True), (PASSWORD, False), ("", True)])
def test_turning_it_off_takes_the_password_and_a_code(visit, session, clock, password: str, right_code: bool):
    ada: Visitor = visit("ada")
    secret, _ = set_up(ada, clock)
    clock.wait(30)
    typed = code(clock, secret=secret) if right_code else "123456"
    assert ada.post("/account/second-factor/off", {"password": password, "code": typed}).status_code == 422
    assert state(ada.get("/account/second-factor").text) == "on"
    clock.wait(30)
    typed = code(clock, secret=secret)
    assert ada.post("/account/second-factor/off", {"password": PASSWORD, "code": typed}).status_code == 303
    assert state(ada.get("/account/second-factor").text) == "off"
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    session.commit()
    assert visit("ada").get("/account").status_code == 200


def test_the_code_to_turn_it_off_cannot_be_guessed_from_an_open_session(visit, session, clock, app: Flask):
    ada: Visitor = visit("ada")
    set_up(ada, clock)
    form = {"password": PASSWORD, "code": "123456"}
    codes = [ada.post("/account/second-factor/off", form).status_code for _ in range(TRIES)]
    assert codes == [422] * (TRIES - 1) + [429]  # the set-up counts too


@pytest.mark.parametrize(
    "path", ["/login/code", *(f"/account/second-factor/{do}" for do in ("begin", "confirm", "off"))]
)
def test_no_form_works_without_a_csrf_token(visit, session, clock, path: str):
    if path == "/login/code":
        give(session)
        visitor = pending_login(visit)
        fields = {"code": code(clock)}
    else:
        visitor = visit("ada")
        secret, _ = set_up(visitor, clock) if path.endswith("off") else (SECRET, [])
        clock.wait(30)
        fields = {"password": PASSWORD, "code": code(clock, secret=secret)}
    before = actions(session)
    assert visitor.client.post(path, data=fields).status_code == 400
    assert actions(session) == before


def test_staff_who_view_a_course_as_a_student_see_and_change_nobodys_second_factor(visit, session, clock, room):
    give(session)
    ines: Visitor = visit("ines")
    ines.post("/courses/dl/view-as", {"student": str(room.ada.id)})
    token = re.search(r'name="csrf_token" value="([^"]+)"', ines.get("/courses/dl").text)[1]
    for path in ("/account/second-factor", "/account/activity", "/admin/activity"):
        assert ines.get(path).status_code == 403
    for do in ("begin", "confirm", "off"):
        form = {"password": PASSWORD, "code": code(clock), "csrf_token": token}
        assert ines.client.post(f"/account/second-factor/{do}", data=form).status_code == 403
    assert session.scalars(select(SecondFactor.secret)).one() == SECRET


def test_the_owner_is_told_by_mail(mailing, postbox, clock):
    set_up(someone(mailing, "ada"), clock)
    to, mail = postbox.wait()
    assert to == ADA
    assert "turned on" in mail.get_content()


def test_an_operator_resets_it(app, session, visit, clock):
    give(session)
    told = f"Two-factor authentication for {ADA}"
    assert run(app, "user", "reset-second-factor", "ADA@example.org") == f"{told} is now off.\n"
    assert run(app, "user", "reset-second-factor", ADA) == f"{told} was already off.\n"
    assert actions(session) == ["account.second_factor_reset"]
    assert visit("ada").get("/account").status_code == 200
    assert "no account with the address x@x.org" in run(app, "user", "reset-second-factor", "x@x.org", fails=True)
