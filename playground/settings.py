"""The settings of a playground: its whole state apart from what training changes.

Each field has a check of its values, its key in addresses, and its label. `playground.parsing` and
`playground.address` read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.checks import Check, Choice, Flag, Real, Several, Whole

OWN = "own"
TASKS: Mapping[str, str] = {
    "circle": "binary",
    "xor": "binary",
    "gaussians": "binary",
    "spiral": "binary",
    "moons": "binary",
    "checkerboard": "binary",
    "classes": "classes",
    "plane": "regression",
    "hills": "regression",
}
FEATURES = ("x1", "x2", "x1sq", "x2sq", "x1x2", "sinx1", "sinx2")
ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus")
OUTPUTS = ("none", "sigmoid", "softmax")
INITIALIZATIONS = ("zeros", "small", "xavier", "he")
LOSSES = ("log_loss", "probability_log_loss", "cross_entropy", "squared_error")
# The settings of each optimizer, in the order of its constructor.
OPTIMIZERS: Mapping[str, tuple[str, ...]] = {
    "sgd": ("lr",),
    "momentum": ("lr", "momentum"),
    "nesterov": ("lr", "momentum"),
    "adagrad": ("lr", "eps"),
    "adadelta": ("lr", "rho", "eps"),
    "rmsprop": ("lr", "beta", "eps"),
    "adam": ("lr", "beta1", "beta2", "eps"),
    "adamw": ("lr", "beta1", "beta2", "eps", "weight_decay"),
}
SCHEDULES: Mapping[str, tuple[str, ...]] = {
    "constant": (),
    "step_decay": ("drop", "every"),
    "exponential_decay": ("rate",),
    "cosine_decay": ("total", "lr_min"),
    "warmup": ("warmup_steps",),
}
# The exercises whose code can stand in for a built-in part.
EXERCISES = (
    "linear", "batch_norm", "dropout",
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax",
    "bce_with_logits", "cross_entropy", "mse_loss",
    "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam",
    "lr_schedules",
)  # fmt: skip
# The surfaces of the race; `playground.terrain` has their formulas.
SURFACES = ("bowl", "valley", "saddle", "rosenbrock", "beale", "himmelblau", "noisy_bowl")
MOST_LAYERS = 6
MOST_ROWS = 2000
FEWEST_ROWS = 4
FINEST = 4095  # positions of own points on each axis: 12 bits, two characters of an address


def _set(default: Any, check: Check, key: str, label: str) -> Any:
    return field(default=default, metadata={"check": check, "key": key, "label": label})


@dataclass(frozen=True, slots=True)
class DataSettings:
    """The points.

    Attributes:
        kind: the name of a dataset; "own" for points that were drawn or pasted.
        points: how many there are.
        noise: how far points stray.
        train_share: the share of the points that are used for training.
        seed: another number gives other points.
        task: what own points are: "binary", "classes" or "regression". The task of the others is known.
        rows: own points: two positions from 0 to `FINEST`, and a class or a height from 0 to `FINEST`.
    """

    kind: str = _set("circle", Choice((*TASKS, OWN)), "d", "Dataset")
    points: int = _set(200, Whole(20, 1000), "n", "Points")
    noise: float = _set(0.1, Real(0.0, 1.0), "no", "Noise")
    train_share: float = _set(0.5, Real(0.1, 0.9), "ts", "Training share")
    seed: int = _set(1, Whole(0, 999_999), "ds", "Data seed")
    task: str = _set("binary", Choice(("binary", "classes", "regression")), "t", "Task")
    rows: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """One hidden layer."""

    units: int = _set(4, Whole(1, 8), "u", "Units")
    activation: str = _set("tanh", Choice(ACTIVATIONS), "a", "Activation")
    batch_norm: bool = _set(False, Flag(), "b", "Batch norm")
    dropout: float = _set(0.0, Real(0.0, 0.9), "p", "Dropout")


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """The network.

    Attributes:
        layers: the hidden layers.
        output: the activation of the last layer; "none" for losses that take logits.
        initialization: how weights are drawn; biases start at 0.
    """

    layers: tuple[LayerSettings, ...] = (LayerSettings(4), LayerSettings(2))
    output: str = _set("none", Choice(OUTPUTS), "o", "Output activation")
    initialization: str = _set("xavier", Choice(INITIALIZATIONS), "i", "Initial weights")


@dataclass(frozen=True, slots=True)
class LossSettings:
    """The loss, and the penalty l1 · Σ|w| + l2 / 2 · Σw² of the weights, which leaves biases alone."""

    kind: str = _set("log_loss", Choice(LOSSES), "l", "Loss")
    l1: float = _set(0.0, Real(0.0, 10.0), "l1", "L1 penalty")
    l2: float = _set(0.0, Real(0.0, 10.0), "l2", "L2 penalty")


@dataclass(frozen=True, slots=True)
class OptimizerSettings:
    """The optimizer and the schedule of its learning rate; each uses the settings in `OPTIMIZERS` and `SCHEDULES`."""

    kind: str = _set("sgd", Choice(tuple(OPTIMIZERS)), "op", "Optimizer")
    lr: float = _set(0.1, Real(1e-6, 100.0), "lr", "Learning rate")
    momentum: float = _set(0.9, Real(0.0, 0.9999), "m", "Momentum")
    beta: float = _set(0.9, Real(0.0, 0.9999), "be", "Beta")
    rho: float = _set(0.9, Real(0.0, 0.9999), "rh", "Rho")
    beta1: float = _set(0.9, Real(0.0, 0.9999), "b1", "Beta 1")
    beta2: float = _set(0.999, Real(0.0, 0.99999), "b2", "Beta 2")
    eps: float = _set(1e-8, Real(1e-12, 1.0), "e", "Epsilon")
    weight_decay: float = _set(0.01, Real(0.0, 1.0), "wd", "Weight decay")
    schedule: str = _set("constant", Choice(tuple(SCHEDULES)), "sc", "Learning-rate schedule")
    drop: float = _set(0.5, Real(0.01, 1.0), "dr", "Factor of each drop")
    every: int = _set(100, Whole(1, 100_000), "ev", "Steps between drops")
    rate: float = _set(0.001, Real(0.0, 1.0), "ra", "Decay rate")
    total: int = _set(1000, Whole(1, 100_000), "to", "Steps to the minimum")
    lr_min: float = _set(0.0, Real(0.0, 100.0), "lm", "Minimum learning rate")
    warmup_steps: int = _set(100, Whole(1, 100_000), "wu", "Warmup steps")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How training runs.

    Attributes:
        batch_size: the number of points in a batch; 0 for all of them.
        seed: the seed of weights, batches and dropout.
        speed: the number of steps in a second that the page aims at.
        discrete: whether the page shows the decision instead of the probability.
    """

    batch_size: int = _set(16, Whole(0, 1000), "bs", "Batch size (0 for all points)")
    seed: int = _set(1, Whole(0, 999_999), "s", "Seed of weights and batches")
    speed: int = _set(60, Whole(1, 2000), "sp", "Steps per second")
    discrete: bool = _set(False, Flag(), "di", "Show only the predicted class")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings.

    Attributes:
        data: the points.
        features: the inputs of the network.
        network: the layers.
        loss: the loss and its penalty.
        optimizer: the optimizer and its schedule.
        run: batches, seed and speed.
        mine: the exercises whose own code is used instead of the built-in part.
    """

    data: DataSettings = DataSettings()
    features: tuple[str, ...] = _set(("x1", "x2"), Several(FEATURES, 1), "f", "Features")
    network: NetworkSettings = NetworkSettings()
    loss: LossSettings = LossSettings()
    optimizer: OptimizerSettings = OptimizerSettings()
    run: RunSettings = RunSettings()
    mine: tuple[str, ...] = _set((), Several(EXERCISES), "my", "Own code")

    @property
    def task(self) -> str:
        """What the points ask for: "binary", "classes" or "regression"."""
        return TASKS.get(self.data.kind, self.data.task)

    @property
    def outputs(self) -> int:
        """The number of units of the last layer."""
        if self.task == "regression":
            return 1
        classes = 2 if self.task == "binary" else 3
        return classes if classes == 3 or self.network.output == "softmax" or self.loss.kind == "cross_entropy" else 1

    @property
    def train_count(self) -> int:
        """The number of training points, at least 2, which batch normalization needs."""
        total = len(self.data.rows) if self.data.kind == OWN else self.data.points
        return min(max(round(total * self.data.train_share), 2), total - 1)


def losses_for(task: str) -> tuple[str, ...]:
    """Return the losses that fit a task, the usual one first."""
    return {"binary": LOSSES, "classes": ("cross_entropy", "probability_log_loss", "squared_error")}.get(
        task, ("squared_error",)
    )


def outputs_for(loss: str, task: str) -> tuple[str, ...]:
    """Return the last activations that fit a loss and a task, the usual one first."""
    if loss in {"log_loss", "cross_entropy"} or task == "regression":
        return ("none",)
    if task == "classes":
        return ("softmax",) if loss == "probability_log_loss" else ("softmax", "none")
    return ("sigmoid", "softmax") if loss == "probability_log_loss" else ("sigmoid", "softmax", "none")


def usual(optimizer: str) -> Mapping[str, float]:
    """Return settings that suit an optimizer, for a page to fill in when it is chosen."""
    lr = {"sgd": 0.1, "momentum": 0.03, "nesterov": 0.03, "adagrad": 0.1, "adadelta": 1.0}.get(optimizer, 0.01)
    return {"lr": lr, "eps": 1e-6 if optimizer == "adadelta" else 1e-8}
