"""The activations: their examples are true, their data reaches what it is for, their pictures show the function."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import load
from exercises.spec import Case
from grader.report import Stage
from tests.grader.conftest import failed, judged

FAMILY = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax")

EXAMPLES = {
    "tanh": ("Tanh", (), [0.0, 0.5, -1.0], [0.0, 0.462117, -0.761594], [2.0, -1.0, 1.0], [2.0, -0.786448, 0.419974]),
    "leaky_relu": ("LeakyReLU", (0.1,), [-2.0, 0.5, 3.0], [-0.2, 0.5, 3.0], [0.3, -2.0, 0.7], [0.03, -2.0, 0.7]),
    "elu": (
        "ELU",
        (2.0,),
        [-1.0, -3.0, 3.0],
        [-1.264241, -1.900426, 3.0],
        [0.5, -2.0, 0.7],
        [0.367879, -0.199148, 0.7],
    ),
    "softplus": (
        "Softplus",
        (),
        [0.0, 2.0, -3.0],
        [0.693147, 2.126928, 0.048587],
        [1.0, -0.5, 2.0],
        [0.5, -0.440399, 0.094852],
    ),
    "softmax": (
        "Softmax",
        (),
        [[2.0, 1.0, -1.0]],
        [[0.705385, 0.259496, 0.035119]],
        [[1.0, 0.0, 0.0]],
        [[0.207817, -0.183045, -0.024772]],
    ),
}


def cases(slug, seed=0):
    return load(slug).spec.cases(np.random.default_rng(seed))


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_accepted_solution_reproduces_the_worked_example(slug):
    name, arguments, x, out, upstream, grad = EXAMPLES[slug]
    for module in modules(slug):
        layer = module[name](*arguments)
        np.testing.assert_allclose(layer.forward(np.array(x)), out, atol=6e-7)
        np.testing.assert_allclose(layer.backward(np.array(upstream)), grad, atol=6e-7)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_statement_and_starter_show_the_numbers_of_the_worked_example(slug):
    _, _, x, out, upstream, grad = EXAMPLES[slug]
    numbers = set(np.ravel([x, out, upstream, grad]).tolist())
    cells = re.findall(r"\$(?:[^$|]*= )?(-?[\d.]+)\$", load(slug).statement)
    assert numbers - {float(cell) for cell in cells} == set()
    assert numbers - {float(number) for number in re.findall(r"-?\d+\.\d+", load(slug).starter)} == set()


def test_the_intermediate_numbers_of_the_statements_are_true():
    numbers = {
        "tanh": [1 - np.tanh(0.5) ** 2, 1 - np.tanh(1.0) ** 2],
        "elu": [2 * np.exp(-1.0), 2 * np.exp(-3.0)],
        "softplus": [1 / (1 + np.exp(-2.0)), 1 / (1 + np.exp(3.0))],
        "softmax": [np.exp(-1.0), np.exp(-3.0), 1 + np.exp(-1.0) + np.exp(-3.0)],
    }
    for slug, found in numbers.items():
        assert [number for number in found if f"{number:.6f}" not in load(slug).statement] == []


STYLES = [
    (
        "elu",
        """
import numpy as np
class ELU:
    def __init__(self, alpha=1.0): self.a = alpha
    def forward(self, x):
        self.x = x
        return np.maximum(0, x) + np.minimum(0, self.a * (np.exp(x) - 1))
    def backward(self, g):
        slope, left = np.ones(self.x.shape), self.x <= 0
        slope[left] = self.a * np.exp(self.x[left])
        return slope * g
""",
    ),
    (
        "elu",
        """
import numpy as np
class ELU:
    def __init__(self, alpha: float = 1.0, inplace=False): self.alpha = alpha
    def forward(self, x):
        self.y = np.where(x >= 0, x, self.alpha * np.exp(np.clip(x, None, 0)) - self.alpha)
        return self.y.copy()
    def backward(self, grad): return np.where(self.y >= 0, grad, grad * (self.y + self.alpha))
""",
    ),
    (
        "leaky_relu",
        """
