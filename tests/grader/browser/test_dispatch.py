"""The worker calls functions by name: JSON and arrays out, messages on the way."""

from __future__ import annotations

import json
import sys
from types import ModuleType

import numpy as np
import pytest

from grader.browser.dispatch import encode, invoke


def steps(count):
    for step in range(count):
        yield {"step": step}
    return "done"


def told(text, emit):
    emit({"told": text})
    return text


def _hidden():
    return None


@pytest.fixture(autouse=True)
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    named = ModuleType("called")
    vars(named).update(steps=steps, told=told, _hidden=_hidden)
    monkeypatch.setitem(sys.modules, "called", named)
    return named


def invoked(name, *args):
    sent = []
    text, arrays = invoke("called", name, json.dumps(args), lambda message, arrays: sent.append(json.loads(message)))
    return json.loads(text), arrays, sent


def test_what_a_generator_yields_is_sent_and_what_it_returns_is_the_result():
    assert invoked("steps", 2) == ("done", [], [{"step": 0}, {"step": 1}])


def test_a_function_may_emit_messages():
    assert invoked("told", "hello") == ("hello", [], [{"told": "hello"}])


def test_a_private_function_is_refused():
    with pytest.raises(ValueError, match="_hidden"):
        invoked("_hidden")


def test_arrays_travel_beside_the_json():
    text, (first, second) = encode({"a": np.arange(6.0).reshape(2, 3).T, "b": [np.array([True, False])]})
    assert json.loads(text) == {"a": {"$array": 0, "shape": [3, 2]}, "b": [{"$array": 1, "shape": [2]}]}
    assert first.flags.c_contiguous
    np.testing.assert_array_equal(first, np.arange(6.0).reshape(2, 3).T)
    assert second.dtype == np.uint8


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.array([1, -2]), np.int32),
        (np.array([2**40]), np.float64),
        (np.array([1.0], dtype=np.float32), np.float32),
        (np.array([1.0], dtype=np.float16), np.float64),
        (np.array([255], dtype=np.uint8), np.uint8),
        (np.array([], dtype=np.int64), np.int32),
    ],
)
def test_arrays_have_a_dtype_that_browsers_know(array, dtype):
    _, (sent,) = encode(array)
    assert sent.dtype == dtype
    np.testing.assert_array_equal(sent, array)


def test_numbers_that_json_cannot_hold_survive():
    text, _ = encode([float("nan"), float("-inf"), np.float64("inf"), np.int64(3), True])
    assert json.loads(text) == [{"$number": "nan"}, {"$number": "-inf"}, {"$number": "inf"}, 3, True]


@pytest.mark.parametrize("value", [object(), {1, 2}, np.array(["text"])])
def test_what_a_page_cannot_have_is_an_error(value):
    with pytest.raises(TypeError, match="cannot be sent"):
        encode(value)
