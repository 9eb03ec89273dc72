"""The layers of a network: those of the reference engine and those of a student, behind one interface."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from playground.carrying import carry, frozen
from playground.datasets import Array
from playground.student_code import StudentCode, read_only
from reference import Tensor
from reference.graph import walk
from reference.nn import functional as F  # noqa: N812 - the conventional name

Function = Callable[..., Any]
# Each activation by the slug of its exercise; "linear" as an activation has neither a layer nor an exercise.
ACTIVATIONS: Mapping[str, Function] = {
    "sigmoid": F.sigmoid,
    "tanh": F.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "softplus": F.softplus,
    "softmax": F.softmax,
}
CLASSES: Mapping[str, str] = {
    "linear": "Linear",
    "batch_norm": "BatchNorm1d",
    "dropout": "Dropout",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "softplus": "Softplus",
    "softmax": "Softmax",
}
EPS, MOMENTUM = 1e-5, 0.1  # of batch normalization


class Layer(ABC):
    """One step of a network.

    Attributes:
        name: its name within the network, such as "linear 1".
        kind: the slug of its exercise.
        is_mine: whether it is a student's.
        parameters: its parameters by name; `place` replaces them.
        gradients: their gradients after `backward`, in the same order.
    """

    is_mine = False

    def __init__(self, name: str, kind: str, parameters: Mapping[str, Array] | None = None) -> None:
        self.name, self.kind = name, kind
        self.parameters = dict(parameters or {})
        self.gradients: list[Array] = []

    def place(self, values: Sequence[Array]) -> None:
        """Replace the parameters, in order."""
        for name, value in zip(self.parameters, values, strict=True):
            self.parameters[name] = value

    def statistics(self) -> dict[str, Array]:
        """Return what a layer remembers from batch to batch, by name."""
        return {}

    @abstractmethod
    def forward(self, x: Array, training: bool) -> Array:
        """Return the output and keep what `backward` needs."""

    @abstractmethod
    def backward(self, gradient: Array) -> Array:
        """Return the gradient of the input of the latest `forward`, and set `gradients`."""

    @abstractmethod
    def apply(self, x: Array) -> Array:
        """Return the output outside training, and keep nothing."""


class BuiltIn(Layer):
    """A function of the reference engine as a layer.

    Args:
        name: its name.
        kind: the slug of its exercise.
        function: maps the input and the parameters, as tensors or arrays, to the output.
        parameters: the parameters by name.
    """

    def __init__(self, name: str, kind: str, function: Function, parameters: Mapping[str, Array] | None = None) -> None:
        super().__init__(name, kind, parameters)
        self._function = function
        self._leaves: list[Tensor] = []
        self._output: Any = None

    def forward(self, x: Array, training: bool) -> Array:
        """Return the output and keep the graph."""
        self._leaves = [Tensor(x, True), *[Tensor(value, True) for value in self.parameters.values()]]
        self._output = self._during(training)(*self._leaves)
        data: Array = self._output.data
        return data

    def backward(self, gradient: Array) -> Array:
        """Walk the graph back."""
        found = {node.order: slope for node, slope in walk(self._output, gradient)}
        slope: Array
        slope, *self.gradients = [found[leaf.order] for leaf in self._leaves]
        return slope

    def apply(self, x: Array) -> Array:
        """Return the output without a graph."""
        result: Array = self._during(False)(x, *self.parameters.values())
        return result

    def _during(self, training: bool) -> Function:
        """Return the function for training, or for predictions."""
        return self._function


class BatchNorm(BuiltIn):
    """Batch normalization by the reference, with its running statistics."""

    def __init__(self, name: str, units: int) -> None:
        super().__init__(name, "batch_norm", F.batch_norm, {"weight": np.ones(units), "bias": np.zeros(units)})
        self.running_mean, self.running_var = np.zeros(units), np.ones(units)

    def statistics(self) -> dict[str, Array]:
        """Return the running statistics."""
        return {"running_mean": self.running_mean, "running_var": self.running_var}

    def _during(self, training: bool) -> Function:
        return lambda x, weight, bias: F.batch_norm(
            x, self.running_mean, self.running_var, weight, bias, training, MOMENTUM, EPS
        )


class Dropout(BuiltIn):
    """Dropout by the reference, with masks from a generator."""

    def __init__(self, name: str, p: float, rng: np.random.Generator) -> None:
        super().__init__(name, "dropout", F.dropout)
        self._p, self._rng = p, rng

    def forward(self, x: Array, training: bool) -> Array:
        """Return the output; outside training, it is the input, which the graph would not record."""
        if not training:
            self._output = None
            return x
        return super().forward(x, training)

    def backward(self, gradient: Array) -> Array:
        """Walk the graph back, if there is one."""
        return gradient if self._output is None else super().backward(gradient)

    def apply(self, x: Array) -> Array:
        """Return the input."""
        return x

    def _during(self, training: bool) -> Function:
        return lambda x: F.dropout(x, self._p, training, mask=self._rng.random(x.shape) >= self._p)


class Mine(Layer):
    """A student's layer. It gets read-only arrays, and every value that it returns is checked.

    Args:
        name: its name.
        kind: the slug of its exercise.
        code: the student's code.
        parameters: the parameters by name; the first arguments of the constructor.
        arguments: the other arguments of the constructor.
    """

    is_mine = True

    def __init__(
        self,
        name: str,
        kind: str,
        code: StudentCode,
        parameters: Mapping[str, Array] | None = None,
        arguments: Sequence[Any] = (),
    ) -> None:
        super().__init__(name, kind, parameters)
        self._code, self._class, self._arguments = code, code.get(CLASSES[kind]), arguments
        self._constructed: dict[str, Any] = {}
        self._object = self._built()
        self._shapes: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def place(self, values: Sequence[Array]) -> None:
        """Construct the layer again, since it may keep its parameters in a form of its own; see `carry`."""
        super().place(values)
        if self.parameters:
            old, before = self._object, self._constructed
            self._object = self._built()
            carry(before, old, self._object)

    def forward(self, x: Array, training: bool) -> Array:
        """Call the student's `forward`."""
        self._switch(training)
        result = self._code.call(self._code.method(self._object, "forward"), read_only(x))
        shape = (len(x), len(self.parameters["bias"])) if self.kind == "linear" else x.shape
        self._shapes = x.shape, shape
        return self._code.array(result, shape, f"the result of {CLASSES[self.kind]}.forward")

    def backward(self, gradient: Array) -> Array:
        """Call the student's `backward`, and read the gradients that it stores."""
        result = self._code.call(self._code.method(self._object, "backward"), read_only(gradient))
        slope = self._code.array(result, self._shapes[0], f"the result of {CLASSES[self.kind]}.backward")
        self.gradients = [self._gradient(name, value.shape) for name, value in self.parameters.items()]
        return slope

    def apply(self, x: Array) -> Array:
        """Call the student's `forward` outside training."""
        return self.forward(x, False)

    def _gradient(self, name: str, shape: tuple[int, ...]) -> Array:
        what = f"self.grad_{name}"
        found = self._code.call(getattr, self._object, f"grad_{name}", None)
        if found is None:
            raise self._code.failure(f"{CLASSES[self.kind]}.backward did not set {what}.", tensor=what)
        return self._code.array(found, shape, what)

    def _built(self) -> Any:
        values = [read_only(value) for value in self.parameters.values()]
        built = self._code.call(self._class, *values, *self._arguments)
        if values:
            self._constructed = frozen(getattr(built, "__dict__", {}))
        return built

    def _switch(self, training: bool) -> None:
        """Choose the mode before a pass."""
        if self.kind in {"batch_norm", "dropout"}:
            self._code.call(self._code.method(self._object, "train" if training else "eval"))


