"""The grid: right numbers, in a fixed number of queries."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Enrollment, Role
from server.gradebook import grid as module
from server.gradebook.grid import Filters, all_rows, grid
from server.gradebook.models import Score
from tests.server import classroom, reports
from tests.server.classroom import Classroom


def add_students(session: Session, room: Classroom, names: list[str]) -> list[User]:
    users = [User(email=f"x{i}@example.org", name=name, password_hash="-") for i, name in enumerate(names)]
    session.add_all(users)
    session.flush()
    session.add_all(Enrollment(course_id=room.course.id, user_id=user.id, role=Role.STUDENT) for user in users)
    session.commit()
    return users


def set_score(session: Session, user: User, item, points: int | None, attempts: int = 1, *, late: bool = False) -> None:
    session.add(Score(user_id=user.id, assignment_exercise_id=item.id, points=points, attempts=attempts, is_late=late))
    session.commit()


def test_students_only_in_order_of_their_names(session: Session, room: Classroom):
    add_students(session, room, ["zoe", "Anna"])
    page = grid(session, room.course, Filters())
    assert [row.user.name for row in page.rows] == ["Ada Lovelace", "Anna", "Ben Okri", "zoe"]
    assert page.students == 4


def test_a_cell_tells_none_from_zero_and_says_all_in_words(session: Session, room: Classroom):
    set_score(session, room.ada, room.items["linear"], 0, attempts=5, late=True)
    set_score(session, room.ada, room.items["relu"], 100, attempts=1)
    cells = grid(session, room.course, Filters()).rows[0].cells
    assert [cell.words for cell in cells] == [
        "nothing graded yet", "nothing graded yet", "100 of 100, 1 attempt, solved",
        "0 of 100, 5 attempts, stuck, late", "nothing graded yet",
    ]  # fmt: skip
    assert [cell.points for cell in cells] == [None, None, 100, 0, None]


def test_the_summary_counts_the_whole_class_whatever_is_shown(session: Session, room: Classroom):
    users = add_students(session, room, ["Cy", "Di"])
    item = room.items["relu"]
    for user, points, attempts in ((room.ada, 100, 2), (room.ben, 40, 4), (users[0], 10, 9)):
        set_score(session, user, item, points, attempts)
    set_score(session, room.ines, item, 100)  # an instructor who tried it is not of the class
    page = grid(session, room.course, Filters(name="cy"))
    column = next(column for column in page.columns if column.item.slug == "relu")
    assert (column.median, column.solved, column.stuck) == (40, 1, 2)
    assert [row.user.name for row in page.rows] == ["Cy"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_the_median_from_a_histogram_is_the_median(points: list[int]):
    histogram = [(value, points.count(value)) for value in set(points)]
    assert module._median(histogram) == statistics.median(points)


@pytest.mark.parametrize(
    ("text", "found"),
    [("OKRI", ["Ben Okri"]), ("ada@", ["Ada Lovelace"]), ("%", []), ("_", []), ("", ["Ada Lovelace", "Ben Okri"])],
)
def test_the_name_filter_finds_parts_and_takes_no_wildcards(session: Session, room: Classroom, text: str, found):
    assert [row.user.name for row in grid(session, room.course, Filters(name=text)).rows] == found


def test_the_stuck_filter_shows_who_needs_help(session: Session, room: Classroom):
    set_score(session, room.ada, room.items["relu"], 100, attempts=9)
    set_score(session, room.ben, room.items["relu"], 90, attempts=4)
    assert [row.user.name for row in grid(session, room.course, Filters(stuck=True)).rows] == ["Ben Okri"]


def test_pages_follow_each_other_without_gap_or_double(session: Session, room: Classroom, monkeypatch):
    monkeypatch.setattr(module, "PAGE_SIZE", 3)
    add_students(session, room, ["same name"] * 5 + ["b", "y"])
    seen, after = [], None
    while True:
        page = grid(session, room.course, Filters(after=after))
        seen += [row.user.id for row in page.rows]
        after = page.next_after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 9
    _items, rows = all_rows(session, room.course)
    assert [row.user.id for row in rows] == seen


def test_queries_do_not_grow_with_the_class(app, session: Session, room: Classroom):
    def count() -> int:
        statements: list[str] = []
        listen = lambda *a: statements.append(a[2])  # noqa: E731
        event.listen(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        grid(session, room.course, Filters())
        event.remove(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        return len([text for text in statements if text.startswith("SELECT")])

    small = count()
    for user in add_students(session, room, [f"n{i}" for i in range(40)]):
        for item in room.items.values():
            session.add(Score(user_id=user.id, assignment_exercise_id=item.id, points=50, attempts=1))
    session.commit()
    session.expire_all()
    session.merge(room.course)
    assert count() <= small + 1  # the course itself, which was expired
    assert small <= 6


def test_scores_and_attempts_of_another_course_do_not_count(session: Session, room: Classroom):
    classroom.submit(session, room.ada, room.items["linear"], reports.accepted())
    assert grid(session, room.other_course, Filters()).rows == ()
