"""The exercises: one folder each, with statement, starter, spec, accepted solutions and known mistakes."""

from exercises.catalog import Catalog, Unit, add_folder, catalog, is_slug
from exercises.errors import BrokenExercise, ExerciseError, UnknownExercise
from exercises.folder import Exercise, load, spec_of
from exercises.mistakes import ChangedLine, changed_lines
from exercises.solutions import Solution, WrongAnswer
from exercises.source_lines import source_lines

__all__ = [
    "BrokenExercise",
    "Catalog",
    "ChangedLine",
    "Exercise",
    "ExerciseError",
    "Solution",
    "Unit",
    "UnknownExercise",
    "WrongAnswer",
    "add_folder",
    "catalog",
    "changed_lines",
    "is_slug",
    "load",
    "source_lines",
    "spec_of",
]
