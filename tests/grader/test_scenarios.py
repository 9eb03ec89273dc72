"""Losses, optimizers that look ahead, and scenarios: what kinds of exercise beyond layers and functions can ask."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import load
from exercises.scenario import Ref, Scenario, ScenarioSpec
from exercises.spec import Case, LossSpec, OptimizerSpec, Points, Trajectory
from grader.exercise_texts import text_failures
from grader.grading import grade
from grader.messages import say
from grader.report import Verdict
from grader.sandbox.child.harness import Namespace
from grader.sandbox.types import Call, Construct, Returned
from reference import optim
from tests.grader.conftest import check, failed, judged

POINTS = Points(forward=40, backward=40, gradcheck=10, properties=10)


def exercise(spec, provided=""):
    """An exercise of this suite's own, without known mistakes."""
    return replace(load("linear"), spec=spec, provided=provided, wrong_answers=(), max_points=spec.points.total)


# --- losses ------------------------------------------------------------------------------------------------------


def loss_cases(rng):
    def case(*shape, **more):
        return Case(f"shape {shape}", {"prediction": rng.normal(size=shape), "target": rng.normal(size=shape)}, **more)

    return [case(4, gradcheck=True), case(3, 2), case(5, 2), case(2, 3, 2, group="extremes")]


LOSS = exercise(
    LossSpec(
        title="Square",
        summary="Square.",
        version=1,
        class_name="Square",
        reference=lambda prediction, target: ((prediction - target) * (prediction - target)).mean(),
        cases=loss_cases,
        points=POINTS,
    )
)
SQUARE = """
import numpy as np
class Square:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error ** 2)
    def backward(self):
        return 2 * self.error / self.error.size
"""


def test_a_right_loss_gets_everything():
    result = judged(LOSS, SQUARE)
    assert failed(result) == []
    assert sum(one.points for one in result.checks) == 100
    assert "properties.upstream" not in [one.id for one in result.checks]


@pytest.mark.parametrize(
    ("own", "sentence"),
    [({"cubes": "A cube must work."}, "A cube must work."), ({}, "cubes"), ({"cubes": "{x} works."}, "{x} works.")],
)
def test_a_property_of_an_exercises_own_has_the_sentence_of_its_spec(own, sentence):
    cases = [replace(case, group="cubes") if case.group else case for case in loss_cases(np.random.default_rng(0))]
    spec = replace(LOSS.spec, cases=lambda rng: cases, property_messages=own)
    found = [
        check(judged(exercise(spec), source), "properties.cubes").message
        for source in (SQUARE, SQUARE.replace("np.mean(", "(prediction.ndim < 3) * np.mean("))
    ]
    assert all(sentence in message for message in found)
    assert found[0] != found[1]
    assert bool(own) != any("property_messages" in failure.problem for failure in text_failures(exercise(spec)))


def test_a_loss_that_forgets_the_mean_is_wrong_in_its_gradient(sandbox):
    report = grade(LOSS, SQUARE.replace(" / self.error.size", ""), seed=1, sandbox=sandbox)
    assert report.points == 40
    assert [one.id for one in report.diagnoses] == ["size"]


def test_the_arguments_of_a_loss_are_checked_by_name():
    result = judged(LOSS, SQUARE.replace("self, prediction, target", "self, prediction"))
    assert result.checks[0].verdict is Verdict.CE
    assert "forward(prediction, target)" in result.checks[0].message


# --- optimizers that look ahead ----------------------------------------------------------------------------------


def paths(rng):
    start = (rng.normal(size=3), rng.normal(size=(2, 2)))

    def gradient(params):
        return [np.sin(3.0 * param) for param in params]

    return [
        Trajectory("4 steps", {"lr": 0.1, "momentum": 0.8}, start, gradient, 4, "steps"),
        Trajectory("2 steps", {"lr": 0.2, "momentum": 0.5}, start, gradient, 2, "extremes"),
    ]


NESTEROV = exercise(
    OptimizerSpec(
        title="Nesterov",
        summary="Look ahead.",
        version=1,
        class_name="Nesterov",
        arguments=("lr", "momentum"),
        reference=optim.Nesterov,
        trajectories=paths,
        points=Points(forward=90, backward=0, gradcheck=0, properties=10),
        looks_ahead=True,
    )
)
LOOKS_AHEAD = """
import numpy as np
class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, None
    def lookahead(self, params):
        v = self.v or [np.zeros_like(p) for p in params]
        return [p + self.momentum * one for p, one in zip(params, v)]
    def step(self, params, grads):
        v = self.v or [np.zeros_like(p) for p in params]
        self.v = [self.momentum * one - self.lr * g for one, g in zip(v, grads)]
        return [p + one for p, one in zip(params, self.v)]
"""


