"""What ``xor_mlp`` asks.

The hidden activation is the student's choice, so no reference can tell what forward should give. What can be told is
how its answers hang together when the parameters change, and what backward must give for such a forward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exercises.scenario import Array, Kept, Scenario, ScenarioSpec
from exercises.spec import Points

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])
PARAMETERS = ("w1", "b1", "w2", "b2")
HIDDEN, LEARNING_RATE, STEPS = 24, 1.0, 200
NETWORKS, ENOUGH = 10, 9


@dataclass(frozen=True, slots=True)
class Point:
    """Parameters, rows to look at and an upstream gradient for them."""

    w1: Array
    b1: Array
    w2: Array
    b2: Array
    x: Array
    upstream: Array

    @classmethod
    def draw(cls, rng: np.random.Generator, rows: int, hidden: int) -> Point:
        """Everything from N(0, 1)."""
        shapes = ((hidden, 2), (hidden,), (1, hidden), (1,), (rows, 2), (rows,))
        return cls(*(rng.normal(size=shape) for shape in shapes))

    @property
    def hidden(self) -> int:
        """How many hidden units there are."""
        return len(self.b1)

    @property
    def z(self) -> Array:
        """What the activation is applied to, of shape (N, hidden)."""
        return self.x @ self.w1.T + self.b1

    @property
    def name(self) -> str:
        """For the report."""
        rows = len(self.x)
        return f"{rows} row{'s' * (rows > 1)}, {self.hidden} hidden unit{'s' * (self.hidden > 1)}"

    def build(self, scenario: Scenario, net: str = "net") -> None:
        """Plan the network and give it these parameters."""
        scenario.call("", "make_rng", 1, keep="rng", given=True)
        scenario.build(net, "XORNet", self.hidden, Kept("rng"))
        scenario.call("", "set_parameters", Kept(net), self.w1, self.b1, self.w2, self.b2, given=True)

    def logits(self, scenario: Scenario, net: str = "net") -> int:
        """Plan to set the parameters and ask for the logits."""
        return scenario.call("", "forward_with", Kept(net), self.w1, self.b1, self.w2, self.b2, self.x, given=True)

    def backward(self, scenario: Scenario, net: str = "net", *, strict: bool = False) -> list[int]:
        """Plan a backward; returns the steps of its five gradients, that of x first."""
        grad_x = scenario.call(net, "backward", self.upstream, strict=strict)
        return [grad_x, *(scenario.read(net, f"grad_{name}") for name in PARAMETERS)]

    @property
    def gradient_shapes(self) -> list[tuple[int, ...]]:
        """The shapes of the five gradients."""
        return [one.shape for one in (self.x, self.w1, self.b1, self.w2, self.b2)]


GRADIENTS = ("the gradient that backward returns", *(f"self.grad_{name}" for name in PARAMETERS))


def differs(one: Array, other: Array) -> bool:
    """Whether two arrays of the same shape differ by more than rounding."""
    return not np.max(np.abs(one - other)) <= 1e-9 * np.max(np.abs(other)) + 1e-11


def log_loss(logits: Array, y: Array) -> float:
    """The mean log-loss."""
    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))


def start(hidden: int) -> Scenario:
    """The parameters exist and have their shapes, and forward answers with one logit for each row."""
    scenario = Scenario(f"a new network with {hidden} hidden units", "forward", "start")
    scenario.call("", "make_rng", hidden, keep="rng", given=True)
    scenario.build("net", "XORNet", hidden, Kept("rng"))
    for name, shape in zip(PARAMETERS, ((hidden, 2), (hidden,), (1, hidden), (1,)), strict=True):
        scenario.holds([scenario.read("net", name)], [f"self.{name} of a new network"], [shape], lambda _: "")
    scenario.holds([scenario.call("net", "forward", CORNERS)], ["the output of forward"], [(4,)], lambda _: "")
    return scenario


def readout(point: Point, other: Array) -> Scenario:
    """The logits are w2 times something that does not depend on w2, plus b2."""
    scenario = Scenario(point.name, "forward", "readout")
    point.build(scenario)
    w2s = (point.w2, other, point.w2 + 2.0 * other, np.zeros_like(other))
    steps = [replace(point, w2=w2).logits(scenario) for w2 in w2s]
    steps.append(replace(point, b2=point.b2 + 3.0).logits(scenario))

    def problem(found: Sequence[Array]) -> str:
        one, two, both, none, moved = found
        if differs(none, np.full_like(none, point.b2[0])):
            return f"With w2 = 0 the logits are {none[0]:.6g}, …; expected is b2, {point.b2[0]:.6g}, for every row."
        if differs(moved, one + 3.0):
            return "When b2 grows by 3, the logits do not: is something applied to them, or is b2 not used?"
        if differs(both - none, (one - none) + 2.0 * (two - none)):
            return "The logits are not linear in w2: is something applied to them after w2?"
        return ""

    _logits(scenario, steps, point, problem)
    return scenario


def hidden(point: Point, order: Array) -> Scenario:
    """What w2 reads are values of one function at z = x w1ᵀ + b1, unit by unit and row by row."""
    scenario = Scenario(point.name, "forward", "hidden")
    point.build(scenario)
    steps = [point.logits(scenario)]
    for z in point.z:
        same = replace(point, w1=np.zeros_like(point.w1), b1=z, x=point.x[:1])
        steps.append(same.logits(scenario))
    swapped = replace(point, w1=point.w1[order], b1=point.b1[order], w2=point.w2[:, order])
    steps.append(swapped.logits(scenario))

    def problem(found: Sequence[Array]) -> str:
        logits, *alone, permuted = found
        for row, got in enumerate(alone):
            if differs(got, logits[row : row + 1]):
                return (
                    f"With w1 = 0 and b1 = {np.array2string(point.z[row], precision=4)} the logit is {got[0]:.6g}, but "
                    f"row {row} of the batch, whose x w1ᵀ + b1 is just that, has {logits[row]:.6g}. The hidden layer "
                    "must depend on x w1ᵀ + b1 alone, element by element."
                )
        if differs(permuted, logits):
            return "When the hidden units change places, with all their parameters, the logits change."
        return ""

    shapes = [(len(point.x),), *[(1,)] * len(point.x), (len(point.x),)]
    scenario.holds(steps, ["the output of forward"] * len(steps), shapes, problem)
    return scenario


def activation() -> Scenario:
    """The function of z is not a straight line, or the hidden layer would be of no use."""
    scenario = Scenario("one hidden unit at z from -2 to 3", "forward", "activation")
    z = np.array([-2.0, -1.0, -0.3, 0.0, 0.4, 1.0, 3.0])
    one = Point(np.array([[1.0, 0.0]]), np.zeros(1), np.ones((1, 1)), np.zeros(1), np.zeros((1, 2)), np.ones(1))
    one.build(scenario)
    step = replace(one, x=np.column_stack([z, z])).logits(scenario)

    def problem(found: Sequence[Array]) -> str:
        line = np.interp(z, z[[0, -1]], found[0][[0, -1]])
        if np.max(np.abs(found[0] - line)) > 1e-6 * (1.0 + np.max(np.abs(found[0]))):
            return ""
        return "The hidden layer applies no activation: the logits are a straight line in x, and XOR needs a bend."

    scenario.holds([step], ["the output of forward"], [z.shape], problem)
    return scenario


def _logits(scenario: Scenario, steps: list[int], point: Point, problem: Callable[[Sequence[Array]], str]) -> None:
    shape = (len(point.x),)
    scenario.holds(steps, ["the output of forward"] * len(steps), [shape] * len(steps), problem)


def gradients(point: Point) -> Scenario:
    """Every gradient has its shape and is the slope of the submission's own forward."""
    scenario = Scenario(point.name, "backward", "grad_x")
    point.build(scenario)
    output = scenario.call("net", "forward", point.x)
    steps = point.backward(scenario)
    labels = ("x", *PARAMETERS)

    def again(scenario: Scenario, label: str, moved: Array) -> int:
        return replace(point, **{label: moved}).logits(scenario, "moved")

    point.build(scenario, "moved")
    for label, step, what, shape in zip(labels, steps, GRADIENTS, point.gradient_shapes, strict=True):
        check = f"grad_{label}"
        scenario.holds([step], [what], [shape], lambda _: "", check=check)
        values = {label: getattr(point, label)}
        scenario.slopes(output, {label: (step, what)}, values, again, point.upstream, check=check)
    return scenario


