"""The total so far is what a slow, plain reading of its definition gives, wherever it is shown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, sessionmaker

from server import schema
from server.core.db import make_engine, make_sessions, utcnow
from server.courses.items import items_of
from server.courses.models import Assignment, Course, Enrollment, Extension, FeedbackTime, Section
from server.gradebook import export
from server.gradebook.filters import By, Filters
from server.gradebook.grid import load_grid
from server.gradebook.student_scores import as_student_sees, load_sheet
from server.scores.models import Score
from tests.factories import enroll, make_assignment, make_course, make_user
from tests.server import classroom, reports
from tests.server.classroom import Classroom

SLUGS = ("linear", "relu", "sigmoid", "elu", "tanh", "softmax")
NOW = utcnow()


@dataclass(frozen=True)
class Unit:
    """An assignment: the hours from now until it is due, its weight, and the hundredths of its exercises."""

    due_h: int | None
    weight: int | None
    worth: tuple[int, ...]


@dataclass(frozen=True)
class Person:
    """A student: the percent earned at each exercise or "excused", and extensions as (unit, hours, is revoked)."""

    earned: tuple[int | str | None, ...]
    own: tuple[tuple[int, int, bool], ...]
    in_section: bool


HOURS = st.integers(-48, 48)
UNITS = st.lists(
    st.builds(
        Unit,
        st.none() | HOURS,
        st.sampled_from([None, None, 0, 1, 3]),
        st.lists(st.sampled_from([0, 50, 100, 333, 1000]), min_size=1, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=3,
)
EXTENSIONS = st.lists(st.tuples(st.integers(0, 2), HOURS, st.booleans()), max_size=2).map(tuple)
PEOPLE = st.builds(
    Person,
    st.tuples(*[st.sampled_from([None, None, "excused", 0, 40, 100, 133])] * 6),
    EXTENSIONS,
    st.booleans(),
)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    """An empty database, in which no example commits."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('so-far') / 'random.db'}")
    schema.upgrade(engine)
    yield make_sessions(engine)
    engine.dispose()


def is_due(place: int, unit: Unit, person: Person, of_section: tuple[tuple[int, int, bool], ...]) -> bool:
    """Whether the last of all due dates that hold has come."""
    if unit.due_h is None:
        return False
    granted = [*person.own, *(of_section if person.in_section else ())]
    return max([unit.due_h, *(hours for where, hours, revoked in granted if where == place and not revoked)]) <= 0


