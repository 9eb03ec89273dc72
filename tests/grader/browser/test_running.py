"""What a student sees when they run a cell after their file."""

from __future__ import annotations

import json

import pytest

from exercises import catalog, load
from grader.browser import MOST_CELL_BYTES
from grader.browser.output import LIMIT_BYTES
from grader.browser.running import run

LINEAR = load("linear").accepted[0].source


def ran(cell, source="import numpy as np\n", **more):
    result = run(source, "linear.py", cell, **more)
    json.dumps(result, allow_nan=False)
    return result


def texts(result):
    return [item["text"] for item in result["items"]]


def test_prints_and_values_appear_in_order():
    result = ran("print('one')\n1 + 1\nprint('two')\nx = 3\n'three'\nNone")
    assert [item["kind"] for item in result["items"]] == ["text", "value", "text", "value"]
    assert texts(result) == ["one\n", "2", "two\n", "'three'"]
    assert [item["line"] for item in result["items"] if item["kind"] == "value"] == [2, 5]
    assert result["error"] is None


def test_arrays_show_their_shape_and_dtype():
    (value,) = ran("np.ones((2, 3), dtype=np.float32)")["items"]
    assert (value["shape"], value["dtype"], value["type"]) == ([2, 3], "float32", "ndarray")
    assert "array([[1., 1., 1.]" in value["text"]


def test_the_names_of_the_file_are_there_and_numpy_without_an_import():
    result = ran("layer = Linear(np.ones((1, 2)), np.zeros(1))\nlayer.forward(np.ones((1, 2)))", LINEAR)
    assert result["error"] is None
    assert "2." in texts(result)[0]
    assert ran("np.zeros(2)", "")["error"] is None


def test_variables_of_the_cell_are_listed_and_those_of_the_file_are_not():
    result = ran(
        "x = np.zeros((2, 2))\nfor i in range(3):\n    total = i\ndef f():\n    inner = 1\n[a for a in x]",
        "hidden = 1\nimport numpy as np\n",
    )
    assert [one["name"] for one in result["variables"]] == ["x", "i", "total"]
    x = result["variables"][0]
    assert (x["shape"], x["dtype"], "\n" in x["text"]) == ([2, 2], "float64", False)


def test_an_error_in_the_file_names_its_line():
    result = ran("1", "x = 1\n\ny = x / 0\n")
    error = result["error"]
    assert (error["type"], error["where"], error["line"]) == ("ZeroDivisionError", "file", 3)
    assert error["frames"][-1]["code"] == "y = x / 0"


def test_an_error_in_a_function_of_the_file_has_frames_of_both():
    error = ran("f(2)\n", "def f(n):\n    return [][n]\n")["error"]
    places = [(frame["where"], frame["line"], frame["function"]) for frame in error["frames"]]
    assert places == [("cell", 1, "<module>"), ("file", 2, "f")]
    assert (error["type"], error["where"], error["line"]) == ("IndexError", "file", 2)


def test_frames_of_libraries_are_left_out():
    error = ran("np.linalg.inv(np.zeros((2, 3)))")["error"]
    assert [frame["where"] for frame in error["frames"]] == ["cell"]


@pytest.mark.parametrize(("cell", "source", "where"), [("1 +", "", "cell"), ("1", "def f(:\n", "file")])
def test_a_syntax_error_says_where(cell, source, where):
    error = ran(cell, source)["error"]
    assert (error["type"], error["where"], error["line"]) == ("SyntaxError", where, 1)


def test_what_came_before_an_error_is_kept():
    result = ran("x = 5\nprint('before')\nraise KeyError('k')")
    assert texts(result) == ["before\n"]
    assert [one["name"] for one in result["variables"]] == ["x"]
    assert result["error"]["line"] == 3


def test_leaving_the_interpreter_is_an_error_like_any_other():
    assert ran("raise SystemExit(3)")["error"]["type"] == "SystemExit"


def test_a_name_that_is_almost_right_is_suggested():
    assert "forward" in ran("Linear(1, 2).forwrd", LINEAR)["error"]["message"]


def test_an_import_that_the_server_refuses_is_refused():
    error = ran("import js\njs.fetch('/')", LINEAR)["error"]
    assert error["type"] == "ImportError"


def test_a_value_whose_repr_raises_is_an_error_and_no_failure_of_ours():
    source = "class Odd:\n    def __repr__(self):\n        raise RuntimeError('no')\n"
    error = ran("Odd()", source)["error"]
    assert (error["type"], error["line"]) == ("RuntimeError", 3)
    assert "RuntimeError" in ran("odd = Odd()", source)["variables"][0]["text"]


def test_too_much_output_is_cut_with_a_note():
    result = ran("for i in range(100_000):\n    print('x' * 50)")
    assert result["is_cut"]
    assert len(texts(result)[0]) < LIMIT_BYTES + 100
    assert texts(result)[0].endswith("is not shown.]\n")


def test_warnings_appear_with_their_line():
    assert (
        "linear.py:2: RuntimeWarning"
        in texts(ran("f()", "import numpy as np\ndef f(): return np.log(np.zeros(1))\n"))[0]
    )


def test_a_run_can_be_repeated():
    cell = "np.random.rand(), __import__('random').random()"
    assert texts(ran(cell)) == texts(ran(cell))


def test_prints_are_told_while_the_code_runs():
    told = []
    ran("for i in range(2000):\n    print(i)\nraise SystemExit", emit=told.append)
    printed = "".join(message["printed"] for message in told)
    assert printed.startswith("".join(f"{i}\n" for i in range(100)))
    assert len(told) < 1000


def test_a_cell_that_is_too_large_is_refused():
    error = ran("#" * (MOST_CELL_BYTES + 1))["error"]
    assert (error["type"], error["where"]) == ("ValueError", "cell")


def test_a_changed_print_option_does_not_reach_the_next_run():
    ran("np.set_printoptions(precision=1)")
    assert texts(ran("np.array([1.2345])")) == ["array([1.2345])"]


@pytest.mark.parametrize("slug", catalog().slugs)
def test_the_worked_example_runs_on_every_accepted_solution(slug):
    exercise = load(slug)
    for solution in exercise.accepted:
        result = run(solution.source, exercise.filename, exercise.example, exercise.provided)
        assert result["error"] is None, result["error"]
        assert any(item["kind"] == "value" for item in result["items"])