def last_layer(point: Point) -> Scenario:
    """The gradients of w2 and b2 exactly; unit vectors in w2 show the hidden values that they are made of."""
    scenario = Scenario(point.name, "backward", "grad_w2")
    point.build(scenario)
    scenario.call("net", "forward", point.x)
    _, _, _, grad_w2, grad_b2 = point.backward(scenario)
    total = np.array([point.upstream.sum()])
    scenario.expect(grad_b2, total, "self.grad_b2", check="grad_b2", upstream=point.upstream)
    units = np.eye(point.hidden)
    shown = [replace(point, w2=unit[None], b2=np.zeros(1)).logits(scenario) for unit in units]

    def problem(found: Sequence[Array]) -> str:
        got, *columns = found
        right = (point.upstream @ np.column_stack(columns))[None]
        if not differs(got, right):
            return ""
        unit = int(np.argmax(np.abs(got - right)))
        return f"self.grad_w2 is {got[0, unit]:.6g} at [0, {unit}]; expected is {right[0, unit]:.6g}."

    shapes = [(1, point.hidden), *[(len(point.x),)] * point.hidden]
    scenario.holds([grad_w2, *shown], ["self.grad_w2", *["the output of forward"] * point.hidden], shapes, problem)
    return scenario


def fit_step(point: Point, y: Array, lr: float) -> Scenario:
    """One step of fit is lr times the submission's own gradients of the mean log-loss."""
    scenario = Scenario(f"{point.name}, lr {lr:g}", "properties", "fit")
    point.build(scenario)
    before = scenario.call("net", "forward", point.x)
    scenario.call("net", "forward", point.x, keep="logits")
    scenario.call("", "loss_gradient", Kept("logits"), y, keep="gradient", given=True)
    scenario.call("net", "backward", Kept("gradient"))
    grads = [scenario.read("net", f"grad_{name}") for name in PARAMETERS]
    losses = scenario.call("net", "fit", point.x, y, lr, 1)
    moved = [scenario.read("net", name) for name in PARAMETERS]
    shapes = point.gradient_shapes[1:]

    def problem(found: Sequence[Array]) -> str:
        logits, losses = found[:2]
        if differs(losses, np.array([log_loss(logits, y)])):
            return f"The first loss is {losses[0]:.6g}; expected is {log_loss(logits, y):.6g}, that before the step."
        for name, grad, got in zip(PARAMETERS, found[2:6], found[6:], strict=True):
            if differs(got, getattr(point, name) - lr * grad):
                return f"After one step self.{name} is not what it was minus lr times its gradient."
        return ""

    what = ["the output of forward", "the list of losses", *GRADIENTS[1:], *(f"self.{name}" for name in PARAMETERS)]
    scenario.holds([before, losses, *grads, *moved], what, [(len(y),), (1,), *shapes, *shapes], problem)
    return scenario


