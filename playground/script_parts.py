"""The formulas that `playground.export` puts into scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playground.settings import Settings

FORWARD: Mapping[str, str] = {
    "linear": "{z}",
    "sigmoid": "sigmoid({z})",
    "tanh": "np.tanh({z})",
    "relu": "np.maximum({z}, 0.0)",
    "leaky_relu": "np.where({z} > 0, {z}, 0.01 * {z})",
    "elu": "np.where({z} > 0, {z}, np.expm1(np.minimum({z}, 0.0)))",
    "softplus": "np.logaddexp(0.0, {z})",
}
# The gradient of the input, from that of the output `g`, the input {z} and the output {a}.
BACKWARD: Mapping[str, str] = {
    "sigmoid": "g * {a} * (1.0 - {a})",
    "tanh": "g * (1.0 - {a} ** 2)",
    "relu": "g * ({z} > 0)",
    "leaky_relu": "g * np.where({z} > 0, 1.0, 0.01)",
    "elu": "g * np.where({z} > 0, 1.0, np.exp(np.minimum({z}, 0.0)))",
    "softplus": "g * sigmoid({z})",
    "softmax": "{a} * (g - (g * {a}).sum(axis=1, keepdims=True))",
}
SCHEDULES: Mapping[str, str] = {
    "constant": "{lr!r}",
    "step_decay": "{lr!r} * {drop!r} ** (step // {every})",
    "exponential_decay": "{lr!r} * np.exp(-{rate!r} * step)",
    "cosine_decay": "{lr_min!r} + ({lr!r} - {lr_min!r}) * (1.0 + np.cos(np.pi * min(step, {total}) / {total})) / 2.0",
    "warmup": "{lr!r} * min(1.0, (step + 1) / {warmup_steps})",
}
_PLAIN = "params = [p - lr * {} for p, {} in zip(params, {})]"
_SQUARES = "squares = [{} for s, g in zip(squares, grads)]"
_SCALED = "params = [p - lr * g / (np.sqrt(s) + eps) for p, g, s in zip(params, grads, squares)]"
_ADAM = (
    "first = [beta1 * m + (1.0 - beta1) * g for m, g in zip(first, grads)]",
    "second = [beta2 * v + (1.0 - beta2) * g ** 2 for v, g in zip(second, grads)]",
    "m_scale, v_scale = 1.0 - beta1 ** (step + 1), 1.0 - beta2 ** (step + 1)",
    "params = [",
    "    p - lr * (m / m_scale) / (np.sqrt(v / v_scale) + eps)",
    "    for p, m, v in zip(params, first, second)",
    "]",
)
# The state of each optimizer, one array for each parameter, and its step.
STEPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sgd": ((), (_PLAIN.format("g", "g", "grads"),)),
    "momentum": (
        ("velocity",),
        (
            "velocity = [momentum * v + g for v, g in zip(velocity, grads)]",
            _PLAIN.format("v", "v", "velocity"),
        ),
    ),
    "nesterov": (
        ("velocity",),
        (
            "velocity = [momentum * v - lr * g for v, g in zip(velocity, grads)]",
            "params = [p + v for p, v in zip(params, velocity)]",
        ),
    ),
    "adagrad": (("squares",), (_SQUARES.format("s + g ** 2"), _SCALED)),
    "rmsprop": (("squares",), (_SQUARES.format("beta * s + (1.0 - beta) * g ** 2"), _SCALED)),
    "adadelta": (
        ("squares", "updates"),
        (
            _SQUARES.format("rho * s + (1.0 - rho) * g ** 2"),
            "deltas = [g * np.sqrt(u + eps) / np.sqrt(s + eps) for g, u, s in zip(grads, updates, squares)]",
            "updates = [rho * u + (1.0 - rho) * d ** 2 for u, d in zip(updates, deltas)]",
            _PLAIN.format("d", "d", "deltas"),
        ),
    ),
    "adam": (("first", "second"), _ADAM),
    "adamw": (("first", "second"), ("params = [p * (1.0 - lr * weight_decay) for p in params]", *_ADAM)),
}
_SIGMOID = """def sigmoid(z):
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))"""
_SOFTMAX = """def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)"""


def helpers(settings: Settings) -> Iterator[str]:
    """Yield the functions that the passes call."""
    used = {layer.activation for layer in settings.network.layers} | {settings.network.output}
    if used & {"sigmoid", "softplus"} or settings.loss.kind == "log_loss":
        yield _SIGMOID
    if "softmax" in used or settings.loss.kind == "cross_entropy":
        yield _SOFTMAX


def loss(settings: Settings, *, gradient: bool) -> Iterator[str]:
    """Yield the loss of the output `out`, and if asked its gradient `g`."""
    kind = settings.loss.kind
    if kind == "log_loss":
        lines = ["loss = np.mean(np.logaddexp(0.0, out) - y * out)"], ["g = (sigmoid(out) - y) / len(y)"]
    elif kind == "squared_error":
        lines = ["loss = np.mean((out - y) ** 2)"], ["g = 2.0 * (out - y) / out.size"]
    elif kind == "cross_entropy":
        lines = (
            [
                "shifted = out - out.max(axis=1, keepdims=True)",
                "logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))",
                "loss = -np.mean(logs[np.arange(len(y)), y])",
            ],
            [f"g = (softmax(out) - np.eye({settings.outputs})[y]) / len(y)"],
        )
    elif settings.outputs == 1:
        lines = (
            ["true = y * out + (1.0 - y) * (1.0 - out)", "loss = -np.mean(np.log(true))"],
            ["g = -(2.0 * y - 1.0) / true / len(y)"],
        )
    else:
        lines = (
            ["true = out[np.arange(len(y)), y]", "loss = -np.mean(np.log(true))"],
            ["g = np.zeros_like(out)", "g[np.arange(len(y)), y] = -1.0 / true / len(y)"],
        )
    yield from lines[0]
    if gradient:
        yield from lines[1]
