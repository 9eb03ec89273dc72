"""Each kind of check has a table of mutants that it must catch, and the check that catches them first."""

from __future__ import annotations

import pytest

from exercises import load
from grader.messages import say
from grader.report import Verdict
from tests.grader.conftest import check, failed, judged, replaced

LINEAR = """
import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
"""

LINEAR_MUTANTS = """
off by a millionth | + self.bias | + self.bias + 1e-6 | forward.output
one element off | + self.bias | + self.bias + 0.1 * (np.arange(len(self.bias)) == 1) | forward.output
right only for 4 rows | return x @ self.weight.T | return (x if len(x) == 4 else 2 * x) @ self.weight.T | forward.output
right only for squares | x @ self.weight.T | x @ self.weight | forward.output
a single number for all | return x @ self.weight.T + self.bias | return 0.0 | forward.output
off by a millionth | return grad_output @ self.weight | return (1 + 1e-6) * grad_output @ self.weight | backward.grad_x
weight gradient of one row | grad_output.T @ self.x | grad_output[:1].T @ self.x[:1] | backward.grad_weight
right for an upstream of ones | grad_output.sum(axis=0) | 0.0 * self.bias + len(grad_output) | backward.grad_bias
a row for a vector | sum(axis=0) | sum(axis=0)[None] | backward.grad_bias
attribute missing | self.grad_bias = | grad_bias = | backward.grad_bias
saturates | return grad_output @ | return np.clip(grad_output, -50, 50) @ | properties.upstream
not zero at zero | return grad_output @ | return (grad_output + (not grad_output.any())) @ | properties.upstream
drifts | self.x = x | self.n = getattr(self, "n", 0) + 1; self.x = x * self.n | properties.repeatable
accumulates | self.grad_bias = | self.grad_bias = getattr(self, "grad_bias", 0) + | properties.repeatable
changes x after use | self.x = x | self.x = x.copy(); x += 1; x = self.x | properties.inputs
changes grad_output | return grad_output @ | g = grad_output.copy(); grad_output[:] = 7; return g @ | properties.inputs
needs contiguous arrays | self.x = x | assert x.flags.c_contiguous; self.x = x | properties.inputs
needs writable arrays | self.x = x | x[...] = x; self.x = x | properties.inputs
one cache for all layers | self.x | Linear.x | properties.instances
one weight for all layers | self.weight | Linear.weight | properties.instances
first input for ever | self.x = x | self.x = getattr(self, "x", x) | properties.latest
clips large inputs | self.x = x | self.x = x = np.clip(x, -100, 100) | properties.extremes
forgets rows | x @ self.weight.T + | (np.arange(len(x)) < 100)[:, None] * x @ self.weight.T + | forward.output
sums few rows | grad_output.sum(axis=0) | grad_output[:100].sum(axis=0) | backward.grad_bias
squeezes single rows | x @ self.weight.T + self.bias | (x @ self.weight.T + self.bias).squeeze() | properties.single_row
"""


def mutants(table):
    """The rows of a table: name, old text, new text, the check that must catch it."""
    rows = [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("old", "new", "caught_by"), mutants(LINEAR_MUTANTS))
def test_linear_mutant_is_caught_first_by(old, new, caught_by):
    assert old in LINEAR
    result = judged("linear", LINEAR.replace(old, new))
    assert failed(result)[0] == caught_by


def test_the_template_itself_is_right():
    assert failed(judged("linear", LINEAR)) == []


def test_a_backward_that_fits_a_wrong_forward_is_told_so_and_earns_nothing():
    source = load("chain_rule").wrong_answers
    other = next(wrong for wrong in source if wrong.id == "other_function").source
    slopes = check(judged("chain_rule", other), "gradcheck.slopes")
    assert (slopes.verdict, slopes.points) == (Verdict.SKIP, 0)
    assert slopes.message == say("slopes.consistent")


def test_a_backward_that_does_not_fit_its_forward_fails_the_gradcheck():
    result = judged(
        "linear", LINEAR.replace("return grad_output @ self.weight", "return 2 * grad_output @ self.weight")
    )
    slopes = check(result, "gradcheck.slopes")
    assert slopes.verdict is Verdict.WA
    assert "slope" in slopes.message


def test_zeros_everywhere_earn_nothing():
    zeros = """
import numpy as np
class Linear:
    def __init__(self, weight, bias): self.weight, self.bias = weight, bias
    def forward(self, x):
        self.x = x
        return np.zeros((len(x), len(self.bias)))
    def backward(self, grad_output):
        self.grad_weight, self.grad_bias = np.zeros_like(self.weight), np.zeros_like(self.bias)
        return np.zeros_like(self.x)
"""
    assert sum(one.points for one in judged("linear", zeros).checks) == 0


RELU_MUTANTS = """
negative at zero | grad_output * self.mask | grad_output * np.where(self.x == 0, -1, self.mask) | backward.grad_x
double at zero | grad_output * self.mask | grad_output * np.where(self.x == 0, 2, self.mask) | backward.grad_x
nan at the far end | return x * self.mask | return np.where(x > 900, np.nan, x * self.mask) | properties.extremes
loses tiny numbers | self.mask = x > 0 | self.mask = x > 1e-200 | properties.extremes
"""


@pytest.mark.parametrize(("old", "new", "caught_by"), mutants(RELU_MUTANTS))
def test_relu_mutant_is_caught_first_by(old, new, caught_by):
    source = next(one.source for one in load("relu").accepted if one.id == "mask")
    assert old in source
    keeps_x = source.replace("self.mask = x > 0", "self.x = x\n        self.mask = x > 0")
    result = judged("relu", keeps_x.replace(old, new))
    assert failed(result)[0] == caught_by


