"""The worked example of a starter becomes code: without results, remarks and broken lines."""

from __future__ import annotations

import pytest

from exercises import catalog, load
from exercises.worked_example import worked_example


def starter(*lines: str) -> str:
    return '"""Title.\n\nWorked example:\n\n' + "\n".join(f"    {line}" for line in lines) + '\n"""\n'


def test_results_are_left_out():
    assert worked_example(starter("f(1)    ->  2    because", "x = 3")) == "f(1)\nx = 3\n"


def test_a_call_and_its_result_may_take_several_lines():
    code = worked_example(starter("f([1,", "   2])    ->  [[1,", "             2]]", "g()       ->  3"))
    assert code == "f([1,\n   2])\ng()\n"


def test_a_remark_after_a_wide_gap_is_left_out():
    assert worked_example(starter("x = 1    first: 0.1 0.2", "x")) == "x = 1\nx\n"


def test_text_after_the_example_does_not_belong_to_it():
    text = starter("f()    ->  1").replace('\n"""', '\n\nThe grader calls only f.\n"""')
    assert worked_example(text) == "f()\n"


@pytest.mark.parametrize("text", ["", '"""Title."""\n', "def f(:", starter("this is no code")])
def test_without_an_example_there_is_none(text):
    assert worked_example(text) == ""


@pytest.mark.parametrize("slug", catalog().slugs)
def test_every_exercise_has_one_that_calls_what_students_write(slug):
    exercise = load(slug)
    names = [name for name in exercise.spec.names if "." not in name]
    assert any(f"{name}(" in exercise.example for name in names)
