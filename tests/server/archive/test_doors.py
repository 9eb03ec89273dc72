"""The button and the commands by which a course goes out, and the command by which it comes in."""

from __future__ import annotations

import errno
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import create_app
from server.accounts.models import AuditEvent
from server.archive import export
from server.core.settings import Settings
from server.courses.models import Course
from tests.server import classroom, reports
from tests.server.archive.course import contents
from tests.server.browser import NOWHERE
from tests.server.classroom import Classroom
from tests.server.conftest import Visitor
from tests.server.operator import run

Visit = Callable[..., Visitor]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Flask]:
    """Another installation, with nothing in it."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/other.db", redis_url=NOWHERE))
    run(app, "db", "upgrade")
    yield app
    app.extensions["chainrule.engine"].dispose()


def test_an_instructor_downloads_the_course_and_that_is_recorded(visit: Visit, session: Session, room: Classroom):
    submission = classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    session.commit()
    ines = visit("ines")
    page = ines.get("/courses/dl/settings").text
    assert re.search(r'<form method="post" action="/courses/dl/archive">.*?name="csrf_token"', page, re.S)
    answer = ines.post("/courses/dl/archive")
    assert (answer.status_code, answer.is_streamed) == (200, True)
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dl-archive.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    files = contents(answer.data)
    assert files[f"submissions/{submission.public_id}.py"].decode() == classroom.SOURCE
    assert json.loads(files["reports/1.json"]) == json.loads(json.dumps(reports.unsummed_bias()))
    event = session.scalars(select(AuditEvent).filter_by(action="course.exported")).one()
    assert (event.actor_id, event.course_id) == (room.ines.id, room.course.id)
    assert "exported the course as an archive" in ines.get("/courses/dl/audit").text


def test_nobody_downloads_a_course_that_they_do_not_run(visit: Visit, session: Session):
    for who, status in (("otto", 404), ("amy", 403), ("ada", 403), ("cleo", 404)):
        assert visit(who).post("/courses/dl/archive").status_code == status
    assert visit("ines").post("/courses/other/archive").status_code == 404
    assert visit("ines").client.post("/courses/dl/archive").status_code == 400  # without a token
    assert visit("ines").get("/courses/dl/archive").status_code == 405
    assert session.scalars(select(AuditEvent).filter_by(action="course.exported")).all() == []


def test_others_write_while_a_course_goes_out(visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch):
    written = []
    write = export.write

    def slowly(*args: object) -> None:
        with app.extensions["chainrule.sessions"]() as session:
            session.scalars(select(Course).filter_by(slug="dl")).one().title = "Changed meanwhile"
            session.commit()
        written.append(True)
        write(*args)

    monkeypatch.setattr(export, "write", slowly)
    answer = visit("ines").post("/courses/dl/archive")
    assert written
    # What is in it is the course at the moment when the export began.
    assert json.loads(contents(answer.data)["course.json"])["title"] == "Foundations of Deep Learning"


def test_a_download_that_fails_is_not_recorded(
    visit: Visit, app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(export, "write", lambda *_args: 1 / 0)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visit("ines").post("/courses/dl/archive").status_code == 500
    assert session.scalars(select(AuditEvent).filter_by(action="course.exported")).all() == []


def test_an_archive_that_does_not_fit_is_said_to(visit: Visit, session: Session, monkeypatch: pytest.MonkeyPatch):
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export, "write", full)
    answer = visit("ines").post("/courses/dl/archive")
    assert answer.status_code == 507
    assert "An operator can write it to a larger disk" in answer.text
    assert session.scalars(select(AuditEvent).filter_by(action="course.exported")).all() == []


@pytest.mark.slow
def test_a_course_moves_from_one_installation_to_another(
    app: Flask, other: Flask, session: Session, room: Classroom, tmp_path: Path
):
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())
    classroom.submit(session, room.ben, room.items["linear"])
    session.commit()
    file = tmp_path / "dl.zip"
    told = run(app, "course", "export", "dl", str(file))
    assert told == f"Wrote Foundations of Deep Learning to {file} ({file.stat().st_size:,} bytes).\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".dl")] == []
    assert run(other, "course", "import", str(file)).splitlines() == [
        "Foundations of Deep Learning is at /courses/dl.",
        "People: 5. New accounts without a password: 5.",
        "Submissions: 2. Gradings: 1. Scores: 1, all unchanged.",
        "Submissions that will be graded now: 1.",
    ]
    again = run(other, "course", "import", str(file), fails=True)
    assert again == "Error: There is already a course with the short name 'dl'. Use --slug to choose another one.\n"
    assert "/courses/dl-2." in run(other, "course", "import", str(file), "--slug", "dl-2")
    assert "is not allowed. Use at most 60" in run(other, "course", "import", str(file), "--slug", "../x", fails=True)
    # The pages read what was imported as they read what was made here.
    run(other, "user", "create", "root@x.org", "--password", classroom.PASSWORD)
    run(other, "user", "admin", "root@x.org")
    root = Visitor(other)
    root.post("/login", {"email": "root@x.org", "password": classroom.PASSWORD})
    for page in ("", "/gradebook", "/insight", "/insight/linear", "/people", "/assignments", "/settings", "/audit"):
        assert root.get(f"/courses/dl{page}").status_code == 200, page
    assert "imported the course from an archive" in root.get("/courses/dl/audit").text


def test_an_export_says_what_it_cannot_do_and_leaves_files_alone(app: Flask, tmp_path: Path):
    file = tmp_path / "there.zip"
    file.write_bytes(b"precious")
    assert "already exists" in run(app, "course", "export", "dl", str(file), fails=True)
    assert file.read_bytes() == b"precious"
    assert "there is no course 'x'" in run(app, "course", "export", "x", str(tmp_path / "x.zip"), fails=True)
    assert "there is no folder" in run(app, "course", "export", "dl", str(tmp_path / "no" / "x.zip"), fails=True)
    assert not (tmp_path / "x.zip").exists()
    assert "This is not a ZIP file" in run(app, "course", "import", str(file), fails=True)


def test_every_cell_of_the_tables_is_harmless_in_a_spreadsheet(visit: Visit, session: Session, room: Classroom):
    ben = session.get_one(type(room.ben), room.ben.id)
    ben.name = "=1+1"
    classroom.submit(session, ben, room.items["linear"], reports.accepted())
    session.commit()
    files = contents(visit("ines").post("/courses/dl/archive").data)
    for name in ("people.csv", "scores.csv"):
        assert b",'=1+1," in files[name]
        assert b",=1+1," not in files[name]


def test_the_members_have_one_time_and_one_order(visit: Visit):
    with zipfile.ZipFile(io.BytesIO(visit("ines").post("/courses/dl/archive").data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "course.json"
        assert archive.namelist()[-1] == "manifest.json"
        assert archive.testzip() is None
