"""What operators type about people."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.models import AuditEvent, User
from server.courses.models import Enrollment, RosterImport
from tests.server.classroom import Classroom
from tests.server.operator import run

ROSTER = "email;name;role\nnew@x.org;New;\nada@example.org;Ada;assistant\nx;X;\n"

PAGE = "/courses/dl/people/import/"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "class.csv"
    path.write_text(ROSTER)
    return str(path)


def test_a_dry_run_reports_each_line_and_changes_nothing(app: Flask, session: Session, file: str):
    told = run(app, "course", "enroll", "dl", file, "--dry-run", "--drop-missing").splitlines()
    assert told == [
        "line 2: create New <new@x.org>: student",
        "line 3: update Ada Lovelace <ada@example.org>: assistant, role: student → assistant; "
        "keeps the name “Ada Lovelace”",
        "line 4: error X <x>: “x” is not an email address. Use the form name@example.org.",
        "not in the file: remove Ben Okri <ben@example.org>: is not in the file; the work is kept",
        "Dry run: nothing was changed.",
    ]
    assert session.scalar(select(func.count()).select_from(RosterImport)) == 0


def test_enrolling_says_the_same_and_can_be_undone_later(app: Flask, session: Session, file: str, room: Classroom):
    told = run(app, "course", "enroll", "dl", file)
    assert "line 2: create New <new@x.org>: student" in told
    assert "Lines changed: 2. Lines skipped: 1." in told
    done = session.scalars(select(RosterImport)).one()
    assert (
        f"1 person has no password yet. You can download password links from this page of the website: {PAGE}{done.id}"
        in told
    )
    assert (done.course_id, done.actor_id) == (room.course.id, None)
    query = select(func.count()).where(Enrollment.course_id == room.course.id, Enrollment.dropped_at.is_(None))
    assert session.scalar(query) == 5


def test_what_cannot_be_read_is_said(app: Flask, tmp_path: Path, file: str):
    assert "there is no course 'nope'" in run(app, "course", "enroll", "nope", file, fails=True)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("email,name\nj@x.org,Jörg\n".encode("latin-1"))
    assert "Line 2 contains a byte" in run(app, "course", "enroll", "dl", str(latin), fails=True)


def test_an_administrator_is_made_and_unmade(app: Flask, session: Session, room: Classroom):
    assert run(app, "user", "admin", "ADA@example.org") == "ada@example.org is now an administrator.\n"
    assert session.scalar(select(User.is_admin).where(User.id == room.ada.id))
    session.commit()
    assert "no longer an administrator" in run(app, "user", "admin", "ada@example.org", "--off")
    assert not session.scalar(select(User.is_admin).where(User.id == room.ada.id))
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()[-2:] == [
        "account.admin_on",
        "account.admin_off",
    ]
    session.commit()
    assert "no account with the address" in run(app, "user", "admin", "x@x.org", fails=True)


def test_a_reset_link_is_printed_and_works(app: Flask):
    link = run(app, "user", "reset-link", "ada@example.org").strip()
    assert link.startswith("http://127.0.0.1:8000/reset/")
    page = app.test_client().get(link.removeprefix("http://127.0.0.1:8000"))
    assert "ada@example.org" in page.text
    assert "no account with the address" in run(app, "user", "reset-link", "x@x.org", fails=True)