def test_an_optimizer_is_asked_where_it_looks():
    assert failed(judged(NESTEROV, LOOKS_AHEAD)) == []
    result = judged(NESTEROV, LOOKS_AHEAD.replace("p + self.momentum * one", "p - self.momentum * one"))
    assert failed(result) == ["forward.steps"]
    assert "Lookahead point 0 before step 2" in check(result, "forward.steps").message


def test_an_optimizer_without_lookahead_is_told_so():
    result = judged(NESTEROV, LOOKS_AHEAD.replace("def lookahead", "def look"))
    assert "The method lookahead is not defined." in check(result, "forward.steps").message


def test_a_lookahead_that_moves_the_parameters_is_seen():
    moving = LOOKS_AHEAD.replace(
        "return [p + self.momentum * one for p, one in zip(params, v)]",
        "for p, one in zip(params, v): p += self.momentum * one\n        return params",
    )
    result = judged(NESTEROV, moving)
    assert failed(result) == ["properties.inputs"]
    assert (
        say("property.changed", what="lookahead(params)", argument="params")
        in check(result, "properties.inputs").message
    )


def test_looking_ahead_twice_must_change_nothing():
    fading = LOOKS_AHEAD.replace(
        "return [p + self.momentum * one for p, one in zip(params, v)]",
        "self.v = [self.momentum * one for one in v]\n        return [p + one for p, one in zip(params, self.v)]",
    ).replace("self.momentum * one - self.lr * g for", "one - self.lr * g for")
    result = judged(NESTEROV, fading)
    assert failed(result) == ["properties.lookahead"]
    assert check(result, "properties.lookahead").message.startswith(say("property.lookahead"))


# --- scenarios ---------------------------------------------------------------------------------------------------

PROVIDED = """
import numpy as np

def make_rng(seed):
    return np.random.default_rng(seed)

class Double:
    calls = 0
    def forward(self, x):
        self.calls += 1
        return 2.0 * x
"""


def scenarios_of(rng):
    x = rng.normal(size=3)
    chain = Scenario("a chain", "forward", "output")
    chain.call(None, "make_rng", 7, keep="rng", provided=True)
    chain.construct("one", "Double", provided=True)
    chain.construct("net", "Chain", [Ref("one"), Ref("one")], Ref("rng"))
    noise = np.random.default_rng(7).random(3)
    chain.expect(chain.call("net", "forward", x), 4.0 * x + noise, "the output of forward")
    chain.expect(chain.attribute("one", "calls"), 2, "the number of calls", check="calls")
    chain.holds(
        [chain.call("net", "losses")],
        ["losses"],
        [(-1,)],
        lambda found: "" if found[0][-1] < found[0][0] else "The losses do not fall.",
        check="learns",
    )

    pair = Scenario("two values", "backward", "nested")
    pair.call(None, "pair", 3.0, 4.0)
    pair.expect(0, 12.0, "the loss", path=((0, 2),))
    pair.expect(0, 3.0, "the second gradient", path=((1, 2), (1, 2)))

    slopes = Scenario("slopes", "gradcheck", "slopes")
    output = slopes.call(None, "square", x)
    gradient = slopes.call(None, "square_backward", np.ones(3), x)

    def again(scenario, _, moved):
        return scenario.call(None, "square", moved)

    slopes.slopes(output, {"x": (gradient, "dx")}, {"x": x}, again, np.ones(3))

    kept = Scenario("arguments", "properties", "inputs")
    kept.unchanged(kept.call(None, "square", x, echo=True), "x")
    kept.expect(kept.call(None, "square", np.outer(x, x), strict=True), np.outer(x, x) ** 2, "the squares")

    values = Scenario("values", "properties", "repeatable")
    values.construct("a", "Number", 2.0)
    values.operate("mul", Ref("a"), Ref("a"), keep="b")
    values.operate("add", Ref("b"), 1.0, keep="c", repeat=1000)
    values.operate("neg", Ref("c"), keep="d")
    values.expect(values.attribute("d", "data"), -1004.0, "the value of d")

    values.call(None, "square", x, keep="power")
    values.call(None, "square", Ref("power"), keep="power", repeat=3)
    values.expect(values.attribute("power", ""), x**16, "the squares of squares")
    values.expect(values.call(None, "square", x, repeat=5), x**2, "the squares, calculated five times")

    values.operate("mul", x, 1.0, keep="array")
    first = values.call(None, "square", Ref("array"))
    values.overwrite("array", -0.5 * x)
    second = values.call(None, "square", Ref("array"))
    values.expect(first, x**2, "the squares")
    values.expect(second, 0.25 * x**2, "the squares of the array that has changed")
    return [chain, pair, slopes, kept, values]


