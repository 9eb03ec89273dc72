"""Errors in the catalog of exercises.

ExerciseError
├── UnknownExercise   no such slug
└── BrokenExercise    a folder that is not a valid exercise
"""

from __future__ import annotations

from collections.abc import Iterable


class ExerciseError(Exception):
    """An exercise or its slug is invalid."""


class UnknownExercise(ExerciseError):  # noqa: N818 - the name says what is wrong
    """No exercise has this slug; the message lists those that exist."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        self.slug = slug
        self.known = tuple(known)
        super().__init__(f"there is no exercise {slug!r}; the exercises are: {', '.join(self.known)}")


class BrokenExercise(ExerciseError):  # noqa: N818 - the name says what is wrong
    """A file in an exercise's folder is missing or invalid."""