import numpy as np
class LeakyReLU:
    def __init__(self, slope=1e-2): self.even, self.odd = (1 - slope) / 2, (1 + slope) / 2
    def forward(self, x):
        self.x = x
        return self.odd * x + self.even * np.abs(x)
    def backward(self, g): return g * (self.odd + self.even * np.sign(self.x))
""",
    ),
    (
        "leaky_relu",
        """
class LeakyReLU:
    def __init__(self, negative_slope=0.01): self.s = negative_slope
    def forward(self, x):
        self.x = x
        return x * (x > 0) + self.s * x * (x <= 0)
    def backward(self, g): return g * (self.x > 0) + self.s * g * (self.x <= 0)
""",
    ),
    (
        "softplus",
        """
import numpy as np
class Softplus:
    def forward(self, x):
        self.x = x
        self.y = np.where(x < 30, np.log1p(np.exp(np.minimum(x, 30))), x)
        return self.y
    def backward(self, g): return g * np.exp(self.x - self.y)
""",
    ),
    (
        "softplus",
        """
import numpy as np
class Softplus:
    def forward(self, x):
        self.x, m = x, np.maximum(0, x)
        return m + np.log(np.exp(-m) + np.exp(x - m))
    def backward(self, g): return np.exp(np.minimum(self.x, 0)) / (1 + np.exp(-np.abs(self.x))) * g
""",
    ),
    (
        "softmax",
        """
import numpy as np
class Softmax:
    def forward(self, x):
        self.y = np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))
        return self.y
    def backward(self, g): return self.y * g - self.y * np.einsum("...c,...c->...", self.y, g)[..., np.newaxis]
""",
    ),
    (
        "softmax",
        """
import numpy as np
class Softmax:
    def forward(self, x):
        first = np.moveaxis(x, -1, 0)
        e = np.exp(first - first.max(0))
        self.p = e / e.sum(0)
        return np.moveaxis(self.p, 0, -1)
    def backward(self, g):
        g = np.moveaxis(g, -1, 0)
        return np.moveaxis(self.p * (g - (self.p * g).sum(0)), 0, -1)
""",
    ),
    (
        "tanh",
        """
import numpy as np
class Tanh:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, 1 - 2 / (np.exp(2 * x) + 1), 2 / (np.exp(-2 * x) + 1) - 1)
    def backward(self, g): return g / np.cosh(self.x) ** 2
