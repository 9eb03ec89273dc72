"""What the page gets can be sent: JSON, and arrays of the four kinds that the page knows."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from playground import page
from playground.activation_curves import CURVES
from playground.errors import Refused
from playground.settings import OPTIMIZERS
from playground.terrain import FORMULAS
from tests.playground.sources import accepted, mended

OWN = {"mine": ["tanh", "linear", "relu"]}


def sendable(value: Any) -> Any:
    """The value, which must consist of JSON and of arrays."""
    if isinstance(value, np.ndarray):
        assert value.dtype in (np.float64, np.float32, np.int64, np.bool_)
        assert value.flags.c_contiguous
        return value.tolist()
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        return {key: sendable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [sendable(item) for item in value]
    assert value is None or type(value) in (str, int, float, bool), type(value)
    return value


def test_every_answer_can_be_sent() -> None:
    for answer in (
        page.vocabulary(),
        page.read({"data": {"kind": "nothing"}}),
        page.read_address("d=xor&h=&zz=1"),
        page.paste("1,2,a\n3,4,b\n5,6,a\n7,8,b"),
        page.paste("1,2"),
        page.points({"data": {"kind": "hills"}}),
        page.start({}),
        page.advance(5),
        page.advance_epoch(),
        page.edit("linear 1", "weight", [0, 0], 0.5),
        page.look(5),
        page.inside(),
        page.graph(2, True),
        page.script({}, 5),
        page.all_lessons(),
        page.curve("elu"),
        page.contours("network", 4),
        page.race("network", [{"name": "a", "optimizer": {"kind": "adam"}}], steps=3),
        page.reset(),
    ):
        json.dumps(sendable(answer), allow_nan=False)


def test_a_network_trains_and_is_looked_at() -> None:
    assert page.start({"run": {"batch_size": 0}})["step"] == 0
    state = page.advance(25)
    assert (state["step"], state["epoch"], len(state["losses"]), state["stop"]) == (25, 25, 25, None)
    assert state["train"]["loss"] < state["losses"][0]
    assert len(page.advance(3)["losses"]) == 3
    assert page.reset()["step"] == 0
    assert page.look(9)["units"][0].shape == (4, 9, 9)


def test_own_code_trains_beside_the_built_in_parts() -> None:
    source = mended(accepted("tanh"), "np.tanh(", "1.01 * np.tanh(")
    started = page.start(OWN, {"tanh": source, "linear": accepted("linear")})
    assert started["parts"] == ["linear", "tanh", "bce_with_logits", "sgd"]
    state = sendable(page.advance(20))
    assert (state["step"], state["built_in"]["step"]) == (20, 20)
    assert (state["parting"]["exercise"], state["parting"]["step"]) == ("tanh", 1)
    assert state["losses"] != state["built_in"]["losses"]
    assert len(state["losses"]) == len(state["built_in"]["losses"]) == 20
    page.edit("linear 1", "weight", [0, 0], 0.5)
    assert page.reset()["parting"] is None


def test_code_that_fails_is_a_stop_in_every_answer() -> None:
    assert page.start(OWN, {"tanh": "class Tanh:\n    1 / 0", "linear": accepted("linear")})["stop"]["line"] == 2
    with pytest.raises(Refused):
        page.advance()
    page.start(OWN, {"tanh": "class Tanh:\n    pass", "linear": accepted("linear")})
    assert page.advance()["stop"]["exercise"] == "tanh"
    for answer in (page.look(5), page.inside(), page.graph()):
        assert answer["stop"]["tensor"] == "forward"
    assert page.curve("tanh", source="class Tanh:\n    pass")["stop"]["tensor"] == "forward"


def test_a_stop_of_one_network_leaves_the_other_running() -> None:
    source = mended(
        accepted("tanh"),
        "def backward(self, grad_output):",
        "def backward(self, grad_output):\n        raise OSError('no')",
    )
    page.start({"mine": ["tanh"]}, {"tanh": source})
    state = page.advance(10)
    assert (state["stop"]["reason"], state["stop"]["step"]) == ("code", 1)
    assert (state["built_in"]["step"], state["built_in"]["stop"]) == (10, None)


def test_nan_is_told_with_its_step() -> None:
    page.start(
        {
            "data": {"kind": "plane"},
            "network": {"layers": []},
            "loss": {"kind": "squared_error"},
            "optimizer": {"lr": 50},
        }
    )
    state = page.advance(500)
    assert state["stop"]["reason"] == "not_finite"
    assert state["step"] == state["stop"]["step"] - 1
    json.dumps(sendable(state), allow_nan=False)


def test_the_map_is_streamed() -> None:
    optimizer = {"kind": "momentum", "lr": 0.1}
    cells = list(page.learning_rates("valley", optimizer, ["lr", 0.01, 1.0], ["momentum", 0.0, 0.9], size=4, steps=20))
    assert len(cells) == 16
    sendable(cells)
    page.start({})
    network = page.learning_rates("network", optimizer, ["lr", 0.01, 1.0], ["momentum", 0.0, 0.9], size=2, steps=5)
    assert {cell["state"] for cell in network} <= {"slow", "diverged", "converged"}


@pytest.mark.parametrize(
    "request_of",
    [
        lambda: page.race("bowl", [{"optimizer": {"kind": "adam", "lr": -1}}]),
        lambda: page.contours("moon"),
        lambda: page.curve("gelu"),
        lambda: page.curve("tanh", low=5.0, high=-5.0),
        lambda: list(page.learning_rates("bowl", {}, ["lr", 0.1, 1.0], ["rho", 0.1, 0.2])),
    ],
)
def test_requests_that_make_no_sense_are_refused(request_of: Any) -> None:
    with pytest.raises(Refused):
        request_of()


def test_the_vocabulary_has_every_control() -> None:
    found = page.vocabulary()
    assert found["controls"]["data"]["points"]["low"] == 20
    assert found["controls"]["layer"]["units"]["high"] == 8
    assert set(found["optimizers"]) == set(OPTIMIZERS)
    assert found["surfaces"] == list(FORMULAS)
    assert found["activations"] == list(CURVES)
    assert found["defaults"]["network"]["layers"][0]["units"] == 4


def test_curves_have_the_slope_of_their_activation() -> None:
    for kind in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus"):
        found = page.curve(kind, count=101)
        numeric = np.gradient(found["value"], found["x"])
        away = np.abs(found["x"]) > 0.2
        np.testing.assert_allclose(found["slope"][away], numeric[away], atol=5e-3)
    mine = page.curve("tanh", source=accepted("tanh"))
    np.testing.assert_allclose(mine["slope"], page.curve("tanh")["slope"], atol=1e-12)
