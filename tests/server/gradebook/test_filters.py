"""Each filter and sort of the gradebook finds whom it names, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import MultiDict

from server.core.db import utcnow
from server.core.fields import errors_of
from server.courses.items import items_of
from server.courses.models import Enrollment, Extension, Section
from server.gradebook.filters import By, Filters, State
from server.gradebook.forms import GradebookFilterForm
from server.gradebook.grid import load_grid
from server.scores.models import Score
from server.submissions.models import JobState, Submission
from tests.server.world import World

SLUGS = ["linear", "relu"]


@pytest.fixture
def shown(world: World, sessions: sessionmaker[Session]):
    """Sam, Tia, Uma and Vic with one special thing each; who a view shows."""
    now = utcnow()
    users = {name: world.add_student(name) for name in ("tia", "uma", "vic")} | {"sam": world.student}
    world.set_dates(due_at=now - timedelta(hours=1))
    with sessions() as session:
        one, two = Section(course_id=1, name="one"), Section(course_id=1, name="Two")
        session.add_all([one, two])
        session.flush()
        rows = {e.user_id: e for e in session.query(Enrollment)}
        rows[users["tia"].id].section_id, rows[users["uma"].id].section_id = one.id, two.id
        for place, (name, share) in enumerate((("sam", 9000), ("tia", 5000), ("uma", 7050), ("vic", 0))):
            rows[users[name].id].total_share = share
            rows[users[name].id].total_points = place
        make = lambda name, item, **more: session.add(  # noqa: E731
            Score(user_id=users[name].id, assignment_exercise_id=item.id, **more)
        )
        make("sam", world.linear, points=100, attempts=1, regraded_at=now)
        make("sam", world.relu, points=50, attempts=1, override_points=50)
        make("tia", world.linear, points=40, attempts=6, is_stuck=True, is_late=True)
        make("tia", world.relu, points=None, attempts=0, is_excused=True)
        make("uma", world.linear, points=70, attempts=1)
        session.add(Extension(assignment_id=1, section_id=two.id, due_at=now + timedelta(days=1), reason="-"))
        session.commit()
    world.submit(user=users["vic"])
    world.submit(user=users["vic"], exercise=world.relu)
    with sessions() as session:
        session.query(Submission).filter_by(assignment_exercise_id=world.relu.id).update({"state": JobState.ERROR})
        session.commit()

    def show(**filters) -> list[str]:
        with sessions() as session:
            course = session.get_one(Enrollment, 1).course
            page = load_grid(session, course, items_of(session, course), Filters(**filters), now)
            return [row.student.name.lower() for row in page.rows]

    show.sections = {"one": one.id, "two": two.id}
    return show


@pytest.mark.parametrize(
    ("state", "anywhere", "at_relu"),
    [
        (State.MISSING, ["vic"], ["vic"]),  # Uma's section has another day, Tia is excused from what she lacks
        (State.STUCK, ["tia"], []),
        (State.LATE, ["tia"], []),
        (State.EXTENDED, ["uma"], ["uma"]),
        (State.OVERRIDDEN, ["sam"], ["sam"]),
        (State.EXCUSED, ["tia"], ["tia"]),
        (State.PENDING, ["vic"], []),
        (State.REGRADED, ["sam"], []),
        (State.FAULT, ["vic"], ["vic"]),
    ],
)
def test_each_state_finds_whom_it_names(shown, state: State, anywhere: list[str], at_relu: list[str]):
    assert shown(state=state) == anywhere
    assert shown(state=state, exercise="relu") == at_relu


@pytest.mark.parametrize(
    ("low", "high", "exercise", "found"),
    [
        (70, None, "", ["sam", "uma"]),  # percent of the total
        (None, 50, "", ["tia", "vic"]),
        (70, 70, "linear", ["uma"]),
        (41, None, "linear", ["sam", "uma"]),
        (None, 100, "relu", ["sam"]),  # without points one is in no range
    ],
)
def test_a_range_is_of_the_total_or_of_an_exercise(shown, low, high, exercise, found):
    assert shown(low=low, high=high, exercise=exercise) == found


def test_a_section(shown):
    assert shown(section=shown.sections["one"]) == ["tia"]
    assert shown(section=shown.sections["two"], name="UM") == ["uma"]
    assert shown(section=999) == []


@pytest.mark.parametrize(
    ("sort", "falling", "found"),
    [
        ("name", False, ["sam", "tia", "uma", "vic"]),
        ("total", True, ["sam", "uma", "tia", "vic"]),
        ("total", False, ["vic", "tia", "uma", "sam"]),
        ("section", False, ["tia", "uma", "sam", "vic"]),  # without a section at the end
        ("linear", True, ["sam", "uma", "tia", "vic"]),  # without points at the end, either way
        ("linear", False, ["tia", "uma", "sam", "vic"]),
    ],
)
def test_sorting(shown, sort: str, falling: bool, found: list[str]):
    assert shown(sort=sort, falling=falling) == found


def parse(query: dict[str, str]) -> tuple[Filters, list[str]]:
    form = GradebookFilterForm(MultiDict(query), slugs=SLUGS)
    form.validate()
    return form.to_filters(), errors_of(form)


def test_a_view_survives_its_address():
    view = Filters(
        name="a&b", section=3, state=State.LATE, exercise="relu", low=0, high=50, sort="linear", falling=True
    )
    for one in (view, Filters(), Filters(by=By.ASSIGNMENT), Filters(low=0)):
        assert parse(one.address()) == (one, [])
    assert Filters(page=7).address() == {}  # other changes lead to the first page
    assert Filters(sort="total", falling=True).sorted_by("total") == {"sort": "total"}
    assert Filters().sorted_by("linear") == {"sort": "linear", "falling": "1"}


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"low": "abc"}, "from: “abc” is not a number from 0 to"),
        ({"high": "-1"}, "to: “-1” is not a number from 0 to"),
        ({"section": "1.5"}, "section: “1.5” is not a whole number from 0 to"),
        ({"page": "99999999"}, "page: “99999999” is not a whole number from 0 to 100000."),
        ({"state": "lost"}, "state: “lost” is not one of missing, stuck, late,"),
        ({"by": "student"}, "by: “student” is not one of exercise, assignment."),
        ({"exercise": "nope"}, "exercise: “nope” is not an exercise in this course."),
        ({"sort": "nope"}, "sort: “nope” is neither one of name, section, total nor an exercise in this course."),
        ({"low": "9", "high": "3"}, "The lower limit, 9, is greater than the upper limit, 3."),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(query: dict[str, str], problem: str):
    filters, problems = parse(query)
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    usual = Filters(low=9, high=3) if "high" in query and "low" in query else Filters()
    assert filters == usual


def test_a_name_is_cut_so_that_it_still_narrows_the_view():
    filters, problems = parse({"name": f" {'n' * 150} "})
    assert (filters.name, problems) == ("n" * 100, [])
    assert parse({"name": "a\0b"})[0].name == "ab"  # PostgreSQL cannot compare the character between them
