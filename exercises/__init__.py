"""What is asked: one folder an exercise, with statement, starter, spec and proof."""

from exercises.catalog import Catalog, Unit, add_folder, catalog
from exercises.errors import BrokenExercise, ExerciseError, UnknownExercise
from exercises.folder import Exercise, Solution, WrongAnswer, load, parse_wrong_answer

__all__ = [
    "BrokenExercise",
    "Catalog",
    "Exercise",
    "ExerciseError",
    "Solution",
    "Unit",
    "UnknownExercise",
    "WrongAnswer",
    "add_folder",
    "catalog",
    "load",
    "parse_wrong_answer",
]
