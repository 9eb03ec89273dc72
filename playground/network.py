"""A network: its layers in order, its passes, and its parameters as one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from playground import layers, losses
from playground.datasets import DROPOUT, WEIGHTS, Array
from playground.layers import Layer
from playground.losses import Loss
from playground.settings import Settings
from playground.student_code import StudentCode

Codes = Mapping[str, StudentCode]


class Network:
    """Layers one after the other, and a loss.

    Attributes:
        layers: the layers.
        loss: the loss.
        blocks: for each hidden layer and the last one, the number of its last step in `layers`.
        outputs: the outputs of the latest training pass, after the input.
        slopes: the gradients of these outputs and of the input in the latest backward pass, in the same order.
    """

    def __init__(self, steps: Sequence[Layer], loss: Loss, blocks: Sequence[int]) -> None:
        self.layers, self.loss, self.blocks = list(steps), loss, list(blocks)
        self.outputs: list[Array] = []
        self.slopes: list[Array] = []
        self._with_parameters = [layer for layer in self.layers if layer.parameters]

    @property
    def parameters(self) -> list[Array]:
        """All parameters in order."""
        return [value for layer in self._with_parameters for value in layer.parameters.values()]

    @property
    def gradients(self) -> list[Array]:
        """The gradients of all parameters in the same order."""
        return [value for layer in self._with_parameters for value in layer.gradients]

    @property
    def weights(self) -> list[Array]:
        """The weights of the linear layers, which a penalty is for."""
        return [layer.parameters["weight"] for layer in self._with_parameters if layer.kind == "linear"]

    def named_parameters(self) -> Iterator[tuple[Layer, str, Array]]:
        """Yield each parameter with its layer and its name."""
        for layer in self._with_parameters:
            for name, value in layer.parameters.items():
                yield layer, name, value

    def place(self, values: Sequence[Array]) -> None:
        """Replace all parameters, in order."""
        start = 0
        for layer in self._with_parameters:
            end = start + len(layer.parameters)
            layer.place(values[start:end])
            start = end

    def forward(self, x: Array, training: bool = True) -> Array:
        """Return the output and keep what `backward` needs."""
        self.outputs = [x]
        for layer in self.layers:
            x = layer.forward(x, training)
            self.outputs.append(x)
        return x

    def backward(self, gradient: Array) -> None:
        """Compute the gradients of all layers, starting with that of the output."""
        slopes = [gradient]
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
            slopes.append(gradient)
        self.slopes = slopes[::-1]

    def apply(self, x: Array) -> Array:
        """Return the output outside training."""
        for layer in self.layers:
            x = layer.apply(x)
        return x

    def all_outputs(self, x: Array) -> list[Array]:
        """Return the input and the output of each layer outside training."""
        found = [x]
        for layer in self.layers:
            x = layer.apply(x)
            found.append(x)
        return found


def build(settings: Settings, codes: Codes) -> Network:
    """Return a new network; `codes` has a student's code by the slug of the exercise that it stands in for."""
    rng = np.random.default_rng([settings.run.seed, WEIGHTS])
    masks = np.random.default_rng([settings.run.seed, DROPOUT])
    steps: list[Layer] = []
    blocks = []
    size = len(settings.features)
    for number, hidden in enumerate(settings.network.layers, 1):
        weight = initial_weight(settings.network.initialization, rng, size, hidden.units)
        steps.append(layers.linear(f"linear {number}", weight, codes.get("linear")))
        if hidden.batch_norm:
            steps.append(layers.batch_norm(f"batch_norm {number}", hidden.units, codes.get("batch_norm")))
        if hidden.activation != "linear":
            name = f"{hidden.activation} {number}"
            steps.append(layers.activation(name, hidden.activation, codes.get(hidden.activation)))
        blocks.append(len(steps) - 1)
        if hidden.dropout:
            steps.append(layers.dropout(f"dropout {number}", hidden.dropout, masks, codes.get("dropout")))
        size = hidden.units
    number = len(settings.network.layers) + 1
    weight = initial_weight(settings.network.initialization, rng, size, settings.outputs)
    steps.append(layers.linear(f"linear {number}", weight, codes.get("linear")))
    output = settings.network.output
    if output != "none":
        steps.append(layers.activation(f"{output} {number}", output, codes.get(output)))
    blocks.append(len(steps) - 1)
    slug = losses.SLUGS.get(settings.loss.kind, "")
    return Network(steps, losses.build(settings, codes.get(slug)), blocks)


def initial_weight(kind: str, rng: np.random.Generator, inputs: int, units: int) -> Array:
    """Return a weight of shape (units, inputs) whose standard deviation depends on the initialization."""
    normal = rng.normal(size=(units, inputs))
    deviation = {
        "zeros": 0.0,
        "small": 0.01,
        "xavier": float(np.sqrt(2.0 / (inputs + units))),
        "he": float(np.sqrt(2.0 / inputs)),
    }[kind]
    return deviation * normal
