"""A script without our packages prints the losses of the playground, and they are those that were recorded."""

from __future__ import annotations

import builtins
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits

from playground.errors import Refused
from playground.export import script
from playground.network import initial_weight
from playground.parsing import parse
from playground.settings import DataSettings, Settings
from playground.training import Trainer
from tests.playground.configurations import CONFIGURATIONS, STEPS
from tests.playground.documents import documents

RECORDED = Path(__file__).with_name("losses.json")


def printed(source: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[float], list[float]]:
    """The losses that a script prints, each step's and the last two; it may import NumPy alone."""
    original = builtins.__import__

    def import_numpy(name: str, *args: Any, **kwargs: Any) -> Any:
        assert name.partition(".")[0] not in {"playground", "reference", "exercises", "grader"}
        return original(name, *args, **kwargs)

    with monkeypatch.context() as patch, redirect_stdout(io.StringIO()) as output, np.errstate():
        patch.setattr(builtins, "__import__", import_numpy)
        exec(compile(source, "script.py", "exec"), {"__name__": "__main__"})
    numbers = [float(line.rpartition(" ")[2]) for line in output.getvalue().strip().split("\n")]
    return numbers[:-2], numbers[-2:]


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_script_prints_the_losses_of_the_playground(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, problems = parse(CONFIGURATIONS[name])
    assert problems == ()
    trainer = Trainer(settings)
    assert trainer.run(STEPS) == STEPS
    losses, last = printed(script(settings, STEPS), monkeypatch)
    np.testing.assert_allclose(losses, trainer.losses, rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(last, [one.loss for one in trainer.scores()], rtol=0.0, atol=1e-12)


@pytest.mark.slow
@given(documents())
@limits(max_examples=20, deadline=None)
def test_whatever_the_settings_training_goes_on_or_stops_at_nan_and_the_script_agrees(found: dict[str, Any]) -> None:
    trainer = Trainer(parse({**found, "mine": []}).settings)
    taken = trainer.run(4)
    assert trainer.stop is None or trainer.stop.reason == "not_finite"
    with pytest.MonkeyPatch.context() as patch:
        losses, _ = printed(script(trainer.settings, 4), patch)
    np.testing.assert_allclose(losses[:taken], trainer.losses, rtol=1e-7, atol=1e-9)
    assert (taken == 4) == (trainer.stop is None)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_losses_are_those_that_were_recorded(name: str) -> None:
    recorded = json.loads(RECORDED.read_text())
    assert list(recorded) == list(CONFIGURATIONS)
    trainer = Trainer(parse(CONFIGURATIONS[name]).settings)
    trainer.run(STEPS)
    np.testing.assert_allclose(trainer.losses, recorded[name], rtol=0.0, atol=1e-12)
    assert trainer.losses[-1] != trainer.losses[0]


@pytest.mark.parametrize("kind", ["circle", "hills"])
def test_a_script_is_short_and_has_no_annotations(kind: str) -> None:
    text = script(
        parse({"data": {"kind": kind}, "loss": {"kind": "squared_error"}, "network": {"output": "none"}}).settings
    )
    assert f"def {kind}(rng, count, noise):" in text
    assert "->" not in text
    assert len(text) < 4500
    assert max(map(len, text.split("\n"))) <= 140


def test_the_number_of_steps_is_bounded() -> None:
    with pytest.raises(Refused):
        script(Settings(), 10_001)
    with pytest.raises(Refused):
        script(Settings(DataSettings("xor")), 0)


@pytest.mark.parametrize(
    ("kind", "deviation"), [("zeros", 0.0), ("small", 0.01), ("xavier", 0.1), ("he", np.sqrt(0.02))]
)
def test_weights_have_the_spread_of_their_initialization(kind: str, deviation: float) -> None:
    weight = initial_weight(kind, np.random.default_rng(0), 100, 100)
    assert np.std(weight) == pytest.approx(deviation, rel=0.03)


def record() -> None:
    """Write the losses of all configurations anew."""
    found = {}
    for name, configuration in CONFIGURATIONS.items():
        trainer = Trainer(parse(configuration).settings)
        trainer.run(STEPS)
        found[name] = list(trainer.losses)
    RECORDED.write_text(json.dumps(found, indent=0) + "\n")


if __name__ == "__main__":
    record()
