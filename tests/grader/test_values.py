"""A failed check carries its inputs and numbers: by the names of the statement, bounded, and only where it failed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from exercises import catalog, load
from grader.pictures.arrays import parts, tables
from grader.values import MOST_BYTES, MOST_NUMBERS
from tests.grader.conftest import check, judged, replaced
from tests.grader.test_checks_catch import LINEAR

LARGEST_REPORT = 24_000  # bytes of the values of all checks of a report


def values_of(slug, source, name, seed=0):
    return check(judged(slug, source, seed), name).details["values"]


def names(values):
    return [one["name"] for one in values["inputs"]]


def array(one):
    return np.array(one["numbers"], dtype=float).reshape(one["shape"])


DOUBLED = replaced("linear", "np.ones(len(x)) @ grad_output", "2.0 * np.ones(len(x)) @ grad_output")


def test_the_numbers_of_a_failed_check_are_those_that_were_compared():
    values = values_of("linear", DOUBLED, "backward.grad_bias")
    assert names(values) == ["weight", "bias", "x", "grad_output"]
    upstream = next(array(one) for one in values["inputs"] if one["name"] == "grad_output")
    np.testing.assert_allclose(array(values["expected"]), upstream.sum(axis=0), atol=1e-4)
    np.testing.assert_allclose(array(values["got"]), 2.0 * upstream.sum(axis=0), atol=1e-4)
    assert values["wrong"] == list(range(values["got"]["shape"][0]))


def test_only_the_wrong_elements_are_marked():
    source = replaced(
        "relu", "np.multiply(self.slope, grad_output)", "np.where(self.slope == 0.0, 0.5, self.slope) * grad_output"
    )
    values = values_of("relu", source, "backward.grad_x")
    x = next(array(one) for one in values["inputs"] if one["name"] == "x")
    assert values["wrong"] == np.flatnonzero(x < 0).tolist()


def test_a_forward_has_no_upstream_gradient_and_what_is_right_has_no_values():
    result = judged("linear", LINEAR.replace("+ self.bias", "- self.bias"))
    assert names(check(result, "forward.output").details["values"]) == ["weight", "bias", "x"]
    assert not any("values" in one.details for one in result.checks if one.verdict.value in ("AC", "SKIP"))


def test_a_call_that_raises_names_its_inputs_and_code_that_is_not_written_does_not():
    raises = LINEAR.replace("return grad_output", "raise ValueError")
    values = values_of("linear", raises, "backward.grad_x")
    assert names(values) == ["weight", "bias", "x", "grad_output"]
    assert set(values) == {"inputs"}
    assert not any("values" in one.details for one in judged("linear", load("linear").starter).checks)


@pytest.mark.parametrize(
    ("slug", "wrong", "name", "inputs"),
    [
        ("adam", "no_bias_correction", "forward.first_step", ["lr", "betas", "eps", "params[0]", "grads[0]"]),
        ("scalar_autograd", "gradient_overwritten", "backward.reuse", ["a"]),
        ("scalar_autograd", "gradient_overwritten", "backward.diamonds", ["a", "b"]),
        ("conv2d", "bias_forgotten", "forward.output", ["weight", "bias", "x"]),
        ("cross_entropy", "gradient_not_averaged", "backward.grad_prediction", ["prediction", "target"]),
    ],
)
def test_inputs_have_the_names_of_the_statement(slug, wrong, name, inputs):
    source = next(one.source for one in load(slug).wrong_answers if one.id == wrong)
    assert names(values_of(slug, source, name)) == inputs


def test_numbers_that_differ_late_are_shown_apart():
    source = LINEAR.replace("return grad_output @ self.weight", "return grad_output @ self.weight * (1.0 + 3e-8)")
    values = values_of("linear", source, "backward.grad_x")
    pairs = zip(values["expected"]["numbers"], values["got"]["numbers"], strict=True)
    assert all(one != other for place, (one, other) in enumerate(pairs) if place in values["wrong"][:1])


def test_what_is_large_is_given_as_shape_and_dtype():
    source = next(one.source for one in load("conv2d").wrong_answers if one.id == "bias_forgotten")
    values = values_of("conv2d", source, "forward.output")
    large = next(one for one in values["inputs"] if one["name"] == "x")
    assert large == {"name": "x", "shape": [2, 3, 5, 5], "dtype": "float64"}
    assert set(values["got"]) == {"shape", "dtype"}
    assert "wrong" not in values


def test_not_finite_numbers_survive_json():
    source = replaced("relu", "return np.multiply(self.slope, grad_output)", "return np.full_like(grad_output, np.nan)")
    values = values_of("relu", source, "backward.grad_x")
    assert set(values["got"]["numbers"]) == {"nan"}
    json.dumps(values, allow_nan=False)
    assert values["wrong"] == list(range(len(values["got"]["numbers"])))


@pytest.mark.slow
@pytest.mark.parametrize("slug", catalog().slugs)
def test_the_values_of_known_mistakes_are_bounded(slug):
    for wrong in load(slug).wrong_answers[::5]:
        found = [one.details["values"] for one in judged(slug, wrong.source).checks if "values" in one.details]
        assert all(len(json.dumps(values, allow_nan=False)) <= MOST_BYTES for values in found)
        assert len(json.dumps(found)) <= LARGEST_REPORT
        for values in found:
            arrays = [*values.get("inputs", ()), values.get("expected", {}), values.get("got", {})]
            assert all(len(one.get("numbers", ())) <= MOST_NUMBERS for one in arrays)
            assert "<figure" in tables(values)


def test_many_axes_are_laid_out_as_matrices_with_their_index():
    found = list(parts({"shape": [2, 1, 2, 2], "dtype": "float64", "numbers": [1.0, 2.0, 3.5, 4.0, 5, 6, 7, 8]}, [6]))
    assert [index for index, _ in found] == ["[0, 0, :, :]", "[1, 0, :, :]"]
    assert found[0][1] == [[("1", False), ("2", False)], [("3.5", False), ("4", False)]]
    assert found[1][1][1] == [("7", True), ("8", False)]


@pytest.mark.parametrize("shape", [[0], [0, 3], [3, 0], [2, 0, 3]])
def test_empty_arrays_are_laid_out(shape):
    empty = {"shape": shape, "dtype": "float64", "numbers": []}
    assert "<td" not in tables({"inputs": [{"name": "x", **empty}]})


def test_names_and_numbers_are_text_in_a_table():
    hostile = {"shape": [], "dtype": "<b>", "numbers": ["<i>"]}
    text = tables({"inputs": [{"name": "<u>", **hostile}], "expected": hostile, "got": hostile, "wrong": [0]})
    assert "<u>" not in text
    assert "<i>" not in text
    assert "&lt;i&gt;" in text


@pytest.mark.parametrize(
    ("shape", "count", "names"),
    [
        ([10**12, 1, 0], 0, []),
        ([0, 0, 0], 0, []),
        ([10**9, 10**9, 2, 2], 4, ["[0, 0, :, :]"]),
        ([2, 2, 1, 2], 8, ["[0, 0, :, :]", "[0, 1, :, :]", "[1, 0, :, :]", "[1, 1, :, :]"]),
    ],
)
def test_the_matrices_of_an_array_are_named_whatever_shape_a_report_in_an_archive_states(
    shape: list[int], count: int, names: list[str]
):
    array = {"shape": shape, "dtype": "float64", "numbers": [0.5] * count}
    assert [name for name, _ in parts(array)] == names
