"""A correct solution passes in any style: none of these is written like the reference."""

from __future__ import annotations

import pytest

from exercises import load
from grader.report import Stage, Verdict
from tests.grader.conftest import check, failed, judged

CHAIN_RULE = {
    "lambdas": """
forward = lambda x, y, z: z * (y + x)
backward = lambda grad_output, x, y, z: (grad_output * z, grad_output * z, grad_output * (x + y))
""",
    "other argument names and defaults": """
def forward(a, b, c=1.0, *ignored):
    return a * c + b * c
def backward(g, a, b, c, scale=1.0):
    return [scale * g * c, scale * c * g, (b + a) * g]
""",
    "always arrays": """
import numpy as np
def forward(x, y, z):
    return np.asarray(x + y) * np.asarray(z)
def backward(grad_output, x, y, z):
    g = np.asarray(grad_output)
    return g * np.asarray(z), g * np.asarray(z), g * np.add(x, y)
""",
    "a named tuple": """
from typing import NamedTuple
import numpy as np
class Gradients(NamedTuple):
    dx: np.ndarray
    dy: np.ndarray
    dz: np.ndarray
def forward(x, y, z):
    return (x + y) * z
def backward(grad_output, x, y, z):
    return Gradients(grad_output * z, grad_output * z, grad_output * (x + y))
""",
    "a class behind the functions": """
class Node:
    def __init__(self, x, y, z): self.q, self.z = x + y, z
    def value(self): return self.q * self.z
    def grads(self, g): return g * self.z, g * self.z, g * self.q
def forward(x, y, z): return Node(x, y, z).value()
def backward(grad_output, x, y, z): return Node(x, y, z).grads(grad_output)
""",
}

SIGMOID = {
    "one exponential": """
import numpy as np
class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x < 0, e, 1.0) / (1.0 + e)
        return self.s
    def backward(self, grad_output):
        return grad_output * (self.s - np.square(self.s))
""",
    "element by element": """
import math
import numpy as np
def one(v):
    return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))
class Sigmoid:
    def forward(self, x):
        self.s = np.array([one(v) for v in x.ravel()]).reshape(x.shape)
        return self.s
    def backward(self, grad_output):
        return (grad_output.ravel() * [s * (1 - s) for s in self.s.ravel()]).reshape(grad_output.shape)
""",
    "generous clipping": """
import numpy as np
class Sigmoid:
    def forward(self, x):
        self.s = 1 / (1 + np.exp(-np.clip(x, -60, 60)))
        return self.s
    def backward(self, grad_output):
        return self.s * (1 - self.s) * grad_output
""",
    "a dataclass with a property": """
from __future__ import annotations
from dataclasses import dataclass
import numpy as np
@dataclass
class Sigmoid:
    s: np.ndarray | None = None
    def forward(self, x):
        with np.errstate(over="ignore"):
            self.s = 1 / (1 + np.exp(-x))
        return self.s
    @property
    def slope(self): return self.s * (1 - self.s)
    def backward(self, grad_output): return self.slope * grad_output
""",
    "inherited": """
import numpy as np
class Activation:
    def forward(self, x):
        self.out = self.f(x)
        return self.out.copy()
    def backward(self, grad_output): return grad_output * self.df(self.out)
class Sigmoid(Activation):
    f = staticmethod(lambda x: np.exp(-np.logaddexp(0, -x)))
    df = staticmethod(lambda s: s * (1 - s))
""",
}

RELU = {
    "clip": """
import numpy as np
class ReLU:
    def forward(self, x):
        self.open = np.sign(np.maximum(x, 0))
        return np.clip(x, 0, None)
    def backward(self, grad_output): return grad_output * self.open
""",
    "minus zeros": """
import numpy as np
class ReLU:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, -0.0)
    def backward(self, grad_output):
        out = np.zeros(grad_output.shape)
        np.copyto(out, grad_output, where=self.x > 0)
        return out
""",
    "methods made in the constructor": """
import numpy as np
class ReLU:
    def __init__(self):
        kept = {}
        def forward(x):
            kept["mask"] = np.greater(x, 0)
            return np.multiply(x, kept["mask"])
        self.forward = forward
        self.backward = lambda grad_output: np.multiply(grad_output, kept["mask"])
""",
    "quarter slope at zero": """
import numpy as np
class ReLU:
    def forward(self, x):
        self.slope = np.heaviside(x, 0.25)
        return np.fmax(x, 0.0)
    def backward(self, g): return self.slope * g
""",
}

LINEAR = {
    "named otherwise, with extra methods": """
import numpy as np
class Linear:
    def __init__(self, W, b=None, *, name="linear"):
        self.weight, self.bias, self.name = W, b, name
    def __repr__(self): return f"Linear({self.name})"
    def forward(self, inputs, training=True):
        self.cache = inputs
        return self.bias + inputs.dot(self.weight.transpose())
    def backward(self, dout):
        self.grad_bias = dout.sum(0)
        self.grad_weight = np.tensordot(dout, self.cache, axes=(0, 0))
        return dout.dot(self.weight)
""",
    "homogeneous coordinates": """
import numpy as np
class Linear:
    def __init__(self, weight, bias):
        self.full = np.hstack([weight, bias[:, None]])
    def forward(self, x):
        self.x1 = np.hstack([x, np.ones((len(x), 1))])
        return self.x1 @ self.full.T
    def backward(self, grad_output):
        grad = grad_output.T @ self.x1
        self.grad_weight, self.grad_bias = grad[:, :-1], grad[:, -1]
        return (grad_output @ self.full)[:, :-1]
""",
    "a stack of outer products": """
import numpy as np
class Linear:
    def __init__(self, weight, bias):
        self.weight = weight.copy()
        self.bias = bias.copy()
        self.history = []
    def forward(self, x):
        self.history.append(x)
        return np.stack([self.weight @ row + self.bias for row in x])
    def backward(self, grad_output):
        x = self.history[-1]
        self.grad_weight = sum(np.outer(g, row) for g, row in zip(grad_output, x))
        self.grad_bias = np.add.reduce(grad_output)
        return np.stack([self.weight.T @ g for g in grad_output])
""",
    "slots and Fortran order": """
import numpy as np
class Linear:
    __slots__ = ("weight", "bias", "x", "grad_weight", "grad_bias")
    def __init__(self, weight, bias):
        self.weight = np.asfortranarray(weight)
        self.bias = bias
    def forward(self, x):
        self.x = np.asfortranarray(x)
        return self.x @ self.weight.T + self.bias[np.newaxis]
    def backward(self, grad_output):
        self.grad_weight = (self.x.T @ grad_output).T
        self.grad_bias = np.einsum("ij->j", grad_output)
        return np.asfortranarray(grad_output @ self.weight)
""",
}

