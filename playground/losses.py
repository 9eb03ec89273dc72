"""The losses: those of the reference engine and those of a student, and the penalty of the weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.datasets import Array
from playground.layers import Function
from playground.settings import LossSettings, Settings
from playground.student_code import StudentCode, read_only
from reference import Tensor, rules
from reference.graph import walk
from reference.nn import functional as F  # noqa: N812 - the conventional name

# The exercise that a loss belongs to; log-loss on probabilities has none.
SLUGS: Mapping[str, str] = {
    "log_loss": "bce_with_logits",
    "cross_entropy": "cross_entropy",
    "squared_error": "mse_loss",
}
CLASSES: Mapping[str, str] = {
    "bce_with_logits": "BCEWithLogitsLoss",
    "cross_entropy": "CrossEntropyLoss",
    "mse_loss": "MSELoss",
}


class Loss(ABC):
    """The end of a network.

    Attributes:
        kind: the slug of its exercise, or its name.
        is_mine: whether it is a student's.
    """

    is_mine = False

    def __init__(self, kind: str) -> None:
        self.kind = kind

    @abstractmethod
    def forward(self, prediction: Array, target: Array) -> float:
        """Return the loss and keep what `backward` needs."""

    @abstractmethod
    def backward(self) -> Array:
        """Return the gradient of the prediction."""

    @abstractmethod
    def apply(self, prediction: Array, target: Array) -> float:
        """Return the loss and keep nothing."""


class BuiltIn(Loss):
    """A loss of the reference engine."""

    def __init__(self, kind: str, function: Function) -> None:
        super().__init__(kind)
        self._function = function
        self._output: Any = None

    def forward(self, prediction: Array, target: Array) -> float:
        """Return the loss and keep the graph."""
        self._output = self._function(Tensor(prediction, True), target)
        return float(self._output.data)

    def backward(self) -> Array:
        """Walk the graph back."""
        ((_, slope),) = walk(self._output, np.float64(1.0))
        result: Array = slope
        return result

    def apply(self, prediction: Array, target: Array) -> float:
        """Return the loss without a graph."""
        return float(self._function(Tensor(prediction), target).data)


class Mine(Loss):
    """A student's loss."""

    is_mine = True

    def __init__(self, kind: str, code: StudentCode) -> None:
        super().__init__(kind)
        self._code = code
        self._object = code.call(code.get(CLASSES[kind]))
        self._shape: tuple[int, ...] = ()

    def forward(self, prediction: Array, target: Array) -> float:
        """Call the student's `forward`."""
        forward = self._code.method(self._object, "forward")
        result = self._code.call(forward, read_only(prediction), read_only(target))
        self._shape = prediction.shape
        return float(self._code.array(result, (), f"the result of {CLASSES[self.kind]}.forward"))

    def backward(self) -> Array:
        """Call the student's `backward`."""
        result = self._code.call(self._code.method(self._object, "backward"))
        return self._code.array(result, self._shape, f"the result of {CLASSES[self.kind]}.backward")

    def apply(self, prediction: Array, target: Array) -> float:
        """Call the student's `forward`."""
        return self.forward(prediction, target)


def probability_log_loss(prediction: Any, target: Array) -> Any:
    """Return −log of the probability of the true class, where `prediction` is that of class 1; the mean over rows."""
    return -rules.log(target * prediction + (1.0 - target) * (1.0 - prediction)).mean()


def class_log_loss(prediction: Any, target: Array) -> Any:
    """Return −log p of the true class of probabilities (N, C), the mean over the rows."""
    return F.nll_loss(rules.log(prediction), target)


def build(settings: Settings, code: StudentCode | None) -> Loss:
    """Return the loss of the settings; a student's if there is code."""
    kind = settings.loss.kind
    if code is not None:
        return Mine(SLUGS[kind], code)
    if kind == "probability_log_loss":
        return BuiltIn(kind, probability_log_loss if settings.outputs == 1 else class_log_loss)
    functions = {
        "log_loss": F.binary_cross_entropy_with_logits,
        "cross_entropy": F.cross_entropy,
        "squared_error": F.mse_loss,
    }
    return BuiltIn(SLUGS[kind], functions[kind])


def targets(settings: Settings, target: Array) -> Array:
    """Return targets in the form that the loss takes: a column of numbers, class numbers, or one-hot rows."""
    if settings.outputs == 1:
        return target.reshape(-1, 1)
    classes = target.astype(np.int64)
    return np.eye(settings.outputs)[classes] if settings.loss.kind == "squared_error" else classes


def penalty(loss: LossSettings, weights: Sequence[Array]) -> float:
    """Return l1 · Σ|w| + l2 / 2 · Σw²."""
    with np.errstate(over="ignore"):
        absolute = sum(float(np.abs(weight).sum()) for weight in weights) if loss.l1 else 0.0
        squares = sum(float((weight * weight).sum()) for weight in weights) if loss.l2 else 0.0
    return loss.l1 * absolute + loss.l2 / 2.0 * squares


def penalty_slope(loss: LossSettings, weight: Array) -> Array:
    """Return the gradient of the penalty: l1 · sign(w) + l2 · w."""
    return loss.l1 * np.sign(weight) + loss.l2 * weight