SCENARIO = exercise(
    ScenarioSpec(
        title="Everything",
        summary="Everything.",
        version=1,
        scenarios=scenarios_of,
        points=POINTS,
        classes={"Chain": ("layers", "rng"), "Chain.forward": ("x",), "Number": ("data",)},
        functions={"pair": ("a", "b"), "square": ("x",), "square_backward": ("grad_output", "x")},
    ),
    PROVIDED,
)
RIGHT = """
import numpy as np

class Chain:
    def __init__(self, layers, rng):
        self.layers, self.rng = layers, rng
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x + self.rng.random(3)
    def losses(self):
        return [3.0, np.float64(2.0), 1]

class Number:
    def __init__(self, data):
        self.data = data
    def __add__(self, other):
        return Number(self.data + other)
    def __mul__(self, other):
        return Number(self.data * other.data)
    def __neg__(self):
        return Number(-self.data)

def pair(a, b):
    return a * b, (b, a)

def square(x):
    return x * x

def square_backward(grad_output, x):
    return 2 * grad_output * x
"""


def test_scenarios_are_answered_in_the_sandbox_as_in_this_process(sandbox):
    report = grade(SCENARIO, RIGHT, seed=3, sandbox=sandbox)
    assert (report.verdict, report.points) == (Verdict.AC, 100), [one.message for one in report.checks]
    here = judged(SCENARIO, RIGHT, seed=3)
    assert [one.message for one in here.checks] == [one.message for one in report.checks]
    assert [one.id for one in report.checks] == [
        *("loads.file", "forward.output", "forward.calls", "forward.learns", "backward.nested"),
        *("gradcheck.slopes", "properties.inputs", "properties.repeatable"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("x = layer.forward(x)", "x = 2 * x", "forward.calls", "The number of calls is 0"),
        ("self.rng.random(3)", "1.0", "forward.output", "The output of forward is"),
        ("[3.0, np.float64(2.0), 1]", "[1.0, 2.0]", "forward.learns", "The losses do not fall."),
        ("[3.0, np.float64(2.0), 1]", "[3.0, np.nan]", "forward.learns", "is not finite at [1]"),
        ("[3.0, np.float64(2.0), 1]", "None", "forward.learns", "Losses is None"),
        ("[3.0, np.float64(2.0), 1]", "np.ones((2, 2))", "forward.learns", "shape (2, 2); expected (any,)"),
        ("[3.0, np.float64(2.0), 1]", "['a', 'b']", "forward.learns", "Losses has type list; expected a NumPy array"),
        ("return a * b, (b, a)", "return a * b, b, a", "backward.nested", "returns 3 values instead of 2"),
        ("return a * b, (b, a)", "return a * b, (b, b)", "backward.nested", "The second gradient is 4"),
        ("2 * grad_output * x", "3 * grad_output * x", "gradcheck.slopes", "does not match the slope of your own"),
        ("return x * x", "x *= x\n    return x", "properties.inputs", "modified its argument x"),
        ("self.data * other.data", "self.data * 3", "properties.repeatable", "The value of d is -1006"),
        ("def __neg__", "def __minus__", "properties.repeatable", "-c raised TypeError"),
    ],
)
def test_scenarios_find_what_is_wrong(old, new, where, words):
    assert RIGHT.count(old) == 1
    result = judged(SCENARIO, RIGHT.replace(old, new))
    assert where in failed(result)
    assert words in check(result, where).message


def test_an_object_of_the_grader_never_comes_back():
    result = judged(SCENARIO, RIGHT.replace("return x + self.rng.random(3)", "return self.rng"))
    assert "Generator" in check(result, "forward.output").message


def test_names_of_a_scenario_are_required():
    result = judged(SCENARIO, RIGHT.replace("class Number", "class Numbers"))
    assert "does not define a class named Number." in result.checks[0].message
    result = judged(SCENARIO, RIGHT.replace("def pair(a, b)", "def pair(a)"))
    assert "pair(a, b)" in result.checks[0].message


def test_what_is_given_begins_anew_for_every_submission():
    counting = PROVIDED.replace("self.calls += 1", "Double.calls += 1").replace("return 2.0 * x", "return self.calls")
    for _ in range(2):
        namespace = Namespace(RIGHT, "right.py", counting)
        namespace.run([Construct("one", "Double", provided=True)])
        assert namespace.run([Call("one", "forward", (1.0,))]) == [Returned(1)]
