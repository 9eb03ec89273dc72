"""Every route of the API with what it answers to whom and with which scope; a route that is missing here fails."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts import tokens, users
from server.accounts.models import Scope
from server.api.auth import needed_scope
from server.submissions.models import Submission
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.routes import ROLES
from tests.server.routes.table import OWN, same, to

BODY = {"source": "x = 1", "purpose": "check", "client_key": "k"}
API: list[tuple[str, str, str, dict[str, int], dict[str, Any] | None]] = [
    ("GET", "api.document", "/openapi.json", same(200, nobody=200), None),
    ("GET", "api.me", "/me", same(200), None),
    ("GET", "api.exercises", "/exercises", same(200), None),
    ("GET", "api.exercise", "/exercises/linear", to(200), None),
    # Otto teaches no course with adam, which is not open in Ada's.
    ("GET", "api.exercise", "/exercises/adam", to(200, student=403), None),
    # The admin names the course, being enrolled in none.
    ("POST", "api.submit", "/exercises/linear/submissions", to(202) | {"root": 404}, BODY),
    ("GET", "api.submission", "/submissions/{submission}", OWN, None),
]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_do_exactly_what_their_role_allows(app: Flask, session: Session, room: Classroom, role: str):
    submission = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    headers = {}
    if role != "nobody":
        user = users.find_user(session, f"{role}@example.org")
        assert user
        headers["Authorization"] = f"Bearer {tokens.create_token(session, user, 't')[1]}"
    session.commit()
    found, wanted = {}, {}
    for method, _, path, answers, body in API:
        address = "/api/v1" + path.format(submission=submission.public_id)
        found[method, path] = app.test_client().open(address, method=method, json=body, headers=headers).status_code
        wanted[method, path] = ({"nobody": 401} | answers)[role]
    assert found == wanted


NEEDED = {
    "api.document": None,
    "api.me": "read",
    "api.exercises": "read",
    "api.exercise": "read",
    "api.submit": "submit",
    "api.submission": "read",
}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_does_what_its_scope_allows_and_nothing_else(
    app: Flask, session: Session, room: Classroom, scope: Scope
):
    submission = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ada = users.find_user(session, "ada@example.org")
    assert ada
    headers = {"Authorization": f"Bearer {tokens.create_token(session, ada, 't', scope)[1]}"}
    session.commit()
    for method, endpoint, path, answers, body in API:
        address = "/api/v1" + path.format(submission=submission.public_id)
        answer = app.test_client().open(address, method=method, json=body, headers=headers)
        needed = NEEDED[endpoint]
        if needed in (None, "read", scope.value):
            assert answer.status_code == answers["ada"], endpoint
            continue
        assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
        assert answer.json
        assert f"“{needed}”" in answer.json["detail"]
        assert f"“{scope}”" in answer.json["detail"]
    assert session.query(Submission).count() == (2 if scope is Scope.SUBMIT else 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "read"])
def test_whatever_is_not_known_to_be_safe_needs_the_scope_to_submit(method: str):
    assert needed_scope(method) is Scope.SUBMIT


def test_the_document_names_the_scope_that_each_operation_needs(app: Flask):
    document = app.test_client().get("/api/v1/openapi.json").json
    assert document
    for method, endpoint, path, *_ in API:
        path = re.sub("linear|adam", "{slug}", path).replace("{submission}", "{public_id}")
        operation = document["paths"][path]
        needed = NEEDED[endpoint]
        assert operation[method.lower()]["security"] == ([{"token": [needed]}] if needed else [])


def test_no_route_is_missing_from_the_table(app: Flask):
    listed = {(method, endpoint) for method, endpoint, *_ in API}
    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there == listed
    assert set(NEEDED) == {endpoint for _, endpoint in there}
