"""Making a course with the work of its whole class, a few students at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from exercises import catalog
from server.accounts.models import User
from server.courses.catalog import current_version
from server.courses.creation import require_free
from server.courses.dates import all_dates
from server.insight import counts as insight_counts
from server.scores import counts as score_counts
from server.seeding.book import Book, Place
from server.seeding.course import Seeded, address, make
from server.seeding.load import Loader
from server.seeding.reports import results_of
from server.seeding.size import Size, draw
from server.seeding.work import Class

AT_A_TIME = 100  # students in a transaction
OnProgress = Callable[[int, int], None]  # students so far, submissions so far


class AddressesTaken(Exception):  # noqa: N818 - named by what was found
    """People of a made-up course of this name are there already."""

    def __init__(self, count: int, pattern: str) -> None:
        super().__init__(f"{count} people have addresses like {pattern} already; choose another name")


def seed(
    sessions: sessionmaker[Session], slug: str, size: Size, now: datetime, on_progress: OnProgress = lambda *_: None
) -> int:
    """Make the course `slug`; how many submissions it has.

    What was made stays when this is interrupted; its title then says that it is not whole.

    Raises:
        CourseExists: if there is a course with this slug.
        UnusableSlug: if the slug cannot stand in an address.
        AddressesTaken: if its people are there.
    """
    chance = np.random.default_rng(size.seed)
    title = f"A class of {size.students:,}"
    with sessions() as session:
        require_free(session, slug)
        _require_new_people(session, slug)
        seeded = make(session, slug, f"{title}, not whole", size, now, chance)
        places = _places(seeded)
        session.commit()
        book = Book(seeded, places, draw(size, chance), now, chance)
        units = [place.assignment for place in places]
        work = Class(units, size.attempts, len(places[0].results), now, chance)
        dates = all_dates(session, seeded.assignments, seeded.students)
        session.commit()
        for start in range(0, size.students, AT_A_TIME):
            book.begin(Loader(session))
            for number, user_id in enumerate(seeded.students[start : start + AT_A_TIME], start=start):
                own = {one.id: dates[user_id, one.id] for one in seeded.assignments}
                book.add(number, user_id, work.student(), own)
            book.end(session)
            session.commit()
            on_progress(min(start + AT_A_TIME, size.students), book.submissions)
        score_counts.rebuild(session, seeded.course.id)
        insight_counts.write(session, book.tally())
        seeded.course.title = title
        session.commit()
        Loader(session).analyze()
        session.commit()
    return book.submissions


def _require_new_people(session: Session, slug: str) -> None:
    pattern = address(slug, "%")
    found = session.scalar(select(func.count()).select_from(User).where(func.lower(User.email).like(pattern)))
    if found:
        raise AddressesTaken(found, address(slug, "…"))


def _places(seeded: Seeded) -> list[Place]:
    installed = set(catalog().slugs)
    places = []
    for assignment in seeded.assignments:
        for item in assignment.exercises:
            version = current_version(item.slug) if item.slug in installed else 1
            places.append(Place(item, assignment, version, results_of(item.slug, version)))
    return places
