"""The settings as one NumPy script that trains the same network and prints the same losses."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from playground import script_parts
from playground.datasets import BATCHES, BOX, DATA, DATASETS, DECIMALS, DROPOUT, WEIGHTS
from playground.errors import Refused
from playground.features import FEATURES
from playground.layers import EPS, MOMENTUM
from playground.optimizers import arguments
from playground.settings import FINEST, OWN, SCHEDULES, Settings
from playground.training import MOST_STEPS_AT_ONCE

_INDENT = "    "


def script(settings: Settings, steps: int = 200) -> str:
    """Return the text of the script. It uses the built-in parts, even where `settings.mine` names others.

    Raises:
        Refused: if there are too many steps.
    """
    if not 1 <= steps <= MOST_STEPS_AT_ONCE:
        raise Refused(f"A script trains for 1 to {MOST_STEPS_AT_ONCE:,} steps, not {steps}.")
    sections = (_heading(settings, steps), _data(settings), _parameters(settings), _functions(settings),
                _loss(settings), _predict(settings), _step(settings), _loop(settings))  # fmt: skip
    return "\n".join("\n".join(section) for section in map(list, sections)) + "\n"


def _heading(settings: Settings, steps: int) -> Iterator[str]:
    sizes = [len(settings.features), *(layer.units for layer in settings.network.layers), settings.outputs]
    yield f'"""Train a {"-".join(map(str, sizes))} network on the {settings.data.kind} data with NumPy."""'
    yield ""
    yield "import numpy as np"
    yield ""
    yield f"STEPS = {steps}"
    yield 'np.seterr(all="ignore")'


def _data(settings: Settings) -> Iterator[str]:
    data = settings.data
    yield ""
    yield "# The points: draw them, shuffle them, and divide them for training and testing."
    yield ""
    yield f"rng = np.random.default_rng([{data.seed}, {DATA}])"
    if data.kind == OWN:
        yield "rows = np.array(["
        for start in range(0, len(data.rows), 8):
            yield _INDENT + " ".join(f"{list(row)}," for row in data.rows[start : start + 8])
        yield "], dtype=float)"
        yield f"points = rows[:, :2] * ({2.0 * BOX} / {FINEST}) - {BOX}"
        yield (
            "target = rows[:, 2]" if settings.task != "regression" else f"target = rows[:, 2] * (2.0 / {FINEST}) - 1.0"
        )
    else:
        yield ""
        yield ""
        yield plain_source(data.kind)
        yield ""
        yield ""
        yield f"points, target = {data.kind}(rng, {data.points}, {data.noise!r})"
    yield "order = rng.permutation(len(points))"
    yield f"points, target = np.round(points[order], {DECIMALS}), np.round(target[order], {DECIMALS})"
    if settings.outputs == 1:
        yield "target = target.reshape(-1, 1)"
    elif settings.loss.kind == "squared_error":
        yield f"target = np.eye({settings.outputs})[target.astype(int)]"
    else:
        yield "target = target.astype(int)"
    yield ""
    yield ""
    yield "def features(x):"
    yield f"    return np.stack([{', '.join(FEATURES[name].formula for name in settings.features)}], axis=1)"
    yield ""
    yield ""
    count = settings.train_count
    yield f"x_train, y_train = features(points[:{count}]), target[:{count}]"
    yield f"x_test, y_test = features(points[{count}:]), target[{count}:]"


def plain_source(dataset: str) -> str:
    """Return the function of a dataset without annotations."""
    tree = ast.parse(inspect.getsource(DATASETS[dataset]))
    (function,) = tree.body
    if not isinstance(function, ast.FunctionDef):
        raise TypeError(dataset)
    function.returns = None
    for argument in function.args.args:
        argument.annotation = None
    return ast.unparse(tree)


def _parameters(settings: Settings) -> Iterator[str]:
    yield ""
    yield "# The parameters."
    yield ""
    yield f"rng = np.random.default_rng([{settings.run.seed}, {WEIGHTS}])"
    size = len(settings.features)
    names = parameter_names(settings)
    for number, units in enumerate([*(layer.units for layer in settings.network.layers), settings.outputs], 1):
        scale = {
            "zeros": "0.0",
            "small": "0.01",
            "xavier": f"np.sqrt(2.0 / ({size} + {units}))",
            "he": f"np.sqrt(2.0 / {size})",
        }
        yield f"W{number} = {scale[settings.network.initialization]} * rng.normal(size=({units}, {size}))"
        yield f"b{number} = np.zeros({units})"
        if f"gamma{number}" in names:
            yield f"gamma{number}, beta{number} = np.ones({units}), np.zeros({units})"
            yield f"running_mean{number}, running_var{number} = np.zeros({units}), np.ones({units})"
        size = units
    yield f"params = [{', '.join(names)}]"
    if any(layer.dropout for layer in settings.network.layers):
        yield f"masks = np.random.default_rng([{settings.run.seed}, {DROPOUT}])"


def parameter_names(settings: Settings) -> list[str]:
    """Return the names of all parameters in order."""
    names = []
    for number, layer in enumerate(settings.network.layers, 1):
        names += [f"W{number}", f"b{number}"]
        names += [f"gamma{number}", f"beta{number}"] if layer.batch_norm else []
    last = len(settings.network.layers) + 1
    return [*names, f"W{last}", f"b{last}"]


def _functions(settings: Settings) -> Iterator[str]:
    for text in script_parts.helpers(settings):
        yield ""
        yield ""
        yield text


def _forward(settings: Settings, *, training: bool) -> Iterator[str]:
    """Yield the forward pass; the output is in `out`."""
    before = "x"
    for number, layer in enumerate(settings.network.layers, 1):
        yield f"z{number} = {before} @ W{number}.T + b{number}"
        inner = f"z{number}"
        if layer.batch_norm:
            yield from _batch_norm(number, training=training)
            inner = f"n{number}"
        yield f"a{number} = {script_parts.FORWARD[layer.activation].format(z=inner)}"
        before = f"a{number}"
        if layer.dropout and training:
            keep = 1.0 - layer.dropout
            yield f"mask{number} = (masks.random(a{number}.shape) >= {layer.dropout!r}) / {keep!r}"
            yield f"d{number} = a{number} * mask{number}"
            before = f"d{number}"
    last = len(settings.network.layers) + 1
    yield f"z{last} = {before} @ W{last}.T + b{last}"
    output = settings.network.output
    yield f"out = z{last}" if output == "none" else f"out = {output}(z{last})"


def _batch_norm(number: int, *, training: bool) -> Iterator[str]:
    k = number
    if training:
        yield f"mean{k}, var{k} = z{k}.mean(axis=0), z{k}.var(axis=0)"
        yield f"running_mean{k}[:] = {1.0 - MOMENTUM} * running_mean{k} + {MOMENTUM} * mean{k}"
        yield f"running_var{k}[:] = {1.0 - MOMENTUM} * running_var{k} + {MOMENTUM} * var{k} * len(x) / (len(x) - 1)"
        yield f"std{k} = np.sqrt(var{k} + {EPS!r})"
        yield f"hat{k} = (z{k} - mean{k}) / std{k}"
        yield f"n{k} = gamma{k} * hat{k} + beta{k}"
    else:
        yield f"n{k} = gamma{k} * (z{k} - running_mean{k}) / np.sqrt(running_var{k} + {EPS!r}) + beta{k}"


def _backward(settings: Settings) -> Iterator[str]:
    """Yield the backward pass; the gradient of the output is in `g`."""
    last = len(settings.network.layers) + 1
    if settings.network.output != "none":
        yield f"g = {script_parts.BACKWARD[settings.network.output].format(z=f'z{last}', a='out')}"
    for number in range(last, 0, -1):
        below = settings.network.layers[number - 2] if number > 1 else None
        before = "x" if below is None else f"d{number - 1}" if below.dropout else f"a{number - 1}"
        yield f"dW{number}, db{number} = g.T @ {before}, g.sum(axis=0)"
        yield from _penalty(settings, number)
        if below is None:
            return
        k = number - 1
        yield f"g = g @ W{number}"
        if below.dropout:
            yield f"g = g * mask{k}"
        if below.activation != "linear":
            inner = f"n{k}" if below.batch_norm else f"z{k}"
            yield f"g = {script_parts.BACKWARD[below.activation].format(z=inner, a=f'a{k}')}"
        if below.batch_norm:
            yield f"dgamma{k}, dbeta{k} = (g * hat{k}).sum(axis=0), g.sum(axis=0)"
            yield f"g = g * gamma{k}"
            yield f"g = (g - g.mean(axis=0) - hat{k} * (g * hat{k}).mean(axis=0)) / std{k}"


def _penalty(settings: Settings, number: int) -> Iterator[str]:
    if settings.loss.l1:
        yield f"dW{number} = dW{number} + {settings.loss.l1!r} * np.sign(W{number})"
    if settings.loss.l2:
        yield f"dW{number} = dW{number} + {settings.loss.l2!r} * W{number}"


def _loss(settings: Settings) -> Iterator[str]:
    names = parameter_names(settings)
    yield ""
    yield ""
    yield "def loss_and_gradients(params, x, y):"
    yield f"    {', '.join(names)} = params"
    for line in (*_forward(settings, training=True), *script_parts.loss(settings, gradient=True), *_backward(settings)):
        yield _INDENT + line
    yield f"    return loss, [{', '.join(f'd{name}' for name in names)}]"


def _predict(settings: Settings) -> Iterator[str]:
    yield ""
    yield ""
    yield "def loss_of(params, x, y):"
    yield f"    {', '.join(parameter_names(settings))} = params"
    for line in (*_forward(settings, training=False), *script_parts.loss(settings, gradient=False)):
        yield _INDENT + line
    yield "    return loss"


def _step(settings: Settings) -> Iterator[str]:
    yield ""
    yield ""
    yield "# The optimizer."
    yield ""
    for name, value in arguments(settings.optimizer).items():
        if name == "betas":
            yield f"beta1, beta2 = {value[0]!r}, {value[1]!r}"
        elif name != "lr":
            yield f"{name} = {value!r}"
    state, _ = script_parts.STEPS[settings.optimizer.kind]
    for name in state:
        yield f"{name} = [np.zeros_like(p) for p in params]"
    yield ""
    yield ""
    kind = settings.optimizer.schedule
    values = {name: getattr(settings.optimizer, name) for name in SCHEDULES[kind]}
    yield "def learning_rate(step):"
    yield f"    return {script_parts.SCHEDULES[kind].format(lr=settings.optimizer.lr, **values)}"


def _loop(settings: Settings) -> Iterator[str]:
    count = settings.train_count
    size = settings.run.batch_size or count
    normalizes = any(layer.batch_norm for layer in settings.network.layers)
    whole = size >= count
    yield ""
    yield ""
    yield "# Training."
    yield ""
    if not whole:
        end = count - 1 if normalizes and count % size == 1 else count
        yield f"batches = np.random.default_rng([{settings.run.seed}, {BATCHES}])"
        yield f"start = {end}"
    yield "for step in range(STEPS):"
    body = ["x, y = x_train, y_train"]
    if not whole:
        note = "  # batch norm cannot use a batch of one row" if end < count else ""
        body = [
            f"if start >= {end}:{note}",
            f"    order, start = batches.permutation({count}), 0",
            f"rows = order[start : min(start + {size}, {end})]",
            f"start += {size}",
            "x, y = x_train[rows], y_train[rows]",
        ]
    _, update = script_parts.STEPS[settings.optimizer.kind]
    body.append("lr = learning_rate(step)")
    if settings.optimizer.kind == "nesterov":
        body.append("points = [p + momentum * v for p, v in zip(params, velocity)]")
        body.append("loss, grads = loss_and_gradients(points, x, y)")
    else:
        body.append("loss, grads = loss_and_gradients(params, x, y)")
    body += [*update, "print(step + 1, float(loss))"]
    for line in body:
        yield _INDENT + line
    yield 'print("training loss", float(loss_of(params, x_train, y_train)))'
    yield 'print("test loss", float(loss_of(params, x_test, y_test)))'
