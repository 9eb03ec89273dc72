"""The tasks of `bench.engine`: the same computation by hand in NumPy, in the engine, in autograd and in others.

Each contender returns all values and gradients, so that they can be compared before the measurement.
"""

from __future__ import annotations

import sys
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
from micrograd.engine import Value

from bench import engine_torch
from bench.engine_torch import Contender
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name
from reference.optim import SGD, start


def linear_relu() -> dict[str, Contender]:
    """Return Linear(256→256) and ReLU for a batch of 64."""
    rng = np.random.default_rng(0)
    x, w, b, g = (rng.standard_normal(shape) for shape in ((64, 256), (256, 256), (256,), (64, 256)))

    def by_hand() -> list[Any]:
        z = x @ w.T + b
        y = np.maximum(z, 0.0)
        gz = g * (z > 0)
        return [y, gz @ w, gz.T @ x, gz.sum(axis=0)]

    def engine() -> list[Any]:
        leaves = [Tensor(a, requires_grad=True) for a in (x, w, b)]
        y = F.relu(F.linear(*leaves))
        y.backward(g)
        return [y.data, *(leaf.grad for leaf in leaves)]

    def hips() -> list[Any]:
        pullback, y = autograd.make_vjp(lambda t: anp.maximum(anp.dot(t[0], t[1].T) + t[2], 0.0))((x, w, b))
        return [y, *pullback(g)]

    return {
        "numpy": by_hand,
        "engine": engine,
        "autograd": hips,
        **engine_torch.contender(engine_torch.layer, [x, w, b], g, False),
    }


def mlp_step() -> dict[str, Contender]:
    """Return one SGD step of an MLP 2-64-64-1 with tanh and log-loss, for a batch of 128."""
    rng = np.random.default_rng(0)
    x, t = rng.standard_normal((128, 2)), rng.integers(0, 2, (128, 1)).astype(float)
    shapes = [(64, 2), (64,), (64, 64), (64,), (1, 64), (1,)]
    params = [rng.standard_normal(shape) * 0.3 for shape in shapes]
    lr = 0.1

    def by_hand() -> list[Any]:
        w1, b1, w2, b2, w3, b3 = params
        h1 = np.tanh(x @ w1.T + b1)
        h2 = np.tanh(h1 @ w2.T + b2)
        z = h2 @ w3.T + b3
        e = np.exp(-np.abs(z))
        loss = (np.maximum(z, 0.0) - z * t + np.log1p(e)).mean()
        g3 = (np.where(z >= 0, 1.0, e) / (1.0 + e) - t) / z.size
        g2 = (g3 @ w3) * (1.0 - h2 * h2)
        g1 = (g2 @ w2) * (1.0 - h1 * h1)
        grads = [g1.T @ x, g1.sum(axis=0), g2.T @ h1, g2.sum(axis=0), g3.T @ h2, g3.sum(axis=0)]
        return [loss, *(p - lr * g for p, g in zip(params, grads, strict=True))]

    def engine() -> list[Any]:
        w1, b1, w2, b2, w3, b3 = leaves = [Tensor(p, requires_grad=True) for p in params]
        h = F.tanh(F.linear(F.tanh(F.linear(Tensor(x), w1, b1)), w2, b2))
        loss = F.binary_cross_entropy_with_logits(F.linear(h, w3, b3), t)
        loss.backward()
        return [loss.item(), *start(SGD(lr)).step(params, [leaf.grad for leaf in leaves])]

    def hips_loss(p: Any) -> Any:
        w1, b1, w2, b2, w3, b3 = p
        h = anp.tanh(anp.dot(anp.tanh(anp.dot(x, w1.T) + b1), w2.T) + b2)
        z = anp.dot(h, w3.T) + b3
        return anp.mean(anp.logaddexp(0.0, z) - z * t)

    def hips() -> list[Any]:
        loss, grads = autograd.value_and_grad(hips_loss)(params)
        return [loss, *(p - lr * g for p, g in zip(params, grads, strict=True))]

    return {
        "numpy": by_hand,
        "engine": engine,
        "autograd": hips,
        **engine_torch.contender(engine_torch.mlp, x, t, params, lr),
    }


