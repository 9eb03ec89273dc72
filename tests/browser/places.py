"""Every kind of page, and a course in which something has happened on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses import announcements
from server.courses.items import items_of
from server.courses.models import AssignmentExercise, Course, Enrollment, Section
from server.insight.rebuild import rebuild
from server.regrades import creation
from server.regrades.models import Which
from server.scores import comments, extensions, overrides
from server.submissions.models import Lane
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server import classroom, reports
from tests.server.classroom import Classroom
from tests.server.world import report

ROSTER = """email,name,section,role
ada@example.org,Ada Lovelace,A,student
neu@example.org,Nele Neumann-von der Ausführlichkeit,A,student
not an address,Nobody,A,student
"""
SCORES = """email,linear,relu
ada@example.org,55,excused
ben@example.org,900,
stranger@example.org,1,2
"""


def happen(session: Session, room: Classroom) -> dict[str, str]:
    """Fill the classroom with attempts of every kind and what staff made of them; the names of things in addresses."""
    items, ada, ben = room.items, room.ada, room.ben
    classroom.submit(session, ada, items["sigmoid"], reports.accepted())
    classroom.submit(session, ada, items["relu"], reports.does_not_load())
    classroom.submit(session, ada, items["linear"], reports.raises(11), source="# first\n" + classroom.SOURCE)
    partly = classroom.submit(session, ada, items["linear"], reports.unsummed_bias())
    for _ in range(5):
        classroom.submit(session, ben, items["relu"], reports.raises(11))
    classroom.submit(session, ben, items["linear"])  # waits
    same = classroom.submit(session, ben, items["chain_rule"], reports.accepted())
    pair = classroom.resemble(session, room.ines, partly, same)
    rebuild(session, room.course.id)
    regrade = _regrade(session, room)
    names = _staff(session, room)
    comments.add_comment(session, session.get_one(User, room.ines.id), partly, "15", "Which shape has the bias?")
    session.commit()
    names |= {"submission": partly.public_id, "ada": str(ada.id), "pair": str(pair.id), "regrade": str(regrade)}
    return names


def _regrade(session: Session, room: Classroom) -> int:
    """Grade what was sent to Linear again as a preview: it would get full points."""
    course, ines = session.get_one(Course, room.course.id), session.get_one(User, room.ines.id)
    chosen = creation.choose_attempts(
        session, course, [one for one in items_of(session, course) if one.item.slug == "linear"], Which.ALL
    )  # fmt: skip
    made = creation.create_regrade(
        session, course, ines, chosen, title="A milder check", reason="It was hard.", which=Which.ALL
    )
    session.commit()
    while (claim := claim_next(session, Lane.BATCH, worker="places", lease_s=60)) is not None:
        assert finish(session, claim, report()) is not None
    return made.id


def _staff(session: Session, room: Classroom) -> dict[str, str]:
    """Sections, an extension, an override, an announcement."""
    course, ines = session.get_one(Course, room.course.id), session.get_one(User, room.ines.id)
    section = Section(course_id=course.id, name="A")
    session.add(section)
    session.flush()
    session.scalars(select(Enrollment).filter_by(user_id=room.ada.id)).one().section_id = section.id
    layers = session.get_one(AssignmentExercise, room.items["linear"].id).assignment
    for whom in ({"user_id": room.ben.id, "section_id": None}, {"user_id": None, "section_id": section.id}):
        extensions.grant(
            session, course, ines, layers, **whom, due_at=room.now + timedelta(days=9), closes_at=None, reason="Ill."
        )  # fmt: skip
    override = overrides.NewOverride(room.ada.id, room.items["sigmoid"], 80)
    overrides.override(session, course, ines, [override], "Explained orally, with one gap.")
    said = announcements.announce(session, course, ines, "Room 2", "The *exercise class* moves; bring $x \\mapsto Wx$.")
    session.flush()
    return {"assignment": str(layers.id), "announcement": str(said.id)}


def _typeset(page: Page) -> None:
    page.locator("[data-editor] .cm-content").wait_for(state="attached")
    page.locator(".katex").first.wait_for(state="attached")


def _result_tab(page: Page) -> None:
    if page.get_by_role("tab", name="Result").is_visible():
        page.get_by_role("tab", name="Result").click()


def _run_tab(page: Page) -> None:
    # Without a click, which would load Python.
    page.locator("#run").wait_for(state="attached")
    page.evaluate("Object.assign(document.querySelector('main').dataset, { tab: 'run', below: 'run' })")


def _plan(page: Page) -> None:
    page.get_by_label("or paste the text").fill(ROSTER)
    page.get_by_role("button", name="Preview import").click()
    page.get_by_role("heading", name="Preview of the import").wait_for()


def _apply(page: Page) -> None:
    _plan(page)
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("heading", name="Import on").wait_for()


def _upload(page: Page) -> None:
    page.get_by_label("CSV or Excel file").set_input_files(
        {"name": "scores.csv", "mimeType": "text/csv", "buffer": SCORES.encode()}
    )
    page.get_by_role("button", name="Preview changes").click()
    page.get_by_role("heading", name="would change").wait_for()


def _worth_less(page: Page) -> None:
    page.get_by_label("Points for Linear").fill("50")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Review score changes").wait_for()


def _refused(page: Page) -> None:
    page.get_by_label("Closes").fill("2001-01-01T10:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").first.wait_for()


def _playground(page: Page) -> None:
    page.locator("#playground[data-ready]").wait_for(timeout=90_000)  # on a machine with other work
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.locator("#inside table").first.wait_for()


class Place(NamedTuple):
    """A page: who looks, where it is, and what else leads there."""

    who: str | None
    path: str
    then: Callable[[Page], None] | None = None


_DL = "/courses/dl"
PAGES = {
    "login": Place(None, "/login"),
    "join": Place(None, "/join"),
    "playground": Place(None, "/playground", _playground),
    "course": Place("ada", _DL),
    "playground in a course": Place("ada", f"{_DL}/playground", _playground),
    "exercise": Place("ada", f"{_DL}/exercises/linear", _typeset),
    "result tab": Place("ada", f"{_DL}/exercises/linear", _result_tab),
    "run tab": Place("ada", f"{_DL}/exercises/linear", _run_tab),
    "waiting": Place("ben", f"{_DL}/exercises/linear"),
    "attempts": Place("ada", f"{_DL}/exercises/linear/attempts"),
    "result": Place("ada", "/submissions/{submission}"),
    "own scores": Place("ada", f"{_DL}/gradebook/mine"),
    "account": Place("ada", "/account"),
    "announcements, student": Place("ada", f"{_DL}/announcements"),
    "gradebook": Place("ines", f"{_DL}/gradebook"),
    "gradebook by assignment": Place("ines", f"{_DL}/gradebook?by=assignment&name=a&state=late"),
    "student": Place("ines", f"{_DL}/gradebook/{{ada}}"),
    "cell": Place("ines", f"{_DL}/gradebook/{{ada}}/linear"),
    "extensions": Place("ines", f"{_DL}/gradebook/extensions"),
    "upload": Place("ines", f"{_DL}/gradebook/upload"),
    "upload, dry run": Place("ines", f"{_DL}/gradebook/upload", _upload),
    "regrades": Place("ines", f"{_DL}/regrades"),
    "regrade, what would change": Place("ines", f"{_DL}/regrades/{{regrade}}"),
    "insight": Place("ines", f"{_DL}/insight"),
    "insight, exercise": Place("ines", f"{_DL}/insight/linear"),
    "similarity": Place("ines", f"{_DL}/similarity"),
    "similarity, exercise": Place("ines", f"{_DL}/similarity/linear"),
    "similarity, pair": Place("ines", f"{_DL}/similarity/linear/{{pair}}"),
    "people": Place("ines", f"{_DL}/people"),
    "person": Place("ines", f"{_DL}/people/{{ada}}"),
    "drop": Place("ines", f"{_DL}/people/{{ada}}/drop"),
    "sections": Place("ines", f"{_DL}/people/sections"),
    "join code": Place("ines", f"{_DL}/people/joining"),
    "roster": Place("ines", f"{_DL}/people/import"),
    "roster, dry run": Place("ines", f"{_DL}/people/import", _plan),
    "roster, report": Place("ines", f"{_DL}/people/import", _apply),
    "assignments": Place("ines", f"{_DL}/assignments"),
    "assignment": Place("ines", f"{_DL}/assignments/{{assignment}}"),
    "assignment, refused": Place("ines", f"{_DL}/assignments/{{assignment}}", _refused),
    "assignment, what changes": Place("ines", f"{_DL}/assignments/{{assignment}}", _worth_less),
    "settings": Place("ines", f"{_DL}/settings"),
    "new course": Place("ines", "/courses/new"),
    "audit log": Place("ines", f"{_DL}/audit"),
    "view as": Place("ines", f"{_DL}/view-as"),
    "announcements": Place("ines", f"{_DL}/announcements"),
    "announcement": Place("ines", f"{_DL}/announcements/{{announcement}}"),
}
