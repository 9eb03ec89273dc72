"""What operators type."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from exercises import catalog
from server import create_app, schema
from server.accounts.models import ApiToken
from server.accounts.tokens import find_token
from server.accounts.users import authenticate
from server.core.settings import Settings
from server.courses.models import Course, Enrollment, Role
from tests.server.browser import NOWHERE
from tests.server.operator import run


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/c.db", redis_url=NOWHERE))
    assert run(app, "db", "upgrade") == f"The schema is now at {schema.newest()}.\n"
    return app


def add_ada(app: Flask, *more: str) -> str:
    return run(app, "user", "create", "ada@example.org", "--password", "long enough for us", *more)


def test_upgrading_says_what_it_did(app: Flask) -> None:
    assert run(app, "db", "upgrade") == f"The schema is already at {schema.newest()}.\n"
    newest = schema.newest()
    assert run(app, "db", "current") == f"The database has schema {newest}. This code expects schema {newest}.\n"


def test_a_database_without_a_schema_is_told(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/empty.db", redis_url=NOWHERE))
    assert "flask --app server db upgrade" in run(app, "db", "current", fails=True)


@pytest.mark.parametrize(
    "command",
    [("course", "import"), ("course", "export", "dl"), ("user", "admin", "a@b.example"), ("exercise", "paused")],
    ids=" ".join,
)
def test_a_command_that_needs_tables_says_how_to_make_them(
    app: Flask, tmp_path: Path, command: tuple[str, ...]
) -> None:
    run(app, "course", "create", "dl", "--title", "DL", "--first-due", "2026-12-12")
    run(app, "course", "export", "dl", str(tmp_path / "dl.zip"))
    file = {"import": [str(tmp_path / "dl.zip")], "export": [str(tmp_path / "new.zip")]}.get(command[1], [])
    empty = create_app(Settings(database_url=f"sqlite:///{tmp_path}/empty.db", redis_url=NOWHERE))
    said = run(empty, *command, *file, fails=True)
    assert said == "Error: The database has no tables yet. Create them with: flask --app server db upgrade\n"


def test_a_person_is_made_once_and_can_log_in(app: Flask) -> None:
    assert add_ada(app, "--name", "Ada") == "ada@example.org can now log in.\n"
    with app.extensions["chainrule.sessions"]() as session:
        assert authenticate(session, "ada@example.org", "long enough for us") is not None
    assert "already registered" in add_ada_again(app)


def add_ada_again(app: Flask) -> str:
    return run(app, "user", "create", "ADA@example.org", "--password", "long enough for us", fails=True)


def test_a_weak_password_is_refused(app: Flask) -> None:
    assert "at least 10" in run(app, "user", "create", "b@example.org", "--password", "short", fails=True)


def test_a_person_can_be_enrolled(app: Flask) -> None:
    with app.extensions["chainrule.sessions"]() as session:
        session.add(Course(slug="dl", title="Deep learning"))
        session.commit()
    assert "is an instructor in dl" in add_ada(app, "--course", "dl", "--role", "instructor")
    with app.extensions["chainrule.sessions"]() as session:
        assert session.scalars(select(Enrollment.role)).one() is Role.INSTRUCTOR


def test_an_unknown_course_leaves_nobody_behind(app: Flask) -> None:
    words = ("user", "create", "c@example.org", "--password", "long enough for us", "--course", "dl")
    assert "there is no course 'dl'" in run(app, *words, fails=True)
    assert "no account with the address" in run(app, "token", "create", "c@example.org", fails=True)


def test_a_token_is_printed_once_and_only_its_hash_is_kept(app: Flask) -> None:
    add_ada(app)
    secret = run(app, "token", "create", "ada@example.org").splitlines()[0]
    with app.extensions["chainrule.sessions"]() as session:
        token = find_token(session, secret)
        assert token is not None
        assert token.user.email == "ada@example.org"
        kept = session.scalars(select(ApiToken)).one()
        assert secret not in (kept.token_hash, kept.prefix, kept.name)


def test_a_token_for_nobody_is_refused(app: Flask) -> None:
    assert "no account with the address" in run(app, "token", "create", "x@example.org", fails=True)


def test_a_course_is_made_of_the_catalog(app: Flask) -> None:
    words = ("course", "create", "dl-2027", "--title", "Deep learning", "--first-due", "2027-03-01")
    assert run(app, *words) == f"Deep learning is at /courses/dl-2027, with {len(catalog().units)} units.\n"
    with app.extensions["chainrule.sessions"]() as session:
        course = session.scalars(select(Course)).one()
        assert [item.slug for unit in course.assignments for item in unit.exercises] == list(catalog().slugs)
        assert course.assignments[1].due_at == datetime(2027, 3, 8, 23, 59, tzinfo=UTC)
    assert "already" in run(app, *words, fails=True)
    assert "is a student in dl-2027" in add_ada(app, "--course", "dl-2027")


@pytest.mark.parametrize("slug", ["", "Two Words", "a--b", "../up", "x" * 61, "ü"])
def test_a_slug_that_cannot_be_in_a_url_is_refused(app: Flask, slug: str) -> None:
    assert "is not allowed. Use at most 60" in run(
        app, "course", "create", slug, "--title", "T", "--first-due", "2027-03-01", fails=True
    )


def test_production_has_no_demo(tmp_path: Path) -> None:
    settings = Settings(
        env="production", secret_key="s" * 32, database_url=f"sqlite:///{tmp_path}/p.db", redis_url=NOWHERE
    )
    assert "public" in run(create_app(settings), "demo", fails=True)


def test_production_has_no_seeded_class(tmp_path: Path) -> None:
    settings = Settings(
        env="production", secret_key="s" * 32, database_url=f"sqlite:///{tmp_path}/p.db", redis_url=NOWHERE
    )
    app = create_app(settings)
    assert "public password" in run(app, "seed", "crowd", "--students", "2", fails=True)


def test_a_class_is_seeded_once(app: Flask) -> None:
    words = ("seed", "crowd", "--students", "3", "--exercises", "33", "--attempts", "2", "--sections", "0")
    said = run(app, *words)
    assert "3 of 3 students" in said
    assert "teacher@crowd.example" in said
    with app.extensions["chainrule.sessions"]() as session:
        course = session.scalars(select(Course)).one()
        assert course.title == "A class of 3"
        slugs = [item.slug for unit in course.assignments for item in unit.exercises]
        assert slugs == [*catalog().slugs, "practice_32", "practice_33"]
    assert "already" in run(app, *words, fails=True)
