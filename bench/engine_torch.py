"""The tasks of `bench.engine` in PyTorch, which is optional: its usual wheel is several gigabytes."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

Contender = Callable[[], list[Any]]


def contender(make: Callable[..., Contender], *args: Any) -> dict[str, Contender]:
    """Return PyTorch as another contender if it is installed."""
    if importlib.util.find_spec("torch") is None:
        return {}
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    return {"pytorch": make(torch, *args)}


def layer(torch: Any, arrays: list[np.ndarray], upstream: np.ndarray, convolution: bool) -> Contender:
    """Return Linear and ReLU, or a convolution with padding 1, with the gradients of input, weight and bias."""
    functional = importlib.import_module("torch.nn.functional")
    g = torch.from_numpy(upstream)

    def run() -> list[Any]:
        leaves = [torch.from_numpy(a).requires_grad_() for a in arrays]
        y = functional.conv2d(*leaves, padding=1) if convolution else functional.relu(functional.linear(*leaves))
        y.backward(g)
        return [y.detach(), *(leaf.grad for leaf in leaves)]

    return run


def mlp(torch: Any, x: np.ndarray, t: np.ndarray, params: list[np.ndarray], lr: float) -> Contender:
    """Return one step of an MLP with tanh and log-loss."""
    functional = importlib.import_module("torch.nn.functional")
    x, t = torch.from_numpy(x), torch.from_numpy(t)

    def run() -> list[Any]:
        w1, b1, w2, b2, w3, b3 = leaves = [torch.from_numpy(p).requires_grad_() for p in params]
        h = torch.tanh(functional.linear(torch.tanh(functional.linear(x, w1, b1)), w2, b2))
        loss = functional.binary_cross_entropy_with_logits(functional.linear(h, w3, b3), t)
        loss.backward()
        with torch.no_grad():
            return [loss.item(), *(p - lr * p.grad for p in leaves)]

    return run


def scalars(torch: Any, value: Callable[[Any, Any], Any], start: tuple[float, float]) -> Contender:
    """Return a graph of scalars."""

    def run() -> list[Any]:
        x, y = (torch.tensor(s, dtype=torch.float64, requires_grad=True) for s in start)
        out = value(x, y)
        out.backward()
        return [out.detach(), x.grad, y.grad]

    return run
