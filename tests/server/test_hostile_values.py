"""Characters that no database stores and numbers that no column holds are refused by every route and field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from server.accounts import tokens
from server.accounts.models import User
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.core.settings import Settings
from tests.server import classroom
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.routes import ROUTES, Route
from tests.server.test_security import names
from tests.server.world import database_url, engine, sessions
from tests.services import postgres, postgres_url

__all__ = ["database_url", "engine", "names", "postgres", "postgres_url", "sessions"]

NUL = ("\0", "a\0b", "ada@example.org\0")
HUGE = ("9" * 30, str(2**31), str(2**63), "-" + "9" * 30, "9" * 5000)
ENDS_SESSION = {"accounts.logout", "accounts.end_other_sessions"}


@pytest.fixture
def room(sessions: sessionmaker[Session]) -> Classroom:
    with sessions() as session:
        return classroom.build(session)


@pytest.fixture
def settings(database_url: str, engine: Engine, room: Classroom, tmp_path) -> Settings:
    return Settings(state_dir=tmp_path, database_url=database_url, redis_url=f"unix://{tmp_path / 'nobody.sock'}?db=0")


@pytest.fixture
def root(app: Flask) -> Visitor:
    """Who may do everything; an error on the server is an answer here, as it is in production."""
    app.testing = False
    return Visitor(app, "root@example.org")


def fields_of(base: type) -> list[str]:
    """The names of all fields of all forms of a kind."""
    found: set[str] = set()
    kinds = [base]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= {name for name in dir(kind) if hasattr(getattr(kind, name), "field_class")}
    return sorted(found)


def paths(route: Route, names: dict[str, str], value: str) -> Iterator[str]:
    """The path with `value` in the place of each of its parts in turn."""
    parts = route.path.format(**names).split("/")
    for place in range(1, len(parts)):
        yield "/".join([*parts[:place], quote(value), *parts[place + 1 :]])


class Asker:
    """Sends requests and collects those that made the server fail, or that took what they should have refused."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.headers = {"X-CSRFToken": visitor.csrf_token()}
        self.wrong: list[str] = []

    def ask(self, route: Route, path: str, *, refused: bool = False, about: str = "", **content: Any) -> None:
        answer = self.visitor.client.open(path, method=route.method, headers=self.headers, **content)
        failed = answer.status_code >= 500 and route.endpoint != "health.readyz"  # there is no broker here
        if failed or (refused and answer.status_code < 400):
            self.wrong.append(f"{route} {about}: {answer.status_code}")
        answer.close()


def asked() -> list[Route]:
    return [route for route in ROUTES if route.endpoint not in ENDS_SESSION]


@pytest.mark.slow
def test_no_path_makes_the_server_fail(root: Visitor, names: dict[str, str]) -> None:
    asker = Asker(root)
    for route in asked():
        for value in (NUL[1], HUGE[0], HUGE[1]):
            for path in paths(route, names, value):
                asker.ask(route, path, about=path)
    assert "\n".join(asker.wrong) == ""


@pytest.mark.slow
def test_no_filter_makes_the_server_fail(root: Visitor, names: dict[str, str]) -> None:
    asker, fields = Asker(root), fields_of(FilterForm)
    assert len(fields) > 10
    for route in asked():
        for value in (*NUL, *HUGE) if route.method == "GET" else NUL[:1]:
            path = route.path.format(**names)
            asker.ask(route, path, query_string=dict.fromkeys(fields, value), about=f"?{value[:9]!r}")
    assert "\n".join(asker.wrong) == ""


@pytest.mark.slow
def test_no_field_makes_the_server_fail_and_none_takes_a_nul(root: Visitor, names: dict[str, str]) -> None:
    asker, everything = Asker(root), fields_of(PageForm)
    assert len(everything) > 30
    for route in asked():
        if route.method == "GET":
            continue
        path, data = route.path.format(**names), {name: text.format(**names) for name, text in route.data.items()}
        for value in (*NUL, *HUGE):
            asker.ask(route, path, data={**dict.fromkeys(everything, value), **data}, about=f"all {value[:9]!r}")
            for name in data:
                about = f"{name}={value[:9]!r}"
                asker.ask(route, path, data={**data, name: value}, refused=value in NUL, about=about)
    assert "\n".join(asker.wrong) == ""


@pytest.mark.slow
def test_no_json_makes_the_server_fail(root: Visitor, names: dict[str, str]) -> None:
    asker = Asker(root)
    for route in (route for route in asked() if route.json is not None):
        for name in route.json or {}:
            for value in (*NUL, 2**31, 2**63, -(2**63), 10**400):
                asker.ask(route, route.path.format(**names), json={**(route.json or {}), name: value}, about=name)
    assert "\n".join(asker.wrong) == ""


def test_no_value_makes_the_api_fail(root: Visitor, app: Flask, session: Session, room: Classroom) -> None:
    _, secret = tokens.create_token(session, session.get_one(User, room.ada.id), "laptop")
    session.commit()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    body: dict[str, object] = {"source": "x = 1", "client_key": "1", "course": "dl", "purpose": "submit"}
    found = {}
    for name in body:
        for value in (*NUL, *HUGE):
            sent = {**body, name: value}
            answer = client.post("/api/v1/exercises/relu/submissions", json=sent)
            found[name, value[:9]] = answer.status_code
    for path in ("exercises/a%00b/submissions", "submissions/%00"):
        found[path, ""] = client.open(
            f"/api/v1/{path}", method="POST" if "ex" in path else "GET", json=body
        ).status_code
    assert {case: code for case, code in found.items() if code >= 500 or (code < 400 and "\0" in case[1])} == {}
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer chr_\0"}).status_code == 401
