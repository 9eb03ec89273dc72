"""The names of stages for people."""

from __future__ import annotations

from exercises import BrokenExercise, UnknownExercise, spec_of
from grader.report import Stage


def stage_name(slug: str, stage: Stage) -> str:
    """Return the name of a stage of an exercise: its id, unless the kind of the exercise has another name for it.

    An exercise that is not installed here, such as one that only the server has, has no names of its own.
    """
    try:
        return spec_of(slug).stage_names.get(stage.value, stage.value)
    except (UnknownExercise, BrokenExercise):
        return stage.value