ADAM = {
    "a class for each slot": """
import numpy as np
class Slot:
    def __init__(self, shape): self.m, self.v = np.zeros(shape), np.zeros(shape)
class Adam:
    def __init__(self, lr=.001, betas=(.9, .999), eps=1e-8):
        self.__dict__.update(lr=lr, b1=betas[0], b2=betas[1], eps=eps, slots=None, count=0)
    def step(self, params, grads):
        if self.slots is None: self.slots = [Slot(p.shape) for p in params]
        self.count += 1
        k = self.lr * np.sqrt(1 - self.b2 ** self.count) / (1 - self.b1 ** self.count)
        out = []
        for p, g, s in zip(params, grads, self.slots):
            s.m += (1 - self.b1) * (g - s.m)
            s.v += (1 - self.b2) * (g * g - s.v)
            out.append(p - k * s.m / (np.sqrt(s.v) + self.eps * np.sqrt(1 - self.b2 ** self.count)))
        return out
""",
    "history of all gradients": """
import numpy as np
class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr, (self.b1, self.b2), self.eps, self.seen = lr, betas, eps, []
    def mean(self, values, beta):
        t = len(values)
        weights = np.array([(1 - beta) * beta ** (t - 1 - i) for i in range(t)])
        return np.tensordot(weights / (1 - beta**t), np.stack(values), axes=1)
    def step(self, params, grads):
        self.seen.append([g.copy() for g in grads])
        new = []
        for i, p in enumerate(params):
            gs = [grads[i] for grads in self.seen]
            m, v = self.mean(gs, self.b1), self.mean([g**2 for g in gs], self.b2)
            new.append(p - self.lr * m / (v**0.5 + self.eps))
        return tuple(new)
""",
    "torch-like attributes": """
import numpy as np
class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        self.defaults = dict(lr=lr, betas=tuple(betas), eps=eps)
        self.exp_avg, self.exp_avg_sq, self.steps = {}, {}, {}
    def step(self, params, grads):
        b1, b2 = self.defaults["betas"]
        def one(i):
            p, g = params[i], grads[i]
            t = self.steps[i] = self.steps.get(i, 0) + 1
            a = self.exp_avg[i] = b1 * self.exp_avg.get(i, np.zeros_like(p)) + (1 - b1) * g
            s = self.exp_avg_sq[i] = b2 * self.exp_avg_sq.get(i, np.zeros_like(p)) + (1 - b2) * np.square(g)
            root = np.sqrt(s / (1 - b2**t))
            return p - self.defaults["lr"] * np.divide(a / (1 - b1**t), root + self.defaults["eps"])
        return [one(i) for i in range(len(params))]
""",
}

STYLES = [
    pytest.param(slug, source, id=f"{slug}: {name}")
    for slug, styles in {
        "chain_rule": CHAIN_RULE,
        "sigmoid": SIGMOID,
        "relu": RELU,
        "linear": LINEAR,
        "adam": ADAM,
    }.items()
    for name, source in styles.items()
]


@pytest.mark.parametrize(("slug", "source"), STYLES)
def test_correct_style_gets_full_points(slug, source):
    for seed in range(3):
        result = judged(slug, source, seed)
        assert failed(result) == []
        assert sum(one.points for one in result.checks) == 100


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["chain_rule", "sigmoid", "relu", "linear", "adam"])
def test_correct_numbers_use_a_tiny_part_of_the_tolerance(slug):
    for seed in range(5):
        for solution in load(slug).accepted:
            for one in judged(slug, solution.source, seed).checks:
                if one.stage in (Stage.FORWARD, Stage.BACKWARD):
                    assert one.details["error"] * 1e5 < one.details["tolerance"]


def first_line(line):
    return SIGMOID["one exponential"].replace("def forward(self, x):", f"def forward(self, x):\n        {line}")


def test_float64_from_float32_is_a_note_and_costs_nothing():
    source = SIGMOID["one exponential"].replace(
        "def forward(self, x):", "def forward(self, x):\n        x = x * np.ones(x.shape)"
    )
    result = judged("sigmoid", source)
    noted = check(result, "properties.float32")
    assert failed(result) == []
    assert (noted.verdict, noted.max_points) == (Verdict.AC, 0)
    assert "float64" in noted.details["notes"][0]


def test_failing_on_float32_is_a_note_and_costs_nothing():
    source = SIGMOID["one exponential"].replace(
        "def forward(self, x):", "def forward(self, x):\n        assert x.dtype == float"
    )
    result = judged("sigmoid", source)
    assert failed(result) == []
    assert "float32" in check(result, "properties.float32").details["notes"][0]


def test_float32_kept_as_float32_gives_no_note():
    assert "notes" not in check(judged("relu", RELU["clip"]), "properties.float32").details
