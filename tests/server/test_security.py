"""Who may do what, what a page may load, and what no form does without a token."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.accounts import audit, tokens, users
from server.app import create_app
from server.core.settings import Settings
from server.courses.models import Announcement, Extension
from server.regrades.models import RegradeSet, SetState, Which
from server.scores.models import LineComment
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.routes import ROLES, ROUTES, Route

SAFE = {"GET", "HEAD", "OPTIONS"}
NOT_PAGES = {
    "gradebook.scores_csv",
    "gradebook.scores_xlsx",
    "roster.imports.links",
    "submissions.state",
    "submissions.follow",
    "health.healthz",
    "engine.asset",
    "engine.python_sources",
}


@pytest.fixture
def names(session: Session, room: Classroom) -> dict[str, str]:
    """What the routes are asked about: ids of things in the course, by the names that stand in the table."""
    submission = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    ada = users.find_user(session, "ada@example.org")
    assert ada
    other = classroom.submit(session, room.ben, room.items["linear"], reports.accepted())
    pair = classroom.resemble(session, room.ines, submission, other)
    token, _ = tokens.create_token(session, ada, "laptop")
    comment = LineComment(submission_id=submission.id, line=1, body="Look here.", author_id=room.ines.id)
    layers = room.items["linear"].assignment_id
    extension = Extension(assignment_id=layers, user_id=ada.id, due_at=room.now + timedelta(days=90), reason="ill")
    said = Announcement(course_id=room.course.id, author_id=room.amy.id, title="Hello", text="Welcome *all*.")
    event = audit.record(session, None, "course.created", subject="course:1", course_id=room.course.id)
    regrade = RegradeSet(
        course_id=room.course.id,
        title="Again",
        reason="why",
        which=Which.COUNTING,
        state=SetState.CANCELED,
        created_by=room.ines.id,
        ended_at=room.now,
    )
    session.add_all([comment, extension, said, regrade])
    session.commit()
    return {
        "submission": submission.public_id,
        "token": str(token.id),
        "ada": str(ada.id),
        "comment": str(comment.id),
        "assignment": str(layers),
        "announcement": str(said.id),
        "event": str(event.id),
        "regrade": str(regrade.id),
        "extension": str(extension.id),
        "pair": str(pair.id),
    }


def ask(visitor: Visitor, route: Route, names: dict[str, str], *, csrf: bool = True):
    headers = {"X-CSRFToken": visitor.csrf_token()} if csrf and route.method not in SAFE else {}
    data = {name: value.format(**names) for name, value in route.data.items()}
    content = {"json": route.json} if route.json is not None else {"data": data}
    return visitor.client.open(route.path.format(**names), method=route.method, headers=headers, **content)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_do_exactly_what_their_role_allows(visit, names: dict[str, str], role: str):
    found, wanted = {}, {}
    who = None if role == "nobody" else role
    visitor = visit(who)
    for route in ROUTES:
        wanted[str(route)] = route.answers[role]
        answer = ask(visitor, route, names)
        found[str(route)] = answer.status_code
        answer.close()
        if route.endpoint == "accounts.logout":
            visitor = visit(who)
    assert found == wanted


def test_no_route_is_missing_from_the_table(app: Flask):
    listed = {(route.method, route.endpoint) for route in ROUTES}
    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there == listed


@pytest.mark.parametrize("role", ["otto", "root"])
def test_nothing_of_one_course_is_reached_through_another(visit, names: dict[str, str], settings: Settings, role: str):
    """Who may do everything in the course "other" asks there for the things of the course "dl"."""
    visitor = visit(role)
    before = contents(settings)
    asked = 0
    for route in ROUTES:
        text = route.path + "".join(route.data.values())
        if route.path.startswith("/courses/dl/") and re.search(r"\{\w+\}", text):
            there = replace(route, path=route.path.replace("/courses/dl/", "/courses/other/"))
            answer = ask(visitor, there, names)
            assert answer.status_code in ({404} if "{" in route.path else {404, 422}), there
            asked += 1
    assert asked >= 8
    assert contents(settings) == before


def test_an_unsafe_method_without_a_csrf_token_does_nothing(visit, names: dict[str, str], settings: Settings):
    visitor = visit("ada")
    before = contents(settings)
    unsafe = [route for route in ROUTES if route.method not in SAFE]
    refused = [route for route in unsafe if ask(visitor, route, names, csrf=False).status_code == 400]
    assert refused == unsafe
    assert contents(settings) == before


@pytest.mark.slow
@pytest.mark.parametrize("role", ["ada", "amy", "ines"])
def test_no_get_writes(visit, names: dict[str, str], settings: Settings, role: str):
    visitor = visit(role)
    before = contents(settings)
    for route in ROUTES:
        if route.method == "GET":
            answer = ask(visitor, route, names)
            answer.get_data()
            answer.close()
    assert contents(settings) == before


def contents(settings: Settings) -> list[str]:
    import sqlite3

    with sqlite3.connect(settings.database.removeprefix("sqlite:///")) as connection:
        dump = list(connection.iterdump())
    connection.close()
    return dump


def test_a_page_is_served_while_another_transaction_writes(visit, app: Flask):
    ada: Visitor = visit("ada")
    with app.extensions["chainrule.engine"].begin():  # holds the one lock for writing that SQLite has
        assert ada.get("/courses/dl").status_code == 200


def test_a_csrf_token_works_in_the_header_and_another_sessions_does_not(visit):
    ada, ben = visit("ada"), visit("ben")
    stolen = ben.csrf_token()
    assert ada.client.post("/account/tokens", data={"name": "x"}, headers={"X-CSRFToken": stolen}).status_code == 400
    own = ada.csrf_token()
    assert ada.client.post("/account/tokens", data={"name": "x"}, headers={"X-CSRFToken": own}).status_code == 303


# --- what is stored by one person is shown to another ------------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea></template><svg onload=alert(1)>",
    "{{ 7*7 }}<iframe srcdoc=x>",
    "</title><base href=//evil.example><script src=//evil.example/x.js></script>",
]


class Dangers(HTMLParser):
    """Collects what would run or load something foreign."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "img"} or (tag == "script" and "nonce" not in values):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in values if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            if not re.match(r"(/(?!/)|#|\?|$)", values.get(name, "")):
                self.found.append(f"{tag} {name}={values[name]}")


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_stored_payload_stays_text_on_every_page_for_every_role(
    visit: Callable[..., Visitor], session: Session, room: Classroom, names: dict[str, str], payload: str
):
    _store(session, room, payload)
    seen = 0
    for role in ("ada", "amy", "ines"):
        visitor = visit(role)
        for route in ROUTES:
            if route.method != "GET" or route.answers[role] != 200 or route.endpoint in NOT_PAGES:
                continue
            page = ask(visitor, route, names).text
            dangers = Dangers()
            dangers.feed(page)
            assert dangers.found == [], route
            seen += payload in page.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace(
                "&#39;", "'"
            )
            assert "49<iframe" not in page
    assert seen >= 8  # it was really there, as text


def _store(session: Session, room: Classroom, payload: str) -> None:
    ada = users.find_user(session, "ada@example.org")
    assert ada
    ada.name = payload
    session.get(type(room.course), room.course.id).title = payload
    item = session.get(type(room.items["linear"]), room.items["linear"].id)
    item.assignment.title = payload
    tokens.create_token(session, ada, payload[:100])
    hostile = reports.report(
        reports.Verdict.RTE,
        (
            reports.check(
                "forward.output",
                reports.Verdict.RTE,
                0,
                30,
                payload,
                asked=payload,
                case=payload,
                shape_got=payload,
                notes=[payload],
                output=payload,
                worst={"index": [payload], "expected": payload, "got": payload},
                exception={
                    "type": payload,
                    "message": payload,
                    "frames": [{"line": 2, "function": payload, "code": payload}],
                },
            ),
        ),
        (reports.Diagnosis(payload, payload, payload, 0.5, "forward.output"),),
    )
    for _ in range(2):
        classroom.submit(session, ada, item, hostile, source=f"x = 1\n# {payload}\n{_}\n")


# --- headers -----------------------------------------------------------------------------------------------------


def test_every_page_carries_the_policy_with_a_nonce_of_its_own(visit):
    ada: Visitor = visit("ada")
    policies = [ada.get(path).headers["Content-Security-Policy"] for path in ("/courses/dl", "/courses/dl", "/nowhere")]
    nonces = {re.search(r"script-src 'self' 'nonce-([^']+)'", policy).group(1) for policy in policies}
    assert len(nonces) == 3
    nonce = "nonce-" + re.search(r"nonce-([^']+)", policies[0]).group(1)
    assert policies[0] == (
        f"default-src 'self'; script-src 'self' '{nonce}'; style-src 'self' '{nonce}'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
    )


def test_pages_use_no_inline_script_or_style(visit, names: dict[str, str]):
    ada: Visitor = visit("ada")
    for route in ROUTES:
        if route.method == "GET" and route.answers["ada"] == 200 and route.endpoint not in NOT_PAGES:
            page = ask(ada, route, names).text
            assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=", page), route


def test_headers_and_caching(visit):
    ada: Visitor = visit("ada")
    page = ada.get("/courses/dl")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    with ada.get("/static/css/base.css") as asset:
        assert "no-store" not in asset.headers["Cache-Control"]


def test_in_production_cookies_and_pages_insist_on_https(settings: Settings):
    values = settings.model_dump() | {"env": "production", "secret_key": "x" * 40}
    app = create_app(Settings(**values))
    answer = Visitor(app).client.get("/login", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    app.extensions["chainrule.engine"].dispose()


def test_a_file_that_caches_may_keep_sets_no_cookie(visit):
    ada: Visitor = visit("ada")
    with ada.get("/static/css/base.css") as asset:
        assert "Set-Cookie" not in asset.headers


def test_no_template_turns_escaping_off():
    templates = Path(__file__).parents[2] / "server" / "templates"
    files = list(templates.rglob("*.html"))
    assert files
    for file in files:
        assert not re.search(r"\|\s*safe\b|autoescape false", file.read_text()), file.name
