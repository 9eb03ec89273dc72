"""The engine beside PyTorch in float64, op by op: `python -m tests.reference.parity`.

PyTorch is no dependency: install it where you want to run this. Values and gradients, with an upstream gradient from
N(0, 1), may differ by 1e-10 of the largest element; where both sides use a closed form, by 1e-12.
"""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from reference import optim, rules, vjp
from reference.nn import functional as F  # noqa: N812

LOOSE, CLOSED = 1e-10, 1e-12


class Op(NamedTuple):
    """One function on both sides and the shapes of its inputs."""

    name: str
    ours: Callable[..., Any]
    theirs: Callable[..., Any]
    shapes: tuple[tuple[int, ...], ...]
    allowed: float = CLOSED


def ops(torch: Any) -> list[Op]:
    """All functions that both have."""
    nn = importlib.import_module("torch.nn.functional")
    m, image = ((4, 5),), (2, 3, 9, 8)
    classes, kept = np.array([0, 4, 2, 2]), np.random.default_rng(1).random((4, 5)) >= 0.3
    target = np.random.default_rng(2).random((4, 5))
    t_classes, t_kept, t_target = (torch.from_numpy(a) for a in (classes, kept, target))
    names = ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "silu", "gelu", "logsigmoid"]
    found = [Op(name, getattr(F, name), getattr(nn, name), m, LOOSE if name == "gelu" else CLOSED) for name in names]
    for name in ("exp", "expm1", "sin", "cos", "abs", "erf"):
        found.append(Op(name, getattr(rules, name), getattr(torch, name), m))
    for name in ("log", "log1p", "sqrt"):
        ours, theirs = getattr(rules, name), getattr(torch, name)
        found.append(Op(name, lambda x, f=ours: f(x * x + 1), lambda x, f=theirs: f(x * x + 1), m))
    for name in ("add", "multiply", "divide", "maximum", "minimum", "matmul"):
        pair = ((4, 5), (5, 3)) if name == "matmul" else ((4, 5), (4, 1))
        found.append(Op(name, getattr(rules, name), getattr(torch, name), pair))
    for dim in (0, 1):
        found += [
            Op(f"sum {dim}", lambda x, d=dim: x.sum(axis=d), lambda x, d=dim: x.sum(d), m),
            Op(f"mean {dim}", lambda x, d=dim: x.mean(axis=d), lambda x, d=dim: x.mean(d), m),
            Op(f"var {dim}", lambda x, d=dim: rules.var(x, axis=d), lambda x, d=dim: x.var(d, correction=0), m),
            Op(f"amax {dim}", lambda x, d=dim: rules.max(x, axis=d), lambda x, d=dim: x.amax(d), m),
            Op(f"amin {dim}", lambda x, d=dim: rules.min(x, axis=d), lambda x, d=dim: x.amin(d), m),
            Op(f"prod {dim}", lambda x, d=dim: rules.prod(x, axis=d), lambda x, d=dim: x.prod(d), m),
            Op(f"cumsum {dim}", lambda x, d=dim: rules.cumsum(x, d), lambda x, d=dim: x.cumsum(d), m),
            Op(f"logsumexp {dim}", lambda x, d=dim: rules.logsumexp(x, axis=d), lambda x, d=dim: x.logsumexp(d), m),
            Op(f"softmax {dim}", lambda x, d=dim: F.softmax(x, d), lambda x, d=dim: nn.softmax(x, d), m),
            Op(f"log_softmax {dim}", lambda x, d=dim: F.log_softmax(x, d), lambda x, d=dim: nn.log_softmax(x, d), m),
        ]
    equation = "nij,njk->nik"
    found += [
        Op("softplus", F.softplus, lambda x: nn.softplus(x, threshold=100), m, LOOSE),
        Op("gelu tanh", lambda x: F.gelu(x, "tanh"), lambda x: nn.gelu(x, approximate="tanh"), m, LOOSE),
        Op("clip", lambda x: rules.clip(x, -0.5, 0.5), lambda x: x.clamp(-0.5, 0.5), m),
        Op(
            "einsum",
            lambda *t: rules.einsum(equation, *t),
            lambda *t: torch.einsum(equation, *t),
            ((2, 3, 4), (2, 4, 2)),
        ),
        Op("linear", F.linear, nn.linear, ((6, 5), (3, 5), (3,))),
        Op(
            "dropout",
            lambda x: F.dropout(x, 0.3, mask=kept),
            lambda x: x * t_kept / 0.7,
            m,
        ),
        Op("layer_norm", lambda *t: F.layer_norm(t[0], (5,), *t[1:]), lambda *t: nn.layer_norm(t[0], (5,), *t[1:]),
           ((4, 5), (5,), (5,)), LOOSE),
        Op("batch_norm", lambda x, w, b: F.batch_norm(x, None, None, w, b, True),
           lambda x, w, b: nn.batch_norm(x, None, None, w, b, True), ((4, 5), (5,), (5,)), LOOSE),
        Op("batch_norm 2d", lambda x, w: F.batch_norm(x, None, None, w, training=True),
           lambda x, w: nn.batch_norm(x, None, None, w, training=True), (image, (3,)), LOOSE),
        Op("mse_loss", lambda x: F.mse_loss(x, target), lambda x: nn.mse_loss(x, t_target), m),
        Op("bce_with_logits", lambda x: F.binary_cross_entropy_with_logits(x, target),
           lambda x: nn.binary_cross_entropy_with_logits(x, t_target), m),
        Op("cross_entropy", lambda x: F.cross_entropy(x, classes), lambda x: nn.cross_entropy(x, t_classes), m),
        Op("nll_loss", lambda x: F.nll_loss(x, classes, "sum"),
           lambda x: nn.nll_loss(x, t_classes, reduction="sum"), m),
    ]  # fmt: skip
    for options in ({}, {"padding": 1}, {"stride": 2, "padding": (0, 2)}, {"stride": 3, "dilation": 2}):
        found.append(
            Op(f"conv2d {options}", lambda *t, o=options: F.conv2d(*t, **o), lambda *t, o=options: nn.conv2d(*t, **o),
               (image, (4, 3, 3, 2), (4,)), LOOSE)
        )  # fmt: skip
    for options in ({}, {"stride": 1}, {"stride": 2, "padding": 1}):
        found += [
            Op(f"max_pool2d {options}", lambda x, o=options: F.max_pool2d(x, 3, **o),
               lambda x, o=options: nn.max_pool2d(x, 3, **o), (image,)),
            Op(f"avg_pool2d {options}", lambda x, o=options: F.avg_pool2d(x, 3, **o),
               lambda x, o=options: nn.avg_pool2d(x, 3, **o), (image,)),
        ]  # fmt: skip
    return found