def fit_goes_on(point: Point, y: Array) -> Scenario:
    """Four steps at once are one step and three more."""
    scenario = Scenario(point.name, "properties", "fit")
    for net in ("whole", "parts"):
        point.build(scenario, net)
    steps = [scenario.call("whole", "fit", point.x, y, 0.4, 4)]
    steps += [scenario.call("parts", "fit", point.x, y, 0.4, count) for count in (1, 3)]
    steps += [scenario.read(net, name) for net in ("whole", "parts") for name in PARAMETERS]

    def problem(found: Sequence[Array]) -> str:
        whole, first, rest = found[:3]
        if differs(np.concatenate([first, rest]), whole):
            return "fit with 1 step and then 3 gives other losses than fit with 4 steps."
        moved = any(differs(one, other) for one, other in zip(found[3:7], found[7:], strict=True))
        return "fit with 1 step and then 3 ends elsewhere than fit with 4 steps." if moved else ""

    names = [f"self.{name}" for name in PARAMETERS]
    shapes = point.gradient_shapes[1:]
    scenario.holds(steps, [*["the list of losses"] * 3, *names, *names], [(4,), (1,), (3,), *shapes, *shapes], problem)
    return scenario


def learns(rng: np.random.Generator) -> Scenario:
    """Several networks, each from a generator of its own; nearly all of them end with four right answers."""
    scenario = Scenario(f"{NETWORKS} networks, {HIDDEN} hidden units", "properties", "learns")
    steps: list[int] = []
    for number in range(NETWORKS):
        scenario.call("", "make_rng", int(rng.integers(2**31)), keep="rng", given=True)
        scenario.build(f"net {number}", "XORNet", HIDDEN, Kept("rng"))
        # The first two steps apart: another solution that trains differently is told from this one right there.
        steps += [scenario.call(f"net {number}", "fit", CORNERS, XOR, LEARNING_RATE, count) for count in (2, STEPS - 2)]
        steps.append(scenario.call(f"net {number}", "forward", CORNERS))

    def problem(found: Sequence[Array]) -> str:
        solved = sum(bool(np.array_equal(logits > 0.0, XOR > 0.5)) for logits in found[2::3])
        if solved >= ENOUGH:
            return ""
        last = ", ".join(f"{losses[-1]:.3g}" for losses in found[1::3])
        return f"After {STEPS} steps {solved} of {NETWORKS} networks solve XOR; their last losses are {last}."

    what = ["the list of losses", "the list of losses", "the output of forward"] * NETWORKS
    scenario.holds(steps, what, [(2,), (STEPS - 2,), (4,)] * NETWORKS, problem)
    return scenario