class MyBatchNorm(Mine):
    """A student's batch normalization."""

    def statistics(self) -> dict[str, Array]:
        """Return the running statistics that the student's layer stores."""
        shape = self.parameters["weight"].shape
        found = {name: self._code.call(getattr, self._object, name, None) for name in ("running_mean", "running_var")}
        return {name: np.array(self._code.array(value, shape, f"self.{name}")) for name, value in found.items()}


def linear(name: str, weight: Array, code: StudentCode | None) -> Layer:
    """Return a linear layer with biases of 0; a student's if there is code."""
    parameters = {"weight": weight, "bias": np.zeros(len(weight))}
    return Mine(name, "linear", code, parameters) if code else BuiltIn(name, "linear", F.linear, parameters)


def activation(name: str, kind: str, code: StudentCode | None) -> Layer:
    """Return an activation with the constants of its exercise; a student's if there is code."""
    return Mine(name, kind, code) if code else BuiltIn(name, kind, ACTIVATIONS[kind])


def batch_norm(name: str, units: int, code: StudentCode | None) -> Layer:
    """Return a batch normalization with a weight of 1 and a bias of 0; a student's if there is code."""
    if code is None:
        return BatchNorm(name, units)
    parameters = {"weight": np.ones(units), "bias": np.zeros(units)}
    return MyBatchNorm(name, "batch_norm", code, parameters, (EPS, MOMENTUM))


def dropout(name: str, p: float, rng: np.random.Generator, code: StudentCode | None) -> Layer:
    """Return a dropout layer that draws its masks from `rng`; a student's if there is code."""
    return Mine(name, "dropout", code, None, (p, rng)) if code else Dropout(name, p, rng)
