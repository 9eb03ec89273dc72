"""The API: bearer tokens, problem details, and answers that fit its own document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import select

import exercises
from server.accounts import tokens
from server.accounts.models import ApiToken, User
from server.api.schemas import NewSubmission
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from tests.server import classroom
from tests.server.browser import MakeApp, Site
from tests.server.world import report

URL = "/api/v1/exercises/linear/submissions"
BODY = {"source": "x = 1\n", "client_key": "k1"}


@pytest.fixture
def ada(site: Site) -> FlaskClient:
    return site.bearer(site.world.ada)


def fits(site: Site, model: str, value: object) -> None:
    """Assert that `value` is what the OpenAPI document promises."""
    document = site.app.test_client().get("/api/v1/openapi.json").json
    assert document is not None
    Draft202012Validator({**document, "$ref": f"#/components/schemas/{model}"}).validate(value)


def test_a_submission_is_accepted_and_can_be_read(site: Site, ada: FlaskClient) -> None:
    answer = ada.post(URL, json=BODY)
    assert answer.status_code == 202
    fits(site, "AcceptedSubmission", answer.json)
    found = ada.get(answer.location)
    assert found.status_code == 200
    fits(site, "SubmissionOut", found.json)
    assert found.json is not None
    assert answer.json is not None
    assert (found.json["id"], found.json["state"], found.json["report"]) == (answer.json["id"], "queued", None)
    assert answer.json["url"].endswith(f"/submissions/{answer.json['id']}")


def test_a_repeated_request_is_the_same_submission(ada: FlaskClient) -> None:
    assert ada.post(URL, json=BODY).json == ada.post(URL, json=BODY).json
    assert ada.post(URL, json={**BODY, "source": "y"}).status_code == 409


def test_a_report_comes_as_the_grader_wrote_it(site: Site, ada: FlaskClient) -> None:
    written = report(70).to_json()
    with site.sessions() as session:
        user = session.get_one(User, site.world.ada.id)
        sent = classroom.submit(session, user, site.world.items["linear"], written)
    found = ada.get(f"/api/v1/submissions/{sent.public_id}")
    assert found.json is not None
    fits(site, "SubmissionOut", found.json)
    assert (found.json["state"], found.json["report"]["points"]) == ("graded", 70)
    assert found.json["report"]["schema_version"] == 1


def test_me_and_exercises(site: Site, ada: FlaskClient) -> None:
    me = ada.get("/api/v1/me").json
    fits(site, "Me", me)
    assert me is not None
    assert (me["email"], me["courses"][0]["role"]) == ("ada@example.org", "student")
    listed = ada.get("/api/v1/exercises").json
    fits(site, "Exercises", listed)
    assert listed is not None
    slugs = [item["slug"] for item in listed["exercises"]]
    assert slugs == ["chain_rule", "sigmoid", "relu", "linear"]  # adam is not open yet


def test_an_exercise_comes_as_its_author_wrote_it(site: Site, ada: FlaskClient) -> None:
    shown = ada.get("/api/v1/exercises/linear").json
    fits(site, "ExerciseTexts", shown)
    assert shown is not None
    linear = exercises.load("linear")
    assert (shown["statement"], shown["starter"]) == (linear.statement, linear.starter)
    assert (shown["title"], shown["version"], shown["max_points"]) == ("Linear", linear.version, linear.max_points)


def test_the_texts_of_an_exercise_are_for_whoever_may_see_its_page(site: Site, ada: FlaskClient) -> None:
    unopened = ada.get("/api/v1/exercises/adam")
    assert (unopened.status_code, "statement" in unopened.text) == (403, False)
    assert site.bearer(site.world.ines).get("/api/v1/exercises/adam").status_code == 200
    assert ada.get("/api/v1/exercises/softmax").status_code == 404  # there is one, but not in her course


def test_an_exercise_that_one_of_two_courses_has_opened_is_shown(site: Site, ada: FlaskClient) -> None:
    with site.sessions() as session:
        course = session.scalars(select(Course).where(Course.slug != "dl")).first()
        assert course is not None
        session.add(Enrollment(course=course, user_id=site.world.ada.id, role=Role.STUDENT))
        unit = Assignment(course=course, title="Early", position=9)
        session.add(AssignmentExercise(assignment=unit, slug="adam", position=1, max_points=Decimal(1)))
        session.commit()
    assert ada.get("/api/v1/exercises/adam").status_code == 200
    assert ada.post("/api/v1/exercises/adam/submissions", json=BODY).status_code == 409


@pytest.mark.parametrize("breakage", [exercises.UnknownExercise("linear", ()), exercises.BrokenExercise("no SPEC")])
def test_an_exercise_that_this_server_cannot_read_is_unavailable(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch, breakage: exercises.ExerciseError
) -> None:
    def fail(slug: str) -> None:
        raise breakage

    monkeypatch.setattr(exercises, "load", fail)
    answer = ada.get("/api/v1/exercises/linear")
    assert answer.status_code == (404 if isinstance(breakage, exercises.UnknownExercise) else 503)


def test_a_course_that_is_not_the_student_s_is_told_with_those_that_are(ada: FlaskClient) -> None:
    wrong = ada.post(URL, json={**BODY, "course": "nope"})
    assert wrong.status_code == 404
    assert wrong.json is not None
    assert wrong.json["detail"] == "You are not enrolled in a course called “nope”. Your courses are: dl."
    without = ada.post("/api/v1/exercises/softmax/submissions", json={**BODY, "course": "dl"})
    assert without.json is not None
    assert without.json["detail"] == "Your course “dl” has no exercise “softmax”."


@pytest.mark.parametrize("path", ["/me", "/exercises", "/exercises/linear", "/submissions/abc"])
@pytest.mark.parametrize("header", [None, "Bearer chr_wrong", "Bearer", "Basic YTpi", "Bearer \x7f"])
def test_without_a_valid_token_nothing_is_told(site: Site, path: str, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    answer = site.app.test_client().get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    fits(site, "Problem", answer.json)


def test_a_login_session_is_no_token(site: Site) -> None:
    assert site.log_in(site.world.ada).get("/api/v1/me").status_code == 401


def test_a_revoked_token_is_refused(site: Site) -> None:
    client = site.bearer(site.world.ada)
    assert client.get("/api/v1/me").status_code == 200
    with site.sessions() as session:
        user = session.get_one(User, site.world.ada.id)
        for token in tokens.tokens_of(session, user):
            tokens.revoke_token(session, user, user, token.id)
        session.commit()
    assert client.get("/api/v1/me").status_code == 401


def test_an_expired_token_is_refused_with_the_reason(site: Site, ada: FlaskClient) -> None:
    with site.sessions() as session:
        token = session.scalars(select(ApiToken)).one()
        assert token.expires_at - token.created_at == pytest.approx(timedelta(days=180), abs=timedelta(seconds=5))
        token.expires_at = utcnow() + timedelta(minutes=1)
        session.commit()
        assert ada.get("/api/v1/me").status_code == 200
        token.expires_at = utcnow()
        session.commit()
    answer = ada.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["detail"] == "This token has expired. Create a new one on your account page."
    assert ">expired</span>" in site.log_in(site.world.ada).get("/account").text


def test_work_of_others_does_not_exist(site: Site, ada: FlaskClient) -> None:
    answer = ada.post(URL, json=BODY)
    for user, status in ((site.world.ben, 404), (site.world.otto, 404), (site.world.ines, 200)):
        assert site.bearer(user).get(answer.location).status_code == status
    assert site.bearer(site.world.otto).post(URL, json=BODY).status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"source": "\\ud800", "client_key": "k"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"null", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"source": 3, "client_key": "k"}', "application/json", 422),
        (b'{"source": "x", "client_key": ""}', "application/json", 422),
        (b'{"source": "x", "client_key": "k", "points": 100}', "application/json", 422),
        (b'{"source": "x\\u0000", "client_key": "k"}', "application/json", 422),
        (b"source=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
    ],
)
def test_malformed_requests_get_problem_details(
    site: Site, ada: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    answer = ada.post(URL, data=body, content_type=kind)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    fits(site, "Problem", answer.json)


def test_an_answer_describes_ten_faults_at_most(site: Site, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {f"{n:x}{'x' * 500}": 1 for n in range(20)}
    answer = ada.post(URL, json=BODY | few)
    assert (answer.status_code, len(answer.get_json()["errors"])) == (422, 10)
    assert "and 10 more" in answer.get_json()["detail"]
    assert len(answer.data) < 5_000
    parsed: list[str] = []
    monkeypatch.setattr(NewSubmission, "model_validate_json", lambda data: parsed.append(data))
    answer = ada.post(URL, json=BODY | {f"{n:x}": n for n in range(30_000)})
    assert (answer.status_code, answer.get_json()["detail"]) == (
        422,
        "The body has 30,002 fields, but at most 50 are allowed.",
    )
    assert not parsed
    fits(site, "Problem", answer.json)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("DELETE", "/me", 405), ("GET", "/submissions/none", 404), ("PUT", "/exercises", 405)],
)
def test_wrong_addresses_get_problem_details(site: Site, ada: FlaskClient, method: str, path: str, status: int) -> None:
    answer = ada.open(f"/api/v1{path}", method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    fits(site, "Problem", answer.json)


def test_large_bodies_are_refused(site: Site, ada: FlaskClient) -> None:
    for size in (300_000, 10_000_000):
        answer = ada.post(URL, json={"source": "#" * size, "client_key": "k"})
        assert answer.status_code == 413
        fits(site, "Problem", answer.json)


def test_an_exercise_that_is_not_there_or_not_open(ada: FlaskClient) -> None:
    assert ada.post("/api/v1/exercises/none/submissions", json=BODY).status_code == 404
    assert ada.post("/api/v1/exercises/adam/submissions", json=BODY).status_code == 403


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=60)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(repr).map(str.encode)
)
def test_no_body_makes_a_server_error(ada: FlaskClient, body: bytes) -> None:
    assert 400 <= ada.post(URL, data=body, content_type="application/json").status_code < 500


def test_the_document_lists_every_route(site: Site) -> None:
    document: Any = site.app.test_client().get("/api/v1/openapi.json").json
    promised = {
        (path, method.upper()) for path, item in document["paths"].items() for method in item if method != "parameters"
    }
    assert promised == set(_routes(site))
    for reference in _references(document):
        assert reference.rpartition("/")[2] in document["components"]["schemas"]


def _routes(site: Site) -> Iterator[tuple[str, str]]:
    for rule in site.app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1"):
            path = rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
            yield from ((path, method) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"})


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (item for key, item in value.items() if key == "$ref")
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def test_limits_say_when_to_come_back(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url, submissions_per_minute=1, reads_per_minute=3)
    ada, ben = site.bearer(site.world.ada), site.bearer(site.world.ben)
    assert ada.post(URL, json=BODY).status_code == 202
    refused = ada.post(URL, json={**BODY, "client_key": "k2"})
    assert refused.status_code == 429
    assert refused.json["title"] == "Per-minute limit reached"
    assert int(refused.headers["Retry-After"]) >= 1
    fits(site, "Problem", refused.json)
    assert ben.post(URL, json=BODY).status_code == 202
    assert [ada.get("/api/v1/me").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_requests_that_are_not_valid_are_counted_before_they_are_read(make_site: MakeApp, redis_url: str) -> None:
    site = make_site(redis_url, reads_per_minute=3)
    ada = site.bearer(site.world.ada)
    posted = [ada.post(URL, data=b"{", content_type="application/json").status_code for _ in range(4)]
    assert posted == [400, 400, 400, 429]
    assert ada.get("/api/v1/me").status_code == 200