def random_start(seed: int) -> Scenario:
    """The start comes from the generator, and the units differ."""
    scenario = Scenario("three new networks", "properties", "random")
    steps = []
    for net, number in (("one", seed), ("same", seed), ("other", seed + 1)):
        scenario.call("", "make_rng", number, keep="rng", given=True)
        scenario.build(net, "XORNet", 6, Kept("rng"))
        steps += [scenario.read(net, name) for name in ("w1", "w2")]

    def problem(found: Sequence[Array]) -> str:
        for name, one, same, other in zip(("w1", "w2"), found[:2], found[2:4], found[4:], strict=True):
            if differs(one, same):
                return f"Two networks from equal generators begin with different {name}."
            if name == "w1" and not differs(one, other):
                return f"Two networks from different generators begin with the same {name}."
        if len(np.unique(np.column_stack([found[0], found[1].T]), axis=0)) < 6:
            return "Hidden units begin with the same weights, so they get the same gradients and stay alike."
        return ""

    scenario.holds(steps, ["self.w1", "self.w2"] * 3, [(6, 2), (1, 6)] * 3, problem)
    return scenario


def saturated(point: Point) -> Scenario:
    """With w2 = 0 every logit is b2: ±1000, where the loss must still be exact."""
    scenario = Scenario("logits of ±1000", "properties", "extremes")
    for sign in (1.0, -1.0):
        edge = replace(point, w2=np.zeros_like(point.w2), b2=np.array([1000.0 * sign]), x=CORNERS)
        edge.build(scenario)
        y = np.array([0.0, 1.0, 1.0, 1.0])
        losses = scenario.call("net", "fit", CORNERS, y, 0.1, 1)
        scenario.expect(losses, [log_loss(edge.b2 * np.ones(4), y)], "the list of losses", sequence=True)
        # The mean of p - y is -3/4 or 1/4: only the sigmoid's rounding to 0 and 1 keeps the gradient exact here.
        right = edge.b2 - 0.1 * (0.25 if sign > 0 else -0.75)
        scenario.expect(scenario.read("net", "b2"), right, "self.b2 after one step", check="extremes")
    return scenario


def same_gradients(scenario: Scenario, found: Sequence[tuple[list[int], float]], point: Point, sentence: str) -> None:
    """Expect several sets of gradients to be the same but for a factor each."""
    steps = [step for steps, _ in found for step in steps]

    def problem(values: Sequence[Array]) -> str:
        first = values[:5]
        for place, (_, factor) in enumerate(found):
            for what, one, right in zip(GRADIENTS, values[5 * place : 5 * place + 5], first, strict=True):
                if differs(one, factor * right):
                    return f"{sentence}: {what} differs."
        return ""

    scenario.holds(steps, GRADIENTS * len(found), point.gradient_shapes * len(found), problem)


def upstream(point: Point) -> Scenario:
    scenario = Scenario(point.name, "properties", "upstream")
    point.build(scenario)
    found = []
    for factor in (1.0, 2.0, 0.0):
        scenario.call("net", "forward", point.x)
        found.append((replace(point, upstream=factor * point.upstream).backward(scenario), factor))
    same_gradients(scenario, found, point, "With a larger upstream gradient, or zero")
    return scenario


