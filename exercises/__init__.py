"""What is asked: one folder an exercise, with statement, starter, spec and proof."""

from exercises.catalog import Catalog, Unit, add_folder, catalog
from exercises.errors import BrokenExercise, ExerciseError, UnknownExercise
from exercises.folder import Exercise, load
from exercises.mistakes import ChangedLine, changed_lines
from exercises.solutions import Solution, WrongAnswer

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
    "load",
]
