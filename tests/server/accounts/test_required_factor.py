"""A site where staff must have a second factor."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from server.accounts import tokens
from server.accounts.models import User
from server.app import create_app
from server.core.settings import Settings
from tests.server.accounts.codes import ADA, clock, set_up
from tests.server.conftest import Visitor
from tests.server.operator import run
from tests.server.routes import ROUTES

__all__ = ["clock"]


@pytest.fixture
def strict(settings: Settings):
    """The application where staff must have a second factor."""
    app = create_app(settings.model_copy(update={"second_factor": "staff"}))
    yield app
    app.extensions["chainrule.engine"].dispose()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["amy", "ines", "otto", "root"])
def test_staff_without_one_reach_no_page_of_their_courses(strict: Flask, settings: Settings, session, who: str):
    visitor = Visitor(strict, f"{who}@example.org")
    asked = 0
    for route in ROUTES:
        is_staffs = (route.answers[who] == 200 and route.answers["ada"] == 403) or (
            route.path.startswith("/courses/dl") and who != "otto"
        )
        if not is_staffs or ("{" in route.path and route.method != "GET"):
            continue
        path = re.sub(r"\{\w+\}", "1", route.path)
        if route.method == "GET":
            answer = visitor.get(path)
            assert (answer.status_code, answer.location) == (302, "/account/second-factor"), route
        else:
            answer = visitor.client.open(
                path, method=route.method, data=route.data, headers={"X-CSRFToken": visitor.csrf_token()}
            )
            assert answer.status_code == 403, route
        asked += 1
    assert asked >= (1 if who == "otto" else 30)
    assert 'role="status"' in visitor.get("/account/second-factor").text


def test_staff_reach_no_work_of_others_through_its_own_address_or_the_api(strict: Flask, session, room):
    from tests.server import classroom, reports

    sent = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ines = session.get_one(User, room.ines.id)
    _, secret = tokens.create_token(session, ines, "t")
    public_id = sent.public_id
    session.commit()
    visitor = Visitor(strict, "ines@example.org")
    assert visitor.get(f"/submissions/{public_id}").location == "/account/second-factor"
    headers = {"Authorization": f"Bearer {secret}"}
    answer = strict.test_client().get(f"/api/v1/submissions/{public_id}", headers=headers)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    ada = Visitor(strict, ADA)
    assert ada.get(f"/submissions/{public_id}").status_code == 200
    assert ada.get("/courses/dl").status_code == 200


def test_after_the_set_up_the_pages_open(strict: Flask, session, clock):
    ines = Visitor(strict, "ines@example.org")
    assert ines.get("/courses/dl/gradebook").status_code == 302
    set_up(ines, clock)
    assert ines.get("/courses/dl/gradebook").status_code == 200
    assert ines.get("/courses/new").status_code == 200


def test_a_view_as_a_student_ends_when_the_second_factor_is_reset(strict: Flask, session, clock, room):
    ines = Visitor(strict, "ines@example.org")
    set_up(ines, clock)
    token = re.search(r'name="csrf_token" value="([^"]+)"', ines.get("/account").text)[1]
    form = {"student": str(room.ada.id), "csrf_token": token}
    assert ines.client.post("/courses/dl/view-as", data=form).status_code == 303
    assert ines.get("/courses/dl").status_code == 200
    run(strict, "user", "reset-second-factor", "ines@example.org")
    assert ines.get("/courses/dl").location == "/account/second-factor"


def test_by_default_nobody_has_to(visit):
    assert visit("ines").get("/courses/dl/gradebook").status_code == 200
