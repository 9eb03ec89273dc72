"""Seed a course with the work of its whole class, a few students per transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exercises import catalog
from server.accounts.models import User
from server.core.db import Sessions
from server.courses.catalog import current_version
from server.courses.creation import require_free
from server.courses.dates import all_dates
from server.insight import counts as insight_counts
from server.scores import counts as score_counts
from server.seeding.course import SeededCourse, address, create_seeded_course
from server.seeding.load import Loader
from server.seeding.reports import results_of
from server.seeding.row_collector import RowCollector, SeededExercise
from server.seeding.size import Size, draw
from server.seeding.work import ClassWork

BATCH = 100  # students per transaction
OnProgress = Callable[[int, int], None]  # called with the number of students and submissions so far


class AddressesTaken(Exception):  # noqa: N818 - the name says what was found
    """People of a seeded course with this slug already exist."""

    def __init__(self, count: int, pattern: str) -> None:
        super().__init__(f"{count} people already have addresses like {pattern}. Choose another slug.")


def seed_course(
    sessions: Sessions, slug: str, size: Size, now: datetime, on_progress: OnProgress = lambda *_: None
) -> int:
    """Create the course `slug` and return the number of its submissions.

    If this is interrupted, the part that was committed stays, and the title of the course says that it is incomplete.

    Raises:
        CourseExists: if there is a course with this slug.
        UnusableSlug: if the slug cannot be part of a URL.
        AddressesTaken: if people with its addresses exist.
    """
    rng = np.random.default_rng(size.seed)
    title = f"A class of {size.students:,}"
    with sessions() as session:
        require_free(session, slug)
        _require_new_people(session, slug)
        seeded = create_seeded_course(session, slug, f"{title}, incomplete", size, now, rng)
        exercises = _seeded_exercises(seeded)
        session.commit()
        collector = RowCollector(seeded, exercises, draw(size, rng), now, rng)
        units = [exercise.assignment for exercise in exercises]
        work = ClassWork(units, size.attempts, len(exercises[0].results), now, rng)
        dates = all_dates(session, seeded.assignments, seeded.students)
        session.commit()
        for start in range(0, size.students, BATCH):
            collector.begin(Loader(session))
            for number, user_id in enumerate(seeded.students[start : start + BATCH], start=start):
                own = {one.id: dates[user_id, one.id] for one in seeded.assignments}
                collector.add(number, user_id, work.next_student(), own)
            collector.end(session)
            session.commit()
            on_progress(min(start + BATCH, size.students), collector.submissions)
        score_counts.rebuild(session, seeded.course.id)
        insight_counts.write(session, collector.tally())
        seeded.course.title = title
        session.commit()
        Loader(session).analyze()
        session.commit()
    return collector.submissions


def _require_new_people(session: Session, slug: str) -> None:
    pattern = address(slug, "%")
    found = session.scalar(select(func.count()).select_from(User).where(func.lower(User.email).like(pattern)))
    if found:
        raise AddressesTaken(found, address(slug, "…"))


def _seeded_exercises(seeded: SeededCourse) -> list[SeededExercise]:
    installed = set(catalog().slugs)
    exercises = []
    for assignment in seeded.assignments:
        for item in assignment.exercises:
            version = current_version(item.slug) if item.slug in installed else 1
            exercises.append(SeededExercise(item, assignment, version, results_of(item.slug, version)))
    return exercises