""",
    ),
]


@pytest.mark.parametrize(("slug", "source"), STYLES)
def test_a_correct_solution_in_another_style_gets_full_points(slug, source):
    for seed in range(5):
        result = judged(slug, source, seed)
        assert failed(result) == []
        assert sum(check.points for check in result.checks) == 100


@pytest.mark.parametrize("slug", EXAMPLES)
def test_correct_numbers_use_a_tiny_part_of_the_tolerance(slug):
    for seed in range(3):
        for solution in load(slug).accepted:
            for check in judged(slug, solution.source, seed).checks:
                if check.stage in (Stage.FORWARD, Stage.BACKWARD):
                    assert check.details["error"] * 1e5 < check.details["tolerance"]


@pytest.mark.parametrize("slug", FAMILY)
def test_every_mistake_is_helped_with_in_three_steps(slug):
    for wrong in load(slug).wrong_answers:
        assert wrong.nudge.endswith("?"), wrong.id
        assert wrong.hint.endswith("."), wrong.id
        assert wrong.explanation.endswith("."), wrong.id
        assert len({wrong.nudge, wrong.hint, wrong.explanation}) == 3, wrong.id


def test_the_slips_of_the_slides_are_put_right():
    assert "*zero-centered*" in load("tanh").statement
    assert re.search(r"slides\b[^.]*\bReLU or Leaky ReLU", load("elu").statement)
    told = {wrong.id for wrong in load("elu").wrong_answers if "slides" in wrong.explanation}
    assert told == {"plain_relu", "leaky_instead"}


@pytest.mark.parametrize("slug", ["tanh", "leaky_relu", "elu", "softplus"])
def test_plus_and_minus_a_thousand_and_several_axes_are_seen(slug):
    found = cases(slug)
    for case in found:
        if case.group == "extremes":
            assert {-1000.0, 0.0, 1000.0} <= set(case.inputs["x"])
    assert {case.inputs["x"].ndim for case in found} == {1, 2, 3}


@pytest.mark.parametrize(("slug", "argument"), [("leaky_relu", "negative_slope"), ("elu", "alpha")])
def test_parameters_lie_on_both_sides_of_one_and_the_default_is_used(slug, argument):
    for seed in range(20):
        plain = [case for case in cases(slug, seed) if case.group is None]
        values = [case.construct.get(argument) for case in plain]
        assert None in values
        for some in (values, [case.construct[argument] for case in plain if case.gradcheck]):
            known = [value for value in some if value is not None]
            assert min(known) < 0.8
            assert max(known) > 1.2
        assert plain[-1].construct != plain[-2].construct  # the two that run side by side
        assert all((case.inputs["x"] < 0).any() and (case.inputs["x"] > 0).any() for case in plain)
        assert any((case.inputs["x"] == 0).any() for case in plain)


@pytest.mark.parametrize(("slug", "argument"), [("leaky_relu", "negative_slope"), ("elu", "alpha")])
@pytest.mark.parametrize("value", [0.5, 2.0])
def test_subgradients_are_an_interval_at_zero_and_a_number_elsewhere(slug, argument, value):
    case = Case("zeros", {"x": np.array([-1.0, 0.0, 0.0, 2.0])}, {argument: value})
    low, high = load(slug).spec.subgradients(case, np.array([3.0, 3.0, -3.0, 3.0]))
    left = 3.0 * value * (np.exp(-1.0) if slug == "elu" else 1.0)
    inner = sorted([3.0, 3.0 * value])
    np.testing.assert_allclose(low, [left, inner[0], -inner[1], 3.0])
    np.testing.assert_allclose(high, [left, inner[1], -inner[0], 3.0])


def test_subgradients_know_the_defaults():
    for slug, default in (("leaky_relu", 0.01), ("elu", 1.0)):
        low, high = load(slug).spec.subgradients(Case("zero", {"x": np.zeros(1)}), np.array([2.0]))
        assert (low.item(), high.item()) == (2.0 * default, 2.0)


def test_softplus_sees_numbers_where_it_is_nearly_x():
    for seed in range(20):
        x = np.concatenate([case.inputs["x"].ravel() for case in cases("softplus", seed) if case.group is None])
        assert ((x > 5.5) & (x < 8.0)).any()
        assert ((x < -5.5) & (x > -8.0)).any()
        assert ((x > 15.0) & (x <= 15.5)).any(), "the identity from 15 on would be taken for softplus"


def test_softmax_sees_squares_other_sizes_higher_shapes_and_rows_far_apart():
    for seed in range(20):
        found = cases("softmax", seed)
        shapes = [case.inputs["x"].shape for case in found if case.group is None]
        assert {len(shape) for shape in shapes} == {2, 3, 4}
        assert any(shape[0] == shape[1] for shape in shapes if len(shape) == 2)
        assert any(shape[0] < shape[1] for shape in shapes if len(shape) == 2)
        assert any(shape[0] > shape[1] for shape in shapes if len(shape) == 2)
        assert all(len(set(shape)) == 3 for shape in shapes if len(shape) == 3)
        (far,) = (case.inputs["x"] for case in found if case.group == "extremes")
        assert {-1000.0, 0.0, 1000.0} in [set(row) for row in far]
        assert far.max(axis=1).min() < -900.0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("limit", [15.0, 18.0, 20.0])
def test_a_sigmoid_clipped_to_tiny_slopes_fails_with_every_seed(limit, seed):
    (clipped,) = (one for one in load("sigmoid").wrong_answers if one.id == "clipped")
    result = judged("sigmoid", clipped.source.replace("15.0", str(limit)), seed)
    assert failed(result) == ["properties.extremes"]
