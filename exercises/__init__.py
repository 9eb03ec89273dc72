"""The exercises: one folder each, with statement, starter, spec, accepted solutions and known mistakes.

What reads an exercise, and so loads NumPy and the reference, is imported on first use: a list of titles needs neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from exercises.catalog import Catalog, Unit, add_folder, catalog, is_slug
from exercises.errors import BrokenExercise, ExerciseError, UnknownExercise
from exercises.headings import Heading, heading_of
from exercises.mistakes import ChangedLine, changed_lines
from exercises.solutions import Solution, WrongAnswer
from exercises.source_lines import source_lines

if TYPE_CHECKING:
    from exercises.folder import Exercise, load, spec_of

_FOLDER = {"Exercise", "load", "spec_of"}

__all__ = [
    "BrokenExercise",
    "Catalog",
    "ChangedLine",
    "Exercise",
    "ExerciseError",
    "Heading",
    "Solution",
    "Unit",
    "UnknownExercise",
    "WrongAnswer",
    "add_folder",
    "catalog",
    "changed_lines",
    "heading_of",
    "is_slug",
    "load",
    "source_lines",
    "spec_of",
]


def __getattr__(name: str) -> Any:
    if name in _FOLDER:
        return getattr(import_module("exercises.folder"), name)
    raise AttributeError(f"module 'exercises' has no attribute {name!r}")