def points_of(earned: int | str | None, worth: int) -> Fraction | None:
    return Fraction(earned * worth // 100, 100) if isinstance(earned, int) else None


def plain(
    units: list[Unit], person: Person, of_section: tuple[tuple[int, int, bool], ...]
) -> tuple[Fraction, Fraction, Fraction | None]:
    """Points, available points and the share: the worth of each exercise in the course, times the part earned of it."""
    is_weighted = any(unit.weight is not None for unit in units)
    earned = iter(person.earned)
    points = most = gained = whole = Fraction()
    for place, unit in enumerate(units):
        work = [(worth, next(earned)) for worth in unit.worth]
        kept = [(Fraction(worth, 100), points_of(got, worth)) for worth, got in work if got != "excused"]
        best = sum(worth for worth, _ in kept)
        for worth, got in kept:
            if got is None and not is_due(place, unit, person, of_section):
                continue
            points, most = points + (got or 0), most + worth
            if worth:
                in_course = Fraction(unit.weight or 0) * worth / best if is_weighted else worth
                gained, whole = gained + in_course * (got or 0) / worth, whole + in_course
    return points, most, gained / whole if whole else None


def store(
    session: Session, units: list[Unit], people: list[Person], of_section: tuple[tuple[int, int, bool], ...]
) -> tuple[Course, list[Enrollment]]:
    course = make_course(session, "random")
    section = Section(course_id=course.id, name="Wed")
    session.add(section)
    session.flush()
    slugs = iter(SLUGS)
    items = []
    for place, unit in enumerate(units):
        made = {next(slugs): {"max_points": Decimal(worth) / 100} for worth in unit.worth}
        due_at = None if unit.due_h is None else NOW + timedelta(hours=unit.due_h)
        items += make_assignment(session, course, made, position=place, due_at=due_at, weight=unit.weight).values()
    assignments = session.scalars(select(Assignment).filter_by(course_id=course.id).order_by(Assignment.position)).all()

    def extend(granted: tuple[tuple[int, int, bool], ...], **whom: int) -> None:
        for place, hours, is_revoked in granted:
            if place < len(units):
                session.add(
                    Extension(
                        assignment_id=assignments[place].id,
                        due_at=NOW + timedelta(hours=hours),
                        reason="-",
                        revoked_at=NOW if is_revoked else None,
                        **whom,
                    )
                )

    extend(of_section, section_id=section.id)
    enrollments = []
    for number, person in enumerate(people):
        user = make_user(session, f"s{number}")
        enrollments.append(enroll(session, course, user, section_id=section.id if person.in_section else None))
        extend(person.own, user_id=user.id)
        for item, got in zip(items, person.earned, strict=False):
            points = points_of(got, int(item.max_points * 100))
            if got is not None:
                session.add(
                    Score(
                        user_id=user.id,
                        assignment_exercise_id=item.id,
                        is_excused=got == "excused",
                        points=None if points is None else Decimal(points.numerator) / points.denominator,
                    )
                )
    session.flush()
    return course, enrollments


@pytest.mark.slow
@given(UNITS, st.lists(PEOPLE, min_size=1, max_size=3), EXTENSIONS)
@settings(max_examples=60, deadline=None)
def test_the_grid_the_files_and_the_sheet_agree_with_a_plain_reading(factory, units, people, of_section) -> None:
    with factory() as session:
        course, enrollments = store(session, units, people, of_section)
        items = items_of(session, course)
        pages = [load_grid(session, course, items, Filters(by=by), NOW) for by in By]
        in_files = {row.student.user_id: row.so_far for row in export.score_rows(session, course, items)}
        for person, enrollment in zip(people, enrollments, strict=True):
            points, most, share = plain(units, person, of_section)
            rounded = None if share is None else floor(10_000 * share + Fraction(1, 2))
            shown = [row.so_far for page in pages for row in page.rows if row.student.user_id == enrollment.user_id]
            shown.append(load_sheet(session, course, enrollment).so_far(NOW))
            assert [(Fraction(one.points), Fraction(one.max_points), one.share) for one in shown] == 3 * [
                (points, most, rounded)
            ]
            assert in_files[enrollment.user_id] == rounded
        session.rollback()


def test_the_pages_show_what_was_due_and_what_has_points(visit, session: Session, room: Classroom):
    for slug in ("chain_rule", "sigmoid"):  # of three that were due
        classroom.submit(session, room.ada, room.items[slug], reports.accepted())
    classroom.submit(session, room.ada, room.items["linear"], reports.unsummed_bias())  # 70 points, not due yet
    ines = visit("ines")
    for query in ("", "?by=assignment"):
        rows = re.findall(r'<td class="so-far"[^>]*>(.*?)</td>', ines.get(f"/courses/dl/gradebook{query}").text)
        assert rows == ["67.50%", "0.00%"]  # 270 of 400, and Ben's 0 of 300
    pages = [visit("ada").get("/courses/dl/gradebook/mine"), ines.get(f"/courses/dl/gradebook/{room.ada.id}")]
    for page in pages:
        assert 'data-so-far="67.50"' in page.text
        assert "54.00%" in page.text  # the course total


def test_hidden_points_do_not_count_until_the_student_sees_them(session: Session, room: Classroom):
    item = session.merge(room.items["linear"])
    item.assignment.feedback = FeedbackTime.AFTER_DUE
    classroom.submit(session, room.ada, item, reports.accepted())
    enrollment = session.scalars(select(Enrollment).filter_by(user_id=room.ada.id)).one()
    sheet = load_sheet(session, session.merge(room.course), enrollment)
    assert sheet.so_far(room.now).max_points == 400
    assert as_student_sees(sheet, room.now).so_far(room.now).max_points == 300


def test_nothing_counts_before_the_first_due_date(visit, session: Session, room: Classroom):
    session.execute(update(Assignment).values(due_at=room.now + timedelta(days=30)))
    session.commit()
    ines = visit("ines")
    assert (
        re.findall(r'<td class="so-far"[^>]*>(.*?)</td>', ines.get("/courses/dl/gradebook").text)
        == ['<span class="none">·</span>'] * 2
    )
    assert 'data-so-far=""' in visit("ada").get("/courses/dl/gradebook/mine").text
    row = next(csv.DictReader(io.StringIO(ines.get("/courses/dl/gradebook/scores.csv").text.removeprefix("\ufeff"))))
    assert (row["total %"], row["so far %"]) == ("0.00", "")
    book = openpyxl.load_workbook(io.BytesIO(ines.get("/courses/dl/gradebook/scores.xlsx").data))
    assert [row[-2] for row in book.worksheets[0].iter_rows(values_only=True)] == ["so far %", None, None]


def test_queries_of_a_file_do_not_grow_with_the_class(app, session: Session, room: Classroom):
    def count() -> int:
        statements: list[str] = []
        listen = lambda *a: statements.append(a[2])  # noqa: E731
        event.listen(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        course = session.merge(room.course)
        assert list(export.score_rows(session, course, items_of(session, course)))
        event.remove(app.extensions["chainrule.engine"], "before_cursor_execute", listen)
        session.commit()
        return len(statements)

    count()
    small = count()
    for number in range(40):
        enroll(session, room.course.id, make_user(session, f"n{number}"))
    session.commit()
    assert count() == small