def convolution() -> dict[str, Contender]:
    """Return a convolution with 16 filters of 3×3 over images 8×3×16×16 with padding 1."""
    rng = np.random.default_rng(0)
    x, w, b, g = (rng.standard_normal(shape) for shape in ((8, 3, 16, 16), (16, 3, 3, 3), (16,), (8, 16, 16, 16)))

    def by_hand() -> list[Any]:
        padded = np.zeros((8, 3, 18, 18))
        padded[:, :, 1:-1, 1:-1] = x
        view = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
        columns = view.transpose(0, 1, 4, 5, 2, 3).reshape(8, 27, 256)
        filters = w.reshape(16, 27)
        y = (filters @ columns + b[:, None]).reshape(8, 16, 16, 16)
        flat = g.reshape(8, 16, 256)
        gw = (flat @ columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
        gcolumns = (filters.T @ flat).reshape(8, 3, 3, 3, 16, 16)
        gx = np.zeros_like(padded)
        for i in range(3):
            for j in range(3):
                gx[:, :, i : i + 16, j : j + 16] += gcolumns[:, :, i, j]
        return [y, gx[:, :, 1:-1, 1:-1], gw, flat.sum(axis=(0, 2))]

    def engine() -> list[Any]:
        leaves = [Tensor(a, requires_grad=True) for a in (x, w, b)]
        y = F.conv2d(*leaves, padding=1)
        y.backward(g)
        return [y.data, *(leaf.grad for leaf in leaves)]

    def hips_conv(t: Any) -> Any:
        padded = anp.pad(t[0], ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
        columns = anp.concatenate([padded[:, :, None, i : i + 16, j : j + 16] for i in range(3) for j in range(3)], 2)
        return (anp.matmul(t[1].reshape(16, 27), columns.reshape(8, 27, 256)) + t[2][:, None]).reshape(8, 16, 16, 16)

    def hips() -> list[Any]:
        pullback, y = autograd.make_vjp(hips_conv)((x, w, b))
        return [y, *pullback(g)]

    return {
        "numpy": by_hand,
        "engine": engine,
        "autograd": hips,
        **engine_torch.contender(engine_torch.layer, [x, w, b], g, True),
    }


def scalar_graph() -> dict[str, Contender]:
    """Return a graph of 1,000 additions and multiplications of scalars, many of them used twice."""
    start = (0.4, 0.3)

    def value(x: Any, y: Any) -> Any:
        a, b = x, y
        for _ in range(250):
            a, b = a * x + y, b * y + a
        return a * b

    def by_hand() -> list[Any]:
        x, y = np.float64(start[0]), np.float64(start[1])
        path = [(x, y)]
        for _ in range(250):
            a, b = path[-1]
            path.append((a * x + y, b * y + a))
        a, b = path.pop()
        out, ga, gb, gx, gy = a * b, b, a, np.float64(0.0), np.float64(0.0)
        for a, b in reversed(path):
            gx, gy = gx + ga * a, gy + gb * b + ga
            ga, gb = ga * x + gb, gb * y
        return [out, gx + ga, gy + gb]

    def engine() -> list[Any]:
        x, y = Tensor(start[0], requires_grad=True), Tensor(start[1], requires_grad=True)
        out = value(x, y)
        out.backward()
        return [out.data, x.grad, y.grad]

    def hips() -> list[Any]:
        out, grads = autograd.value_and_grad(value, argnum=(0, 1))(*start)
        return [out, *grads]

    def micrograd() -> list[Any]:
        x, y = Value(start[0]), Value(start[1])
        out = value(x, y)
        out.backward()
        return [out.data, x.grad, y.grad]

    sys.setrecursionlimit(100_000)  # micrograd walks its graph recursively
    return {
        "numpy": by_hand,
        "engine": engine,
        "autograd": hips,
        "micrograd": micrograd,
        **engine_torch.contender(engine_torch.scalars, value, start),
    }
