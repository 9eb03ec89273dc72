"""The gradebook of a class of ten thousand: server time per page, on both databases.

Network time is excluded. ``CHAINRULE_BENCH_STUDENTS`` makes the class smaller.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.crowd import LARGE, SIZES, SMALL, Site, databases, fill, open_site
from bench.row import Row
from server.courses.items import items_of
from server.courses.models import AssignmentExercise, Course, Enrollment, Section
from server.gradebook.filters import STATES
from server.scores.models import Score

FIRST_PAGE = "≤ 50"
ANY_PAGE = "≤ 300"
CSV_GROWTH = "≤ 30"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure; `path` is appended to the URL of the course."""

    name: str
    path: str
    goal: str = ANY_PAGE


def rows() -> list[Row]:
    """Measure on a private SQLite file, then on a private PostgreSQL server."""
    found: list[Row] = []
    for name, url in databases():
        site = open_site(name, url)
        try:
            found.append(Row(f"{name}: seeding {SIZES[LARGE].students:,} students", fill(site), "s"))
            found.extend(measure(site))
        finally:
            site.app.extensions["chainrule.engine"].dispose()
    return found


def measure(site: Site) -> Iterator[Row]:
    """Yield the rows of one database that contains both courses."""
    large, small = site.teacher(LARGE), site.teacher(SMALL)
    with site.app.extensions["chainrule.sessions"]() as session:
        pages = {slug: pages_of(session, slug) for slug in (LARGE, SMALL)}
    growing = 0
    for page, little in zip(pages[LARGE], pages[SMALL], strict=True):
        taken = statistics.median(site.timed_ms(large, f"/courses/{LARGE}{page.path}"))
        yield Row(f"{site.name}: {page.name}", taken, "ms", page.goal)
        here = site.queries(large, f"/courses/{LARGE}{page.path}")
        there = site.queries(small, f"/courses/{SMALL}{little.path}")
        growing += here > there
    yield Row(f"{site.name}: pages with more queries for {SIZES[LARGE].students:,} students", growing, "", "≤ 0")
    seconds, growth = _stream(large, f"/courses/{LARGE}/gradebook/scores.csv")
    yield Row(f"{site.name}: the CSV in full", seconds, "s")
    yield Row(f"{site.name}: memory growth while the CSV streams", growth, "MB", CSV_GROWTH)
    seconds, growth = _stream(large, f"/courses/{LARGE}/gradebook/scores.xlsx")
    yield Row(f"{site.name}: the Excel file in full", seconds, "s")
    yield Row(f"{site.name}: memory growth while the Excel file is built", growth, "MB")


def pages_of(session: Session, slug: str) -> list[Page]:
    """Return the pages of a course to measure; the same ones for every course."""
    course = session.scalars(select(Course).filter_by(slug=slug)).one()
    items = [one.item for one in items_of(session, course)]
    middle = items[len(items) // 2].slug
    section = session.scalars(select(func.min(Section.id)).where(Section.course_id == course.id)).one()
    student = _busy(session, course, items[0])
    gradebook = "/gradebook"
    last = max(1, SIZES[slug].students // 200)
    pages = [Page("first page", gradebook, FIRST_PAGE), Page(f"page {50}", f"{gradebook}?page={min(50, last)}")]
    pages += [Page(f"those with a score that is {state}", f"{gradebook}?state={state}") for state in STATES]
    pages += [Page(f"{state} at one exercise", f"{gradebook}?state={state}&exercise={middle}") for state in STATES]
    pages += [
        Page("name filter, many", f"{gradebook}?name=an"),
        Page("name filter, e-mail of one", f"{gradebook}?name=student00042@"),
        Page("a section", f"{gradebook}?section={section}"),
        Page("total from 60 to 80 %", f"{gradebook}?low=60&high=80"),
        Page("points from 20 to 40 at one exercise", f"{gradebook}?low=20&high=40&exercise={middle}"),
        Page("all filters at once", f"{gradebook}?name=a&section={section}&state=stuck&low=10&high=90&sort={middle}"),
    ]
    for sort in ("name", "section", "total", middle):
        what = "an exercise" if sort == middle else sort
        pages += [
            Page(f"sorted by {what}{', falling' if falling else ''}", f"{gradebook}?sort={sort}&falling={falling}")
            for falling in (0, 1)
        ]
    return [
        *pages,
        Page("stuck, sorted by an exercise, page 3", f"{gradebook}?state=stuck&sort={middle}&falling=1&page=3"),
        Page("columns by assignment", f"{gradebook}?by=assignment"),
        Page("one student", f"{gradebook}/{student}"),
        Page("one cell", f"{gradebook}/{student}/{items[0].slug}"),
        Page("extensions", f"{gradebook}/extensions"),
        Page("insight into the course", "/insight"),
        Page("insight into an exercise", f"/insight/{middle}"),
    ]


def _busy(session: Session, course: Course, item: AssignmentExercise) -> int:
    """Return a student with submissions for this exercise."""
    query = select(func.min(Score.user_id)).join(Enrollment, Enrollment.user_id == Score.user_id)
    query = query.where(Enrollment.course_id == course.id, Score.assignment_exercise_id == item.id)
    return session.scalars(query.where(Score.attempts > 2)).one()


def _stream(client: FlaskClient, path: str) -> tuple[float, float]:
    """Return the seconds to send a file, and the megabytes by which the process grew after the first chunk."""
    process = psutil.Process()
    client.get(path).close()  # load everything that is loaded only once
    begun = time.perf_counter()
    before = peak = process.memory_info().rss
    answer = client.get(path, buffered=False)
    assert answer.status_code == 200, (path, answer.status)
    for number, _piece in enumerate(answer.iter_encoded()):
        if number % 100 == 0:
            peak = max(peak, process.memory_info().rss)
    answer.close()
    return time.perf_counter() - begun, (peak - before) / 1e6
