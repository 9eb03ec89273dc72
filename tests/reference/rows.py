"""The gradcheck table: for each registered primitive, calls that reach all of its rules.

A row is a function of tensors and the shapes of its inputs. Inputs are drawn from ±[0.5, 2], away from the usual kinks,
or from [0.5, 2] for functions of positive numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from reference import rules

EACH = [((),), ((3,),), ((2, 3),), ((2, 1, 2),)]
ROW, COLUMN, SCALAR = ((2, 3), (3,)), ((2, 3), (2, 1)), ((2, 3), ())
PAIRS = [
    ((), ()),
    ((3,), (3,)),
    ((2, 3), (2, 3)),
    ROW,
    COLUMN,
    SCALAR,
    ((1,), (3,)),
    ((2, 1), (1, 3)),
    ((2, 3), (1, 1)),
]
BOTH_WAYS = PAIRS + [pair[::-1] for pair in (ROW, COLUMN, SCALAR)]


@dataclass(frozen=True)
class Row:
    """One call of one primitive."""

    primitive: str
    call: Callable[..., Any]
    shapes: tuple[tuple[int, ...], ...]
    positive: bool = False
    label: str = ""

    @property
    def id(self) -> str:
        shapes = "-".join("x".join(map(str, shape)) or "scalar" for shape in self.shapes)
        return f"{self.primitive} {self.label} {shapes}".replace("  ", " ")

    def inputs(self, rng: np.random.Generator) -> list[np.ndarray]:
        drawn = [rng.uniform(0.5, 2.0, shape) for shape in self.shapes]
        return [
            np.asarray(x if self.positive else x * rng.choice([-1.0, 1.0], self.shapes[i])) for i, x in enumerate(drawn)
        ]


def every(name: str, shapes: Sequence[Any], positive: bool = False, **params: Any) -> list[Row]:
    """A row for each of some shapes."""
    call = partial(getattr(rules, name), **params)
    label = " ".join(f"{k}={v}" for k, v in params.items())
    return [Row(name, call, tuple(s), positive, label) for s in shapes]


def one(name: str, label: str, call: Callable[..., Any], *shapes: tuple[int, ...], positive: bool = False) -> list[Row]:
    """A row with a call of its own."""
    return [Row(name, call, shapes, positive, label)]


def reductions(*names: str) -> list[Row]:
    """Every choice of axes, and keepdims."""
    axes = [None, 0, 1, -1, (0, 2), (0, 1, 2)]
    matrix = [row for name in names for a in axes for row in every(name, [((2, 3, 2),)], axis=a)]
    kept = [
        row for name in names for a in (None, 1, (0, 2)) for row in every(name, [((2, 3, 2),)], axis=a, keepdims=True)
    ]
    return matrix + kept + [row for name in names for row in every(name, [((),), ((4,),)])]


PRODUCTS = [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((4, 2, 3), (3,)), ((3,), (4, 3, 2))]
STACKS = [((4, 2, 3), (3, 2)), ((2, 3), (4, 3, 2)), ((4, 2, 3), (4, 3, 1)), ((3, 1, 2, 2), (4, 2, 3))]
IMAGE = (2, 2, 5, 4)
WINDOWS = [
    {"kernel": (2, 2), "stride": (1, 1), "dilation": (1, 1)},
    {"kernel": (2, 3), "stride": (2, 1), "dilation": (1, 1)},
    {"kernel": (2, 2), "stride": (3, 2), "dilation": (2, 1)},
    {"kernel": (1, 2), "stride": (2, 2), "dilation": (1, 3)},
]
WHERE = np.array([[True, False, True], [False, False, True]])

ROWS = [
    *(row for name in ("add", "subtract", "multiply", "divide") for row in every(name, BOTH_WAYS)),
    *every("power", BOTH_WAYS, positive=True),
    *(
        row
        for p in (3, 2.0, 1, 0, -1.5)
        for row in one("power", f"p={p}", lambda x, p=p: x**p, (2, 3), positive=p == -1.5)
    ),
    *one("power", "base 2", lambda p: 2.0**p, (2, 3)),
    *(row for name in ("negative", "exp", "expm1", "sin", "cos", "abs") for row in every(name, EACH)),
    *(row for name in ("log", "log1p", "sqrt") for row in every(name, EACH, positive=True)),
    *(row for name in ("tanh", "sigmoid", "softplus", "relu", "erf") for row in every(name, EACH)),
    *(row for slope in (0.01, 3.0) for row in every("leaky_relu", EACH, slope=slope)),
    *(row for alpha in (1.0, 0.3) for row in every("elu", EACH, alpha=alpha)),
    *every("log_loss", BOTH_WAYS),
    *(row for name in ("maximum", "minimum") for row in every(name, BOTH_WAYS)),
    *(row for s in BOTH_WAYS for row in one("where", "", lambda a, b: rules.where(WHERE, a, b), *s)),
    *one("where", "scalar", lambda a, b: rules.where(True, a, b * a), (), ()),
    *one("clip", "both", lambda x: rules.clip(x, -1.1, 1.2), (3, 4)),
    *one("clip", "scalar", lambda x: rules.clip(x, -9.0, 9.0), ()),
    *one("astype", "", lambda x: rules.astype(x, np.float64) * 2.0, (2, 3)),
    *reductions("sum", "mean", "var", "max", "min", "logsumexp", "prod"),
    *every("var", [((2, 3, 2),)], axis=(0, 2), ddof=1),
    *(row for axis in (0, 1, -1) for row in every("cumsum", [((3, 2, 2),)], axis=axis)),
    *every("cumsum", [((4,),)], axis=0),
    *(row for n in ("softmax", "log_softmax") for a in (-1, 0, 1) for row in every(n, [((2, 3, 2),)], axis=a)),
    *(row for n in ("softmax", "log_softmax") for row in every(n, [((4,),)])),
    *every("matmul", PRODUCTS + STACKS),
    *every("linear", [((2, 3), (4, 3)), ((3,), (4, 3)), ((2, 2, 3), (4, 3))]),
    *every("linear", [((2, 3), (4, 3), (4,)), ((3,), (4, 3), (4,)), ((2, 2, 3), (4, 3), (4,)), ((1, 2), (2, 2), (2,))]),
    *one("einsum", "ij,jk->ik", partial(rules.einsum, "ij,jk->ik"), (2, 3), (3, 2)),
    *one("einsum", "ijl,kj->i", partial(rules.einsum, "ijl,kj->i"), (2, 3, 2), (4, 3)),
    *one("einsum", "ij,jk,kl->li", partial(rules.einsum, "ij,jk,kl->li"), (2, 3), (3, 2), (2, 3)),
    *one("einsum", "ij->", partial(rules.einsum, "ij->"), (2, 3)),
    *one("einsum", "i,j->ji", partial(rules.einsum, "i, j -> ji"), (2,), (3,)),
    *one("reshape", "", lambda x: rules.reshape(x, (3, -1)), (2, 3, 2)),
    *one("reshape", "scalar", lambda x: rules.reshape(x, (1, 1)), ()),
    *one("transpose", "all", lambda x: rules.transpose(x), (2, 3, 4)),
    *one("transpose", "axes", lambda x: rules.transpose(x, (1, -1, 0)), (2, 3, 4)),
    *one("broadcast_to", "row", lambda x: rules.broadcast_to(x, (2, 3)), (3,)),
    *one("broadcast_to", "column", lambda x: rules.broadcast_to(x, (4, 2, 3)), (2, 1)),
    *one("broadcast_to", "scalar", lambda x: rules.broadcast_to(x, (2, 3)), ()),
    *one("getitem", "slices", lambda x: x[1:, ::2], (3, 4)),
    *one("getitem", "number", lambda x: x[-1], (3, 4)),
    *one("getitem", "element", lambda x: x[1, 2], (3, 4)),
    *one("getitem", "new axis", lambda x: x[..., None, 1], (3, 4)),
    *one("getitem", "repeated", lambda x: x[np.array([0, 2, 0])], (3, 2)),
    *one("getitem", "list", lambda x: x[[1, 1]], (3,)),
    *one("getitem", "pairs", lambda x: x[np.arange(3), np.array([1, 0, 1])], (3, 2)),
    *one("getitem", "mask", lambda x: x[WHERE], (2, 3)),
    *one("scatter_add", "repeated", lambda x: rules.scatter_add(x, np.array([0, 2, 0]), (4, 2)), (3, 2)),
    *one("scatter_add", "slice", lambda x: rules.scatter_add(x, (slice(None), 1), (3, 2)), (3,)),
    *(
        row
        for a in (0, 1, -1)
        for row in one("stack", f"{a}", lambda *t, a=a: rules.stack(t, a), (2, 3), (2, 3), (2, 3))
    ),
    *one("stack", "scalars", lambda *t: rules.stack(t), (), ()),
    *one("concatenate", "0", lambda *t: rules.concatenate(t), (1, 2), (3, 2), (2, 2)),
    *one("concatenate", "-1", lambda *t: rules.concatenate(t, -1), (2, 1), (2, 3)),
    *one("pad", "", lambda x: rules.pad(x, ((1, 2), (0, 1)), 5.0), (2, 3)),
    *(row for params in WINDOWS for row in every("windows", [(IMAGE,)], **params)),
    *one("add_windows", "", lambda x: rules.add_windows(x, (4, 3), (1, 1), (1, 1)), (1, 2, 2, 2, 3, 2)),
    *one("add_windows", "strided", lambda x: rules.add_windows(x, (5, 5), (2, 1), (1, 2)), (1, 1, 2, 2, 2, 3)),
    *one("identity", "", lambda x: x * 1.0, (2,)),
]
