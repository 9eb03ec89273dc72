"""The grid: right numbers, in a fixed number of queries."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.items import items_of
from server.courses.models import Enrollment, Role
from server.gradebook import export
from server.gradebook import grid as module
from server.gradebook.filters import By, Filters, State
from server.gradebook.grid import Grid, load_grid
from server.scores import counts
from server.scores.models import Score
from server.text.points import of_hundredths
from tests.server import classroom, reports
from tests.server.classroom import Classroom

COURSE = 1


def add_students(session: Session, room: Classroom, names: list[str]) -> list[User]:
    users = [User(email=f"x{i}@example.org", name=name, password_hash="-") for i, name in enumerate(names)]
    session.add_all(users)
    session.flush()
    session.add_all(Enrollment(course_id=room.course.id, user_id=user.id, role=Role.STUDENT) for user in users)
    session.commit()
    return users


def set_score(session: Session, user: User, item, points: int | None, attempts: int = 1, **more) -> None:
    solved = points == 100
    flags = {"is_solved": solved, "is_stuck": attempts >= 4 and not solved, **more}
    score = Score(user_id=user.id, assignment_exercise_id=item.id, points=points, attempts=attempts, **flags)
    session.add(score)
    counts.rebuild(session, COURSE)
    session.commit()


def show(session: Session, room: Classroom, **filters) -> Grid:
    return load_grid(session, room.course, items_of(session, room.course), Filters(**filters), room.now)


def names(session: Session, room: Classroom, **filters) -> list[str]:
    return [row.student.name for row in show(session, room, **filters).rows]


def test_students_only_in_order_of_their_names(session: Session, room: Classroom):
    add_students(session, room, ["zoe", "Anna"])
    assert names(session, room) == ["Ada Lovelace", "Anna", "Ben Okri", "zoe"]
    assert names(session, room, falling=True) == ["zoe", "Ben Okri", "Anna", "Ada Lovelace"]
    assert show(session, room).students == 4


def test_a_cell_tells_none_from_zero_and_missing_and_says_all_in_words(session: Session, room: Classroom):
    set_score(session, room.ada, room.items["linear"], 0, attempts=5, is_late=True)
    set_score(session, room.ada, room.items["relu"], 100, attempts=1)
    set_score(session, room.ada, room.items["sigmoid"], None, attempts=2, is_excused=True)
    cells = show(session, room).rows[0].cells
    assert [(cell.text, cell.words) for cell in cells] == [
        ("–", "nothing graded, past due"),
        ("exc", "excused, 2 attempts"),
        ("100", "100 of 100, 1 attempt, solved"),
        ("0", "0 of 100, 5 attempts, late, stuck"),
        ("·", "nothing graded yet"),
    ]
    assert [sign.glyph for sign in cells[3].signs] == ["L", "▲"]


def test_a_cell_is_solved_by_its_report_and_not_by_its_points(session: Session, room: Classroom):
    set_score(session, room.ada, room.items["linear"], Decimal("92.5"), is_late=True, is_solved=True)
    set_score(session, room.ada, room.items["relu"], 100, is_solved=False)  # 99.996, rounded
    set_score(
        session, room.ada, room.items["sigmoid"], 0, override_points=Decimal(), is_solved=True
    )  # staff lowered it
    cells = show(session, room).rows[0].cells
    assert [(cell.text, cell.words, cell.kind) for cell in cells[1:4]] == [
        ("0", "0 of 100, 1 attempt, overridden", ""),
        ("100", "100 of 100, 1 attempt", ""),
        ("92.5", "92.5 of 100, 1 attempt, solved, late", "full"),
    ]


def test_the_summary_counts_the_whole_class_whatever_is_shown(session: Session, room: Classroom):
    users = add_students(session, room, ["Cy", "Di"])
    item = room.items["relu"]
    for user, points, attempts in ((room.ada, 100, 2), (room.ben, 40, 4), (users[0], 10, 9)):
        set_score(session, user, item, points, attempts)
    set_score(session, room.ines, item, 100)  # an instructor who tried it is not of the class
    set_score(session, room.cleo, item, 100)  # nor is who has left
    page = show(session, room, name="cy")
    column = next(column for column in page.columns if column.item.slug == "relu")
    assert (column.median, column.solved, column.stuck) == (40, 1, 2)
    assert [row.student.name for row in page.rows] == ["Cy"]
    assert (page.students, page.found) == (4, 1)


@given(st.lists(st.integers(0, 500).map(of_hundredths), min_size=1, max_size=30))
def test_the_median_from_a_histogram_is_the_median(points: list[Decimal]):
    histogram = [(value, points.count(value)) for value in set(points)]
    assert module.median(histogram) == statistics.median(points)


@pytest.mark.parametrize(
    ("text", "found"),
    [("OKRI", ["Ben Okri"]), ("ada@", ["Ada Lovelace"]), ("%", []), ("_", []), ("", ["Ada Lovelace", "Ben Okri"])],
)
def test_the_name_filter_finds_parts_and_takes_no_wildcards(session: Session, room: Classroom, text: str, found):
    assert names(session, room, name=text) == found


def test_pages_follow_each_other_without_gap_or_double(session: Session, room: Classroom, monkeypatch):
    monkeypatch.setattr(module, "PAGE_SIZE", 3)
    monkeypatch.setattr(export, "BATCH_SIZE", 2)
    add_students(session, room, ["same name"] * 5 + ["b", "y"])
    pages = show(session, room).pages
    assert pages == 3
    seen = [row.student.user_id for n in range(1, pages + 1) for row in show(session, room, page=n).rows]
    assert len(seen) == len(set(seen)) == 9
    assert show(session, room, page=4).rows == ()
    rows = export.score_rows(session, room.course, items_of(session, room.course))
    assert [row.student.user_id for row in rows] == seen


def test_queries_do_not_grow_with_the_class(app, session: Session, room: Classroom):
    def count(**filters) -> int:
        session.commit()
        statements: list[str] = []
        listen = lambda *a: statements.append(a[2])  # noqa: E731
        event.listen(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        show(session, room, **filters)
        event.remove(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        return len([text for text in statements if text.startswith("SELECT")])

    views = [{}, {"state": State.MISSING}, {"sort": "relu", "falling": True}, {"low": 20, "by": By.ASSIGNMENT}]
    small = [count(**view) for view in views]
    for user in add_students(session, room, [f"n{i}" for i in range(40)]):
        for item in room.items.values():
            session.add(Score(user_id=user.id, assignment_exercise_id=item.id, points=50, attempts=1))
    session.commit()
    assert [count(**view) for view in views] == small
    assert max(small) <= 10


def test_scores_and_attempts_of_another_course_do_not_count(session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    assert load_grid(session, room.other_course, [], Filters(), room.now).rows == ()


def test_the_columns_may_be_assignments_with_what_is_excused_left_out(session: Session, room: Classroom):
    set_score(session, room.ada, room.items["relu"], 80)
    set_score(session, room.ada, room.items["sigmoid"], 30)
    set_score(session, room.ada, room.items["chain_rule"], None, is_excused=True)
    page = show(session, room, by=By.ASSIGNMENT)
    assert [assignment.title for assignment, _ in page.assignments] == ["Functions", "Layers", "Optimizers"]
    assert [cell.words for cell in page.rows[0].cells] == [
        "110 of 200, 55%",
        "nothing graded yet",
        "nothing graded yet",
    ]
