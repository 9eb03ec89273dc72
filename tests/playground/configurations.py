"""Ten configurations whose losses are the same everywhere: in a script, on another machine and in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STEPS = 60
# As JSON, because a test in the browser sends them.
CONFIGURATIONS: Mapping[str, Mapping[str, Any]] = {
    "the defaults": {},
    "adam": {"optimizer": {"kind": "adam", "lr": 0.02}, "data": {"kind": "xor"}},
    "no hidden layer": {
        "data": {"kind": "plane", "train_share": 0.8},
        "features": ["x1", "x2", "x1x2", "sinx1"],
        "network": {"layers": []},
        "loss": {"kind": "squared_error", "l1": 0.001},
        "optimizer": {"kind": "momentum", "lr": 0.01, "schedule": "warmup", "warmup_steps": 20},
        "run": {"batch_size": 0},
    },
    "relu": {
        "data": {"kind": "spiral", "seed": 7},
        "network": {
            "layers": [{"units": 8, "activation": "relu"}, {"units": 4, "activation": "leaky_relu"}],
            "initialization": "he",
        },
        "optimizer": {"kind": "rmsprop", "lr": 0.005},
    },
    "three classes": {
        "data": {"kind": "classes"},
        "network": {"layers": [{"units": 3, "activation": "softplus"}]},
        "loss": {"kind": "cross_entropy", "l2": 0.01},
        "optimizer": {"kind": "nesterov", "lr": 0.02},
    },
    "softmax and probabilities": {
        "data": {"kind": "classes", "noise": 0.3},
        "network": {"layers": [{"units": 5, "activation": "elu"}], "output": "softmax"},
        "loss": {"kind": "probability_log_loss"},
        "optimizer": {"kind": "adagrad", "lr": 0.05},
    },
    "batch norm": {
        "data": {"kind": "moons", "points": 66},
        "network": {
            "layers": [
                {"units": 6, "activation": "tanh", "batch_norm": True},
                {"units": 4, "activation": "relu", "batch_norm": True},
            ]
        },
        "optimizer": {"lr": 0.05, "schedule": "step_decay", "every": 20},
        "run": {"batch_size": 16},
    },
    "dropout": {
        "data": {"kind": "checkerboard"},
        "network": {"layers": [{"units": 8, "activation": "tanh", "dropout": 0.25}]},
        "optimizer": {"kind": "adamw", "lr": 0.01},
        "run": {"seed": 5},
    },
    "squared error of sigmoids": {
        "data": {"kind": "gaussians", "noise": 0.4},
        "features": ["x1", "x2", "x1sq", "x2sq", "sinx2"],
        "network": {
            "layers": [{"units": 4, "activation": "sigmoid"}, {"units": 4, "activation": "linear"}],
            "output": "sigmoid",
        },
        "loss": {"kind": "squared_error"},
        "optimizer": {"kind": "adadelta", "lr": 1.0, "eps": 1e-6, "schedule": "exponential_decay", "rate": 0.01},
    },
    "own points": {
        "data": {
            "kind": "own",
            "task": "regression",
            "rows": [[(i * 769) % 4096, (i * 1291) % 4096, (i * 523) % 4096] for i in range(30)],
        },
        "network": {"layers": [{"units": 2, "activation": "tanh"}], "initialization": "small"},
        "loss": {"kind": "squared_error"},
        "optimizer": {"lr": 0.1, "schedule": "cosine_decay", "total": 50, "lr_min": 0.01},
        "run": {"batch_size": 7},
    },
}
