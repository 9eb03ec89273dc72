"""Titles, prerequisites and versions of the exercises that a course names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import structlog

import exercises
from exercises.errors import BrokenExercise, UnknownExercise
from server.courses.errors import ExerciseUnavailable

log = structlog.get_logger(__name__)


def add_own_exercises(folder: Path | None) -> tuple[str, ...]:
    """Add a course's own exercises, if there are any; log and return those that cannot be loaded.

    Raises:
        BrokenExercise: if the folder has no catalog, or one that conflicts with the built-in units.
    """
    if folder is None:
        return ()
    exercises.add_folder(folder)
    found = exercises.catalog()
    own = [slug for slug in found.slugs if found.folders[slug].parent == folder.resolve()]
    return tuple(slug for slug in own if find_exercise(slug) is None)


def find_exercise(slug: str) -> exercises.Exercise | None:
    """Return an exercise; None, for pages that can do without it, if it is not installed or its files are broken."""
    try:
        return exercises.load(slug)
    except UnknownExercise:
        return None
    except BrokenExercise as error:
        log.warning("an exercise cannot be read", slug=slug, error=str(error))
        return None


def load_exercise(slug: str) -> exercises.Exercise:
    """Return an exercise, for pages that are about it.

    Raises:
        ExerciseUnavailable: if its files are broken.
        exercises.UnknownExercise: if this installation does not have it.
    """
    try:
        return exercises.load(slug)
    except BrokenExercise as error:
        log.exception("an exercise cannot be read", slug=slug)
        raise ExerciseUnavailable from error


def titles(slugs: Iterable[str]) -> dict[str, str]:
    """Return the titles of exercises; the slug itself for one that cannot be read."""
    return {slug: title_and_summary(slug)[0] for slug in slugs}


def title_and_summary(slug: str) -> tuple[str, str]:
    """Return title and summary of an exercise; the slug and an empty summary for one that cannot be read."""
    found = find_exercise(slug)
    return (found.title, found.summary) if found is not None else (slug, "")


def unit_needs(slugs: Collection[str], present: Collection[str]) -> tuple[str, ...]:
    """Return the titles of the units that a unit with these exercises builds on, in catalog order.

    Args:
        slugs: the exercises of the unit.
        present: the titles of what the course consists of; it says nothing of units that it does not have.
    """
    known = exercises.catalog()
    needed = {title for slug in slugs if slug in known.slugs for title in known.unit_of(slug).needs}
    return tuple(unit.title for unit in known.units if unit.title in needed and unit.title in present)


def current_version(slug: str) -> int:
    """Return the version of the exercise that a new submission is graded against.

    Raises:
        ExerciseUnavailable: if its files are broken.
        exercises.UnknownExercise: if a course names an exercise that this installation does not have.
    """
    return load_exercise(slug).version