def distance(found: Any, expected: Any) -> float:
    """The largest difference, relative to the largest element; infinite for another shape."""
    a, b = np.asarray(found), np.asarray(expected)
    return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-300)) if a.shape == b.shape else np.inf


def compare(torch: Any, op: Op) -> float:
    """How far value and gradients of one function are apart."""
    rng = np.random.default_rng(0)
    inputs = [rng.standard_normal(shape) for shape in op.shapes]
    value, pullback = vjp(op.ours, *inputs)
    upstream = rng.standard_normal(value.shape)
    leaves = [torch.from_numpy(x).requires_grad_() for x in inputs]
    out = op.theirs(*leaves)
    out.backward(torch.from_numpy(np.asarray(upstream)))
    gradients = zip(pullback(upstream), leaves, strict=True)
    return max(distance(value, out.detach()), *(distance(g, leaf.grad) for g, leaf in gradients))


def compare_optimizer(torch: Any, ours: Any, theirs: Callable[..., Any]) -> float:
    """How far two optimizers are apart after ten steps with the same gradients."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(6)
    leaf = torch.from_numpy(x.copy()).requires_grad_()
    other = theirs([leaf])
    for _ in range(10):
        g = rng.standard_normal(6)
        (x,) = ours.step([x], [g])
        leaf.grad = torch.from_numpy(g)
        other.step()
    return distance(x, leaf.detach())


def main() -> int:
    """Print a line for each function; the exit code tells whether all agree."""
    if importlib.util.find_spec("torch") is None:
        print("PyTorch is not installed here; nothing was compared")
        return 2
    torch = importlib.import_module("torch")
    rows = [(op.name, compare(torch, op), op.allowed) for op in ops(torch)]
    pairs = [
        ("SGD", optim.SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
        ("Momentum", optim.Momentum(0.1, 0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8)),
        ("Adagrad", optim.Adagrad(0.1, 1e-2), lambda p: torch.optim.Adagrad(p, 0.1, eps=1e-2)),
        ("Adadelta", optim.Adadelta(0.5, 0.8, 1e-2), lambda p: torch.optim.Adadelta(p, 0.5, 0.8, 1e-2)),
        ("RMSProp", optim.RMSProp(0.1, 0.8, 1e-2), lambda p: torch.optim.RMSprop(p, 0.1, 0.8, 1e-2)),
        ("Adam", optim.Adam(0.1, (0.5, 0.7), 1e-2), lambda p: torch.optim.Adam(p, 0.1, (0.5, 0.7), 1e-2)),
        ("AdamW", optim.AdamW(0.1, (0.5, 0.7), 1e-2, 0.2), lambda p: torch.optim.AdamW(p, 0.1, (0.5, 0.7), 1e-2, 0.2)),
    ]
    rows += [(name, compare_optimizer(torch, optim.start(ours), theirs), LOOSE) for name, ours, theirs in pairs]
    for name, error, allowed in rows:
        print(f"{'ok ' if error <= allowed else 'OFF'}  {name:45} {error:9.1e}  (allowed {allowed:.0e})")
    wrong = sum(error > allowed for _, error, allowed in rows)
    print(f"{len(rows) - wrong} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
