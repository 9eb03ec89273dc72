"""The input of a failed check as a cell: it repeats the call, on the student's own code."""

from __future__ import annotations

import pytest

from exercises import load
from grader.browser.checking import check
from grader.browser.failed_cell import failed_cell
from grader.browser.running import run
from grader.report import Report


def cells(slug, id_):
    exercise = load(slug)
    source = next(one.source for one in exercise.wrong_answers if one.id == id_)
    report = Report.from_json(check(source, slug, 0))
    found = {one.id: failed_cell(exercise.spec, one) for one in report.checks if "values" in one.details}
    return source, exercise, {name: cell for name, cell in found.items() if cell}


@pytest.mark.parametrize(
    ("slug", "id_", "name", "last"),
    [
        ("linear", "unsummed_bias", "backward.grad_bias", "linear.grad_bias"),
        ("adam", "no_bias_correction", "forward.first_step", "adam.step(params, grads)"),
        ("cross_entropy", "gradient_not_averaged", "backward.grad_prediction", "crossentropyloss.backward()"),
    ],
)
def test_the_call_is_repeated_with_its_inputs(slug, id_, name, last):
    source, exercise, found = cells(slug, id_)
    lines = [line for line in found[name].splitlines() if not line.startswith("#")]
    assert lines[-1] == last
    result = run(source, exercise.filename, found[name], exercise.provided)
    assert result["error"] is None
    assert result["items"]


def test_functions_are_called_by_their_names():
    exercise = load("chain_rule")
    for wrong in exercise.wrong_answers:
        _, _, found = cells("chain_rule", wrong.id)
        for name, cell in found.items():
            result = run(wrong.source, exercise.filename, cell)
            assert result["items"] or result["error"]["where"] == "file", name


def test_an_accepted_solution_gives_the_expected_numbers():
    for wrong in load("linear").wrong_answers:
        _, exercise, found = cells("linear", wrong.id)
        cell = found.get("forward.output", "")
        code, _, expected = cell.partition("# expected: ")
        if expected:
            break
    compared = f"{code}np.allclose(_, {expected.strip()}, rtol=1e-4)".replace(
        "linear.forward(x)", "_ = linear.forward(x)"
    )
    (value,) = run(exercise.accepted[0].source, exercise.filename, compared)["items"]
    assert value["text"] == "True"


def test_an_input_that_is_too_large_gives_no_cell():
    _, _, found = cells("conv2d", "bias_forgotten")
    assert "forward.output" not in found
