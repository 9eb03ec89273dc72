"""Training: take steps, stop at the first nan, infinity or exception, and measure the losses."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import NamedTuple

import numpy as np

from playground import datasets, features, losses, network, optimizers
from playground.datasets import BATCHES, Array
from playground.errors import Refused, Stop, Stopped
from playground.parts import load_codes
from playground.settings import Settings

MOST_STEPS = 200_000
MOST_STEPS_AT_ONCE = 10_000
LARGEST_EDIT = 1e6


@dataclass(frozen=True, slots=True)
class Tensor:
    """One value of a step.

    Attributes:
        name: what it is, such as "output of tanh 1".
        value: its numbers.
        exercise: the exercise of the part that computed it; empty if none did.
    """

    name: str
    value: Array
    exercise: str


class Step(NamedTuple):
    """The values of one step that its network does not keep."""

    lr: float
    points: Sequence[Array]
    loss: float
    gradients: Sequence[Array]
    moved: Sequence[Array]


@dataclass(frozen=True, slots=True)
class Scores:
    """The mean loss without the penalty, and the share of right classes; None for heights."""

    loss: float
    accuracy: float | None


class Trainer:
    """A network with its data and its optimizer.

    Args:
        settings: the settings.
        sources: the student's code by the slug of its exercise; only what `settings.mine` names is used.

    Attributes:
        settings: the settings.
        points: the data.
        network: the network.
        optimizer: the optimizer.
        steps: the number of steps so far.
        epoch: the number of epochs that have begun.
        losses: the loss of the batch in each step, without the penalty and before the step. For Nesterov, it is the
            loss at the lookahead point.
        latest: the values of the latest step.
        stop: why training cannot go on; None if it can.

    Raises:
        Refused: if the code of an exercise that `settings.mine` names is missing.
        Stopped: if a student's code cannot be loaded.
    """

    def __init__(self, settings: Settings, sources: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self._codes = load_codes(settings, sources or {})
        self.points = datasets.divide(settings)
        self._x = features.columns(settings.features, self.points.train)
        self._x_test = features.columns(settings.features, self.points.test)
        self._target = losses.targets(settings, self.points.train_target)
        self._target_test = losses.targets(settings, self.points.test_target)
        count = len(self._x)
        self._batch_size = min(settings.run.batch_size or count, count)
        normalizes = any(layer.batch_norm for layer in settings.network.layers)
        self._end = count - 1 if normalizes and count % self._batch_size == 1 and count > 1 else count
        self._penalizes = settings.loss.l1 > 0 or settings.loss.l2 > 0
        self.reset()

    def reset(self) -> None:
        """Start again with the same weights and batches."""
        with np.errstate(all="ignore"):
            self.network = network.build(self.settings, self._codes)
            self.optimizer = optimizers.build(self.settings.optimizer, self._codes.get(self.settings.optimizer.kind))
            self._schedule = optimizers.schedule(self.settings.optimizer, self._codes.get("lr_schedules"))
        self._rng = np.random.default_rng([self.settings.run.seed, BATCHES])
        self._order: Array = np.arange(0)
        self._at = self._end
        self.steps = self.epoch = 0
        self.losses = array("d")
        self.latest: Step | None = None
        self.stop: Stop | None = None

    def step(self) -> float:
        """Take one step, and return the loss of its batch. If something goes wrong, no parameter changes.

        Raises:
            Stopped: if the step cannot be taken.
        """
        if self.stop is not None:
            raise Stopped(self.stop)
        before = self.network.parameters
        try:
            with np.errstate(all="ignore"):
                loss = self._step(before)
        except Stopped as error:
            self.stop = replace(error.stop, step=self.steps + 1)
            if self.optimizer.looks_ahead:
                self.network.place(before)
            raise Stopped(self.stop) from None
        self.steps += 1
        self.losses.append(loss)
        return loss

    def run(self, steps: int, seconds: float = math.inf) -> int:
        """Take up to `steps` steps, but stop when `seconds` have passed. Return how many were taken; see `stop`."""
        end = perf_counter() + seconds
        for taken in range(min(steps, MOST_STEPS_AT_ONCE)):
            if self.steps >= MOST_STEPS and self.stop is None:
                self.stop = Stop("limit", f"Training ends after {MOST_STEPS:,} steps.", self.steps)
            if self.stop is not None or perf_counter() > end:
                return taken
            try:
                self.step()
            except Stopped:
                return taken
        return max(min(steps, MOST_STEPS_AT_ONCE), 0)

    def steps_to_epoch(self) -> int:
        """Return the number of steps that finish the current epoch; those of a whole one if it has just ended."""
        if self._batch_size == len(self._x):
            return 1
        return math.ceil((self._end - min(self._at, self._end)) / self._batch_size) or math.ceil(
            self._end / self._batch_size
        )

    def scores(self) -> tuple[Scores, Scores]:
        """Return the scores for all training points and for all test points, outside training.

        Raises:
            Stopped: if a student's code raises.
        """
        with np.errstate(all="ignore"):
            train = self._scores(self._x, self._target, self.points.train_target)
            return train, self._scores(self._x_test, self._target_test, self.points.test_target)

    def penalty(self) -> float:
        """Return the penalty of the weights."""
        return losses.penalty(self.settings.loss, self.network.weights)

    def predict(self, points: Array) -> Array:
        """Return predictions for points of the plane: probabilities of class 1, of each class, or heights.

        Raises:
            Stopped: if a student's code raises.
        """
        with np.errstate(all="ignore"):
            return self.decided(self.network.apply(features.columns(self.settings.features, points)))

    def decided(self, output: Array) -> Array:
        """Return what an output of the network means: see `predict`."""
        kind = self.settings.loss.kind
        if kind == "log_loss":
            return 1.0 / (1.0 + np.exp(-output))
        if kind == "cross_entropy":
            e = np.exp(output - output.max(axis=1, keepdims=True))
            return np.asarray(e / e.sum(axis=1, keepdims=True))
        return output

    def edit(self, layer: str, parameter: str, index: Sequence[int], value: float) -> None:
        """Set one number of a parameter, such as `edit("linear 1", "weight", (0, 1), 0.5)`.

        Raises:
            Refused: if there is no such number, or the value is not finite or too large.
        """
        if not isinstance(value, int | float) or not abs(value) <= LARGEST_EDIT:
            raise Refused(f"The value must be a number from {-LARGEST_EDIT:g} to {LARGEST_EDIT:g}.")
        values = [np.array(one) for one in self.network.parameters]
        for (owner, name, old), new in zip(self.network.named_parameters(), values, strict=True):
            if owner.name == layer and name == parameter:
                place = tuple(index)
                fits = all(isinstance(i, int) and 0 <= i < size for i, size in zip(place, old.shape, strict=False))
                if len(place) != old.ndim or not fits:
                    raise Refused(f"{layer} has no number {list(place)} in its {parameter} of shape {old.shape}.")
                new[place] = value
                self.network.place(values)
                return
        raise Refused(f"The network has no {parameter} in a layer named {layer}.")

    def place(self, parameters: Sequence[Array]) -> None:
        """Replace all parameters, in order."""
        self.network.place(parameters)

    def loss_and_gradients(self, parameters: Sequence[Array]) -> tuple[float, list[Array]]:
        """Return the loss with its penalty for all training points at other parameters, and the gradients.

        Dropout and batch normalization work as outside training, so that nothing changes.

        Raises:
            Stopped: if a student's code raises.
        """
        before = self.network.parameters
        with np.errstate(all="ignore"):
            try:
                self.network.place(parameters)
                loss, gradients = self._gradients(self._x, self._target, training=False)
                return loss + self.penalty(), gradients
            finally:
                self.network.place(before)

    def tensors(self) -> Iterator[Tensor]:
        """Yield all values of the latest step in the order in which they were computed."""
        latest, net, kind = self.latest, self.network, self.optimizer.kind
        if latest is None:
            return
        names = [(layer, name) for layer, name, _ in net.named_parameters()]
        yield Tensor("learning rate", np.array(latest.lr), "lr_schedules")
        if self.optimizer.looks_ahead:
            for (layer, name), value in zip(names, latest.points, strict=True):
                yield Tensor(f"lookahead point of {name} in {layer.name}", value, kind)
        for layer, value in zip(net.layers, net.outputs[1:], strict=False):
            yield Tensor(f"output of {layer.name}", value, layer.kind)
            for name, statistic in layer.statistics().items():
                yield Tensor(f"{name} of {layer.name}", statistic, layer.kind)
        yield Tensor("loss", np.array(latest.loss), net.loss.kind)
        if net.slopes:
            yield Tensor("gradient of the prediction", net.slopes[-1], net.loss.kind)
            for layer, slope in zip(reversed(net.layers), net.slopes[-2::-1], strict=True):
                for name, value in zip(layer.parameters, layer.gradients, strict=True):
                    yield Tensor(f"gradient of {name} in {layer.name}", value, layer.kind)
                yield Tensor(f"gradient of the input of {layer.name}", slope, layer.kind)
        for (layer, name), value in zip(names, latest.moved, strict=False):
            yield Tensor(f"new {name} of {layer.name}", value, kind)

    def tensors_outside_training(self) -> Iterator[Tensor]:
        """Yield the output of each layer for all test points, outside training.

        Raises:
            Stopped: if a student's code raises.
        """
        with np.errstate(all="ignore"):
            outputs = self.network.all_outputs(self._x_test)[1:]
        for layer, value in zip(self.network.layers, outputs, strict=True):
            yield Tensor(f"output of {layer.name} outside training", value, layer.kind)

    def _step(self, before: list[Array]) -> float:
        optimizer, net = self.optimizer, self.network
        lr = self._schedule(self.steps)
        points = before
        if optimizer.looks_ahead:
            points = optimizer.lookahead(before)
            net.place(points)
        rows = self._next_rows()
        x, target = (self._x, self._target) if rows is None else (self._x[rows], self._target[rows])
        loss, gradients = self._gradients(x, target)
        moved = optimizer.step(before, gradients, lr)
        self.latest = Step(lr, points, loss, gradients, moved)
        vector = optimizers.joined(moved)
        if not math.isfinite(loss) or not math.isfinite(vector.dot(vector)):
            self._refuse_not_finite()
        net.place(moved)
        return loss

    def _gradients(self, x: Array, target: Array, *, training: bool = True) -> tuple[float, list[Array]]:
        """Return the loss of a batch without the penalty, and the gradients of all parameters with it."""
        net = self.network
        loss = net.loss.forward(net.forward(x, training), target)
        net.backward(net.loss.backward())
        gradients = net.gradients
        if self._penalizes:
            pairs = zip(net.named_parameters(), gradients, strict=True)
            gradients = [
                g + losses.penalty_slope(self.settings.loss, value)
                if layer.kind == "linear" and name == "weight"
                else g
                for (layer, name, value), g in pairs
            ]
        return loss, gradients

    def _next_rows(self) -> Array | None:
        """Return the rows of the next batch; None for all of them in their order."""
        if self._batch_size == len(self._x):
            self.epoch += 1
            return None
        if self._at >= self._end:
            self._order = self._rng.permutation(len(self._x))
            self._at = 0
            self.epoch += 1
        start = self._at
        self._at = start + self._batch_size
        return self._order[start : min(self._at, self._end)]

    def _refuse_not_finite(self) -> None:
        """Stop if a value of the latest step is nan or infinite, and name the first."""
        for tensor in self.tensors():
            if not np.isfinite(tensor.value).all():
                what = "nan" if np.isnan(tensor.value).any() else "infinity"
                mine = tensor.exercise if tensor.exercise in self._codes else ""
                message = f"The {tensor.name} contains {what} in step {self.steps + 1}."
                raise Stopped(Stop("not_finite", message, tensor=tensor.name, exercise=mine))

    def _scores(self, x: Array, target: Array, classes: Array) -> Scores:
        output = self.network.apply(x)
        loss = self.network.loss.apply(output, target)
        if self.settings.task == "regression":
            return Scores(loss, None)
        if output.shape[1] > 1:
            return Scores(loss, float((output.argmax(axis=1) == classes).mean()))
        limit = 0.0 if self.settings.loss.kind == "log_loss" else 0.5
        return Scores(loss, float(((output[:, 0] > limit) == (classes > 0.5)).mean()))
