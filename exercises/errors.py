"""What can be wrong with the catalog of exercises.

ExerciseError
├── UnknownExercise   no such slug
└── BrokenExercise    a folder that does not keep the form of an exercise
"""

from __future__ import annotations

from collections.abc import Iterable


class ExerciseError(Exception):
    """Something is wrong with an exercise or with the slug that names it."""


class UnknownExercise(ExerciseError):  # noqa: N818 - the name says what is wrong
    """No exercise has this slug; the message lists those that exist."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        self.slug = slug
        self.known = tuple(known)
        super().__init__(f"there is no exercise {slug!r}; there are: {', '.join(self.known)}")


class BrokenExercise(ExerciseError):  # noqa: N818 - the name says what is wrong
    """An exercise's folder lacks a file or a file has the wrong form."""
