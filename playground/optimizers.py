"""The optimizers and the schedules of their learning rate: those of the reference and those of a student."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from playground.datasets import Array
from playground.settings import OPTIMIZERS, SCHEDULES, OptimizerSettings
from playground.student_code import StudentCode, read_only
from reference import optim
from reference.optim import Rule

CLASSES: Mapping[str, str] = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
}
RULES: Mapping[str, Callable[..., Rule]] = {
    "sgd": optim.SGD,
    "momentum": optim.Momentum,
    "nesterov": optim.Nesterov,
    "adagrad": optim.Adagrad,
    "adadelta": optim.Adadelta,
    "rmsprop": optim.RMSProp,
    "adam": optim.Adam,
    "adamw": optim.AdamW,
}
Schedule = Callable[[int], float]


class Optimizer(ABC):
    """Takes steps with lists of parameters.

    Attributes:
        kind: its slug.
        looks_ahead: whether gradients are computed at the points of `lookahead`.
        is_mine: whether it is a student's.
    """

    is_mine = False

    def __init__(self, kind: str) -> None:
        self.kind, self.looks_ahead = kind, kind == "nesterov"

    @abstractmethod
    def lookahead(self, parameters: Sequence[Array]) -> list[Array]:
        """Return the points for the gradients of the next step."""

    @abstractmethod
    def step(self, parameters: Sequence[Array], gradients: Sequence[Array], lr: float) -> list[Array]:
        """Return new parameters after a step with this learning rate."""


class BuiltIn(Optimizer):
    """A rule of the reference. Rules work element by element, so it moves all parameters as one vector."""

    def __init__(self, kind: str, rule: Any) -> None:
        super().__init__(kind)
        self._rule = rule
        self._optimizer: Any = optim.start(rule)

    def lookahead(self, parameters: Sequence[Array]) -> list[Array]:
        """Return the points where the velocity is about to carry the parameters."""
        return divided(self._optimizer.lookahead([joined(parameters)])[0], parameters)

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array], lr: float) -> list[Array]:
        """Apply the rule."""
        self._rule.lr = lr
        (moved,) = self._optimizer.step([joined(parameters)], [joined(gradients)])
        return divided(moved, parameters)


class Mine(Optimizer):
    """A student's optimizer."""

    is_mine = True

    def __init__(self, kind: str, code: StudentCode, arguments: Mapping[str, Any]) -> None:
        super().__init__(kind)
        self._code, self._lr = code, arguments["lr"]
        self._object = code.call(code.get(CLASSES[kind]), *arguments.values())

    def lookahead(self, parameters: Sequence[Array]) -> list[Array]:
        """Call the student's `lookahead`."""
        lookahead = self._code.method(self._object, "lookahead")
        result = self._code.call(lookahead, [read_only(one) for one in parameters])
        return self._arrays(result, parameters, f"the result of {CLASSES[self.kind]}.lookahead")

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array], lr: float) -> list[Array]:
        """Call the student's `step`; a schedule sets the attribute `lr` before it."""
        if lr != self._lr:
            self._code.call(setattr, self._object, "lr", lr)
            self._lr = lr
        step = self._code.method(self._object, "step")
        result = self._code.call(step, [read_only(one) for one in parameters], [read_only(one) for one in gradients])
        return self._arrays(result, parameters, f"the result of {CLASSES[self.kind]}.step")

    def _arrays(self, result: Any, parameters: Sequence[Array], what: str) -> list[Array]:
        if not isinstance(result, list | tuple) or len(result) != len(parameters):
            found = f"{len(result)} values" if isinstance(result, list | tuple) else f"a {type(result).__name__}"
            raise self._code.failure(f"{what} is {found}, but must be a list of {len(parameters)} arrays.", tensor=what)
        pairs = zip(result, parameters, strict=True)
        return [self._code.array(value, one.shape, f"item {i} of {what}") for i, (value, one) in enumerate(pairs)]


def joined(arrays: Sequence[Array]) -> Array:
    """Return all numbers in one vector."""
    return np.concatenate([array.ravel() for array in arrays])


def divided(vector: Array, like: Sequence[Array]) -> list[Array]:
    """Return the parts of a vector in the shapes of other arrays."""
    parts, start = [], 0
    for array in like:
        end = start + array.size
        parts.append(vector[start:end].reshape(array.shape))
        start = end
    return parts


def arguments(settings: OptimizerSettings) -> dict[str, Any]:
    """Return the constructor's arguments by name, in order."""
    found = {name: getattr(settings, name) for name in OPTIMIZERS[settings.kind]}
    if "beta1" not in found:
        return found
    betas = found["beta1"], found["beta2"]
    decay = {name: value for name, value in found.items() if name == "weight_decay"}
    return {"lr": found["lr"], "betas": betas, "eps": found["eps"], **decay}


def build(settings: OptimizerSettings, code: StudentCode | None) -> Optimizer:
    """Return an optimizer that has taken no steps; a student's if there is code."""
    found = arguments(settings)
    return Mine(settings.kind, code, found) if code else BuiltIn(settings.kind, RULES[settings.kind](**found))


def schedule(settings: OptimizerSettings, code: StudentCode | None) -> Schedule:
    """Return the learning rate as a function of the step, counted from 0; a student's if there is code."""
    kind, lr = settings.schedule, settings.lr
    if kind == "constant":
        return lambda step: lr
    values = [getattr(settings, name) for name in SCHEDULES[kind]]
    if code is None:
        built_in: Schedule = getattr(optim, kind)(lr, *values)
        return built_in
    function = code.get(kind)
    return lambda step: float(code.array(code.call(function, lr, step, *values), (), f"the result of {kind}"))