def repeatable(point: Point) -> Scenario:
    """Again the same, also on the same object, and the parameters stay as they are."""
    scenario = Scenario(point.name, "properties", "repeatable")
    point.build(scenario)
    found, outputs = [], []
    for _ in range(2):
        outputs.append(scenario.call("net", "forward", point.x))
        found += [(point.backward(scenario), 1.0), (point.backward(scenario), 1.0)]
    same_gradients(scenario, found, point, "The second time")

    def problem(found: Sequence[Array]) -> str:
        return "forward gives other logits the second time." if differs(*found) else ""

    _logits(scenario, outputs, point, problem)
    for name in PARAMETERS:
        scenario.expect(scenario.read("net", name), getattr(point, name), f"self.{name} after backward")
    return scenario


def latest(point: Point, earlier: Point) -> Scenario:
    """The gradients belong to the latest forward, as on an object that has seen no other."""
    scenario = Scenario(point.name, "properties", "latest")
    found = []
    for net in ("fresh", "used"):
        point.build(scenario, net)
        if net == "used":
            scenario.call(net, "forward", earlier.x)
        scenario.call(net, "forward", point.x)
        found.append((point.backward(scenario, net), 1.0))
    same_gradients(scenario, found, point, "After an earlier forward")
    return scenario


def inputs(point: Point, y: Array) -> Scenario:
    scenario = Scenario(point.name, "properties", "inputs")
    point.build(scenario)
    scenario.unchanged(scenario.call("net", "forward", point.x, echo=True), "x")
    first = point.backward(scenario)
    scenario.unchanged(scenario.call("net", "backward", point.upstream, echo=True), "grad_output")
    scenario.call("net", "forward", point.x, strict=True)
    strict = point.backward(scenario, strict=True)
    same_gradients(scenario, [(first, 1.0), (strict, 1.0)], point, "With read-only arrays")
    scenario.unchanged(scenario.call("net", "fit", point.x, y, 0.1, 2, echo=True), "x", "y", "lr", "steps")
    return scenario


def instances(one: Point, other: Point) -> Scenario:
    """Two networks of different sizes in turns, and each alone."""
    scenario = Scenario("two networks", "properties", "instances")
    points = {"one": one, "other": other}
    alone = {}
    for net, point in points.items():
        point.build(scenario, f"{net} alone")
        scenario.call(f"{net} alone", "forward", point.x)
        alone[net] = point.backward(scenario, f"{net} alone")
    for net, point in points.items():
        point.build(scenario, net)
    for net, point in points.items():
        scenario.call(net, "forward", point.x)
    for net, point in points.items():
        turns = point.backward(scenario, net)
        same_gradients(scenario, [(alone[net], 1.0), (turns, 1.0)], point, "Beside another network")
    return scenario


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    def point(rows: int, hidden: int) -> Point:
        return Point.draw(rng, rows, hidden)

    def labels(rows: int) -> Array:
        return rng.permutation(np.arange(rows) % 2).astype(np.float64)

    return [
        start(3),
        start(2),
        readout(point(4, 3), rng.normal(size=(1, 3))),
        readout(point(1, 5), rng.normal(size=(1, 5))),
        hidden(point(4, 3), np.array([2, 0, 1])),
        hidden(point(1, 4), np.array([3, 1, 0, 2])),
        activation(),
        *(gradients(point(*size)) for size in ((4, 3), (1, 2))),
        *(last_layer(point(*size)) for size in ((5, 3), (1, 4), (3, 1))),
        fit_step(point(16, 3), labels(16), 0.7),
        fit_step(point(4, 2), labels(4), 0.05),
        fit_goes_on(point(5, 3), labels(5)),
        random_start(int(rng.integers(2**31))),
        saturated(point(4, 3)),
        upstream(point(4, 3)),
        repeatable(point(4, 3)),
        latest(point(4, 3), point(4, 3)),
        inputs(point(4, 3), labels(4)),
        instances(point(4, 3), point(3, 5)),
        # The last one, for it costs most: by then a diagnosis has told other solutions from this one.
        learns(rng),
    ]


SPEC = ScenarioSpec(
    title="A network for XOR",
    summary="One hidden layer, trained from scratch: the smallest network that one line cannot replace.",
    version=1,
    scenarios=scenarios,
    points=Points(forward=25, backward=40, gradcheck=0, properties=35),
    classes={
        "XORNet": ("hidden", "rng"),
        "XORNet.forward": ("x",),
        "XORNet.backward": ("grad_output",),
        "XORNet.fit": ("x", "y", "lr", "steps"),
    },
)