ADAM_MUTANTS = """
eps 1e-7 by default | eps=1e-8 | eps=1e-7 | forward.defaults
second beta 0.9999 by default | (0.9, 0.999) | (0.9, 0.9999) | forward.defaults
no defaults | lr=1e-3 | lr | forward.defaults
time stops at step 5 | self.t += 1 | self.t = min(self.t + 1, 5) | forward.steps
one v for each array | self.v[i] / (1 | self.v[i].mean() / (1 | forward.first_step
eps inside the root | (np.sqrt(v_hat) + self.eps) | np.sqrt(v_hat + self.eps**2) | forward.hyperparameters
keeps its first parameters | self.t += 1 | self.t += 1; self.p0 = params = getattr(self, "p0", params) | forward.steps
one parameter too few | return new_params | return new_params[:3] | forward.parameters
an array for a list | return new_params | return new_params[0] | forward.first_step
writes into params | new_params.append(p - | p[...] = p; new_params.append(p - | properties.inputs
correction stops at 100 | 1 - self.beta2**self.t | 1 - self.beta2**self.t * (self.t < 100) | forward.steps
time stops at step 100 | self.t += 1 | self.t = min(self.t + 1, 100) | forward.steps
clock shared by all | self.t | Adam.t | forward.first_step
nan for a zero gradient | np.sqrt(v_hat) | np.where(v_hat == 0, np.nan, np.sqrt(v_hat)) | properties.extremes
"""


@pytest.mark.parametrize(("old", "new", "caught_by"), mutants(ADAM_MUTANTS))
def test_adam_mutant_is_caught_first_by(old, new, caught_by):
    source = next(one.source for one in load("adam").accepted if one.id == "textbook")
    assert old in source
    mutant = source.replace(old, new)
    if "Adam.t" in mutant:
        mutant = mutant.replace("        Adam.t = 0\n", "").replace("class Adam:\n", "class Adam:\n    t = 0\n")
    assert failed(judged("adam", mutant))[0] == caught_by


OPTIMIZERS = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "rmsprop": "RMSProp",
    "adadelta": "Adadelta",
    "adam": "Adam",
}
OPTIMIZER_MUTANTS = """
stops after 100 steps | g | new if self.n <= 100 else 1.0 * p | forward.steps
hides nan gradients | np.nan_to_num(g) | new | properties.extremes
hides nan results | g | np.nan_to_num(new) | properties.extremes
a tiny weight decay | g | new - 1e-12 * p | properties.extremes
a tiny weight decay of matrices | g | new - 1e-12 * p * (p.ndim > 1) | properties.extremes
a tiny L2 penalty of one parameter | g + 1e-8 * p * (i == 2) | new | properties.extremes
"""


@pytest.mark.slow
@pytest.mark.parametrize(("gradient", "result", "caught_by"), mutants(OPTIMIZER_MUTANTS))
@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_optimizer_mutant_is_caught_first_by(slug, gradient, result, caught_by):
    changed = f"""

import numpy as np

step = {OPTIMIZERS[slug]}.step


def changed(self, params, grads):
    self.n = getattr(self, "n", 0) + 1
    found = step(self, params, [{gradient} for i, (p, g) in enumerate(zip(params, grads))])
    return [{result} for p, new in zip(params, found)]


{OPTIMIZERS[slug]}.step = changed
"""
    for seed in range(2):
        assert failed(judged(slug, load(slug).accepted[0].source + changed, seed))[0] == caught_by


LAYERS = {"linear": "Linear", "relu": "ReLU", "softmax": "Softmax", "conv2d": "Conv2d"}
LOSSES = {"mse_loss": "MSELoss", "cross_entropy": "CrossEntropyLoss"}
CALLS = {"linear": 50, "relu": 50, "softmax": 50, "conv2d": 5, "mse_loss": 50, "cross_entropy": 50}


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "name"), [*LAYERS.items(), *LOSSES.items()])
def test_a_layer_or_loss_that_changes_after_many_rows_is_caught(slug, name):
    rows = 15 if slug == "conv2d" else 100
    changed = f"""
forward = {name}.forward
{name}.forward = lambda self, x, *target: forward(self, x, *target) * (1 if len(x) <= {rows} else 1.1)
"""
    assert failed(judged(slug, load(slug).accepted[0].source + changed))[0] == "forward.output"


@pytest.mark.parametrize("method", ["forward", "backward"])
@pytest.mark.parametrize(("slug", "name"), [*LAYERS.items(), *LOSSES.items()])
def test_a_layer_or_loss_that_changes_after_many_calls_is_caught(slug, name, method):
    changed = f"""
method = {name}.{method}


def counted(self, *inputs):
    self.calls_so_far = getattr(self, "calls_so_far", 0) + 1
    return method(self, *inputs) * (1 if self.calls_so_far <= {CALLS[slug]} else 1.1)


{name}.{method} = counted
"""
    for seed in range(2):
        assert failed(judged(slug, load(slug).accepted[0].source + changed, seed)) == ["properties.repeatable"]


def test_numbers_only_in_the_chain_rule_fail_on_arrays():
    mutant = replaced("chain_rule", "return x * z + y * z", "return float(x) * z + y * z", accepted=0)
    assert failed(judged("chain_rule", mutant))[0] == "forward.output"


@pytest.mark.parametrize("name", ["step_decay", "exponential_decay", "cosine_decay", "warmup"])
def test_a_schedule_that_stops_after_a_few_steps_is_caught(name):
    stopped = f"""
schedule = {name}
{name} = lambda lr, step, *rest: schedule(lr, step if step > 50_000 else min(step, 90), *rest)
"""
    assert failed(judged("lr_schedules", load("lr_schedules").accepted[0].source + stopped)) == [
        "properties.late_steps"
    ]
