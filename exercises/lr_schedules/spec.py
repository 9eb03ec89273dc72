"""The specification of ``lr_schedules``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.scenario import Scenario, ScenarioSpec
from exercises.spec import Points
from reference import optim

LATE = 100_000

_FUNCTIONS: dict[str, Callable[..., Callable[[int], float]]] = {
    "step_decay": optim.step_decay,
    "exponential_decay": optim.exponential_decay,
    "cosine_decay": optim.cosine_decay,
    "warmup": optim.warmup,
}


def _ask(scenario: Scenario, name: str, lr: float, step: int, *rest: Any) -> None:
    """Call one function for one step and expect the reference's result."""
    asked = scenario.call(None, name, lr, step, *rest)
    scenario.expect(asked, _FUNCTIONS[name](lr, *rest)(step), f"{name} at step {step}")


def _runs(name: str, lr: float, steps: Sequence[int], *settings: tuple[Any, ...]) -> list[Scenario]:
    """Return one run per setting, with the steps in the order of a training loop."""
    runs = []
    for rest in settings:
        run = Scenario(f"{name} with {', '.join(f'{value:.3g}' for value in rest)}", "forward", name)
        for step in steps:
            _ask(run, name, lr, step, *rest)
        runs.append(run)
    return runs


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    lr, other_lr = float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.02, 0.1))
    drop, rate, low = float(rng.uniform(0.2, 0.4)), float(rng.uniform(0.05, 0.2)), float(rng.uniform(0.005, 0.015))
    forward = [
        *_runs("step_decay", lr, range(10), (drop, 3), (0.75, 4), (0.9, 1)),
        *_runs("exponential_decay", lr, range(8), (rate,), (1.5 * rate + 1.0,), (0.0,)),
        *_runs("cosine_decay", other_lr, range(8), (7,), (7, low), (9, low)),
        *_runs("warmup", lr, range(8), (5,), (3,), (1,)),
        *_runs("warmup", 1.0 + lr, range(6), (4,)),
    ]
    settings = {"step_decay": (drop, 3), "exponential_decay": (rate,), "cosine_decay": (7, low), "warmup": (5,)}

    clamped = Scenario("after the last step", "properties", "clamped")
    for step in (8, 11, 14, 21):
        _ask(clamped, "cosine_decay", other_lr, step, 7)
        _ask(clamped, "cosine_decay", other_lr, step, 7, low)

    late = Scenario("steps up to 100000", "properties", "late_steps")
    mixed = Scenario("steps out of order, some of them repeated", "properties", "any_order")
    for name, rest in settings.items():
        _ask(late, name, other_lr, LATE, *rest)
        for step in (7, 2, 7, 4, 0, 6, 6):
            _ask(mixed, name, other_lr, step, *rest)
    slow = {
        "step_decay": (drop, 300),
        "exponential_decay": (0.01 * rate,),
        "cosine_decay": (3000, low),
        "warmup": (3000,),
    }
    for name, rest in slow.items():
        # In the second half of their 300 steps, so that rounding up always shows.
        for step in (300 * np.array([1, 4, 9]) + rng.integers(151, 299, size=3)).tolist():
            _ask(late, name, other_lr, step, *rest)
    return [*forward, clamped, late, mixed]


SPEC = ScenarioSpec(
    title="Learning-rate schedules",
    summary="Four ways to vary the learning rate during training.",
    version=3,
    functions={
        "step_decay": ("lr", "step", "drop", "every"),
        "exponential_decay": ("lr", "step", "rate"),
        "cosine_decay": ("lr", "step", "total", "lr_min"),
        "warmup": ("lr", "step", "warmup_steps"),
    },
    scenarios=scenarios,
    points=Points(forward=80, backward=0, gradcheck=0, properties=20),
)
