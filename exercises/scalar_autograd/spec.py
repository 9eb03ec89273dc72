"""The specification of ``scalar_autograd``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.graphs import METHODS, Graph, names_in
from exercises.points import Points
from exercises.scenario import Array, Ref, Scenario, ScenarioSpec

CHAIN = 10_000
SQUARES = 10
MOST_MULTIPLICATIONS = 200

# Each recipe computes values from the leaves; the last one is the result. a and b have opposite signs, c is positive.
ARITHMETIC = ("f = a + b", "f = a - b", "f = a * b", "f = a / b", "f = a ** 3", "f = b ** -2", "f = - a")
POWERS = ("f = c ** 0.5", "f = c ** 2.7", "f = c ** -1", "f = low ** 3", "f = low ** -1")
NUMBERS = tuple(
    f"f = {pair}" for sign in "+-*/" for pair in (f"a {sign} 2", f"3 {sign} b", f"b {sign} 0.5", f"1.5 {sign} a")
)
FUNCTIONS = (
    *("f = exp c", "f = exp a", "f = exp b", "f = log c", "f = log high", "f = tanh c", "f = tanh a", "f = tanh b"),
    *("f = relu c", "f = relu a", "f = relu b", "f = relu high", "f = relu low"),
)
REUSE = (
    *("f = a + a", "f = a * a", "f = b - b", "f = a / a"),
    *(
        "d = a * b; f = d + a",
        "d = a ** 2; e = b ** 2; g = d - e; h = 3.0 * a; f = g - h",
        "d = exp a; e = tanh a; f = d * e",
    ),
)
DIAMONDS = (
    "d = a * b; e = d + a; g = d + b; f = e * g",
    *("d = a * b; e = d + a; f = d * e", "d = a * b; e = d + a; f = e * d"),
    *("d = a * b; e = tanh d; g = exp e; f = d + g", "d = a * b; e = tanh d; g = exp e; f = g + d"),
    "d = a - b; e = d * d; g = e * e; f = g + d",
    "d = a * b; e = d + c; g = d * c; h = e / g; i = tanh h; j = i * g; f = j - e",
)
TOUR = (
    "d = a * b; e = -1 - d; g = exp e; h = c ** 1.5; i = g / h; j = tanh i; k = log c; l = j + k; m = l * d; "
    "n = relu c; o = - n; p = 2 / o; q = p + m; f = q * q"
)


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    signs = rng.permutation([-1.0, 1.0])
    leaves = {name: float(sign * rng.uniform(0.5, 1.5)) for name, sign in zip("ab", signs, strict=True)}
    leaves["c"] = float(rng.uniform(1.2, 2.5))
    more = {**leaves, "high": 0.8, "low": -0.8}
    return [
        _forward("arithmetic", more, ARITHMETIC + POWERS),
        _forward("numbers", leaves, NUMBERS),
        _forward("functions", more, FUNCTIONS),
        _backward("arithmetic", more, ARITHMETIC + POWERS),
        _backward("numbers", leaves, NUMBERS),
        _backward("functions", more, FUNCTIONS),
        _backward("reuse", leaves, REUSE),
        _backward("diamonds", leaves, DIAMONDS),
        _equal_leaves(leaves["c"]),
        _slopes(leaves),
        _again(leaves),
        _shared(leaves),
        _set_between(leaves),
        _onwards(leaves),
        _separate(leaves),
        _leaf(leaves),
        _extremes(),
        _long_chain(leaves),
        _each_once(),
    ]


def _forward(check: str, leaves: dict[str, float], recipes: Sequence[str]) -> Scenario:
    """Compute all recipes from the same leaves, which must not change."""
    graph = Graph(Scenario(check, "forward", check), leaves)
    for recipe in recipes:
        graph.follow(recipe)
        graph.values("f")
    graph.values(*leaves)
    return graph.scenario


def _backward(check: str, leaves: dict[str, float], recipes: Sequence[str]) -> Scenario:
    """Build a separate graph for each recipe; the gradients of its new leaves start at 0."""
    graph = Graph(Scenario(check, "backward", check), {})
    for recipe in recipes:
        used = [name for name in leaves if name in names_in(recipe)]
        for name in used:
            graph.leaf(name, leaves[name])
        graph.follow(recipe)
        graph.backward("f")
        graph.gradients(*used)
    return graph.scenario


def _equal_leaves(number: float) -> Scenario:
    """Use distinct values that hold equal numbers."""
    graph = Graph(Scenario("equal numbers", "backward", "diamonds"), {"a": number, "b": number})
    graph.follow("d = a * 2.0; e = b * 2.0; g = d * e; f = g + a")
    graph.backward("f")
    graph.gradients("a", "b")
    return graph.scenario


def _slopes(leaves: dict[str, float]) -> Scenario:
    graph = Graph(Scenario("an expression with all operations", "gradcheck", "slopes"), leaves)
    graph.follow(TOUR)
    graph.backward("f")
    scenario = graph.scenario
    output = scenario.attribute("f", "data")
    gradients = {name: (scenario.attribute(name, "grad"), f"the gradient of {name}") for name in leaves}

    def again(scenario: Scenario, moved: str, there: Array) -> int:
        Graph(scenario, {**leaves, moved: float(there)}).follow(TOUR)
        return scenario.attribute("f", "data")

    values = {name: np.asarray(data) for name, data in leaves.items()}
    scenario.slopes(output, gradients, values, again, np.ones(()))
    return scenario


def _again(leaves: dict[str, float]) -> Scenario:
    """Call backward several times on the same result."""
    graph = Graph(Scenario("backward several times", "properties", "several_walks"), leaves)
    graph.follow(TOUR)
    for _ in range(3):
        graph.backward("f")
        graph.gradients(*leaves)
    return graph.scenario


def _shared(leaves: dict[str, float]) -> Scenario:
    """Call backward on two results that share a part of the graph and a leaf."""
    graph = Graph(Scenario("two results of one graph", "properties", "several_walks"), leaves)
    graph.follow("d = a * b; e = exp d; f = e * c; g = e + c; h = g * d")
    graph.backward("f")
    graph.gradients(*leaves)
    graph.backward("h")
    graph.gradients(*leaves)
    return graph.scenario


def _set_between(leaves: dict[str, float]) -> Scenario:
    """Set the gradients of some leaves between two calls to backward: later ones are added to these numbers."""
    graph = Graph(Scenario("gradients set between two calls", "properties", "several_walks"), leaves)
    graph.follow("d = a * b; e = exp d; f = e * c")
    graph.backward("f")
    for number in (0.0, 2.5):
        graph.set_gradient("a", number)
        graph.set_gradient("c", 0.0)
        graph.gradients(*leaves)
        graph.backward("f")
        graph.gradients(*leaves)
    graph.set_gradient("b", 0.0)
    graph.backward("b")
    graph.gradients(*leaves)
    return graph.scenario


def _onwards(leaves: dict[str, float]) -> Scenario:
    """Extend the graph from a result after calling backward on it."""
    graph = Graph(Scenario("a graph extended after backward", "properties", "several_walks"), leaves)
    graph.follow("d = a * b; f = tanh d")
    graph.backward("f")
    graph.follow("g = f * c")
    graph.backward("g")
    graph.gradients(*leaves)
    return graph.scenario


def _separate(leaves: dict[str, float]) -> Scenario:
    """Use two separate graphs, and leaves that no backward reaches."""
    graph = Graph(Scenario("two separate graphs", "properties", "separate"), {**leaves, "x": 1.7, "y": -0.4})
    graph.gradients("a", "x")
    graph.follow("d = a * b; z = x * y; f = exp d; w = tanh z")
    graph.backward("f")
    graph.gradients("a", "b", "c", "x", "y")
    graph.backward("w")
    graph.gradients("a", "b", "c", "x", "y")
    graph.values("a", "b", "x", "y", "d", "f", "w")
    return graph.scenario


def _leaf(leaves: dict[str, float]) -> Scenario:
    """Call backward on a leaf without a gradient, and on one that already has a gradient."""
    graph = Graph(Scenario("backward on a leaf", "properties", "leaf"), leaves)
    graph.backward("c")
    graph.gradients("c")
    graph.follow("f = a * b")
    for name in ("f", "a", "a"):
        graph.backward(name)
        graph.gradients(*leaves)
    return graph.scenario


def _extremes() -> Scenario:
    """Use large numbers, zeros, and the kink of relu, where any slope from 0 to 1 is right."""
    graph = Graph(Scenario("large numbers and zeros", "properties", "extremes"), {})
    for name, data, functions in (
        ("a", 1000.0, ("tanh a", "relu a")),
        ("b", -1000.0, ("tanh b", "exp b", "relu b")),
        ("t", 1e-150, ("log t", "1.0 / t")),
        ("e", 300.0, ("exp e",)),
        ("z", 0.0, ("z ** 2", "z ** 1", "z * z", "z / 4.0", "tanh z", "exp z")),
    ):
        for function in functions:
            graph.leaf(name, data)
            graph.follow(f"f = {function}")
            graph.backward("f")
            graph.values("f")
            graph.gradients(name)
    graph.leaf("z", 0.0)
    graph.follow("d = relu z; f = d * 3.0")
    graph.backward("f")
    graph.values("f")
    graph.gradients("z", low=np.asarray(0.0), high=np.asarray(3.0))
    return graph.scenario


def _long_chain(leaves: dict[str, float]) -> Scenario:
    """Build a sum of thousands of terms, after a small graph that reveals other mistakes earlier and more cheaply."""
    first = {**leaves, "same": leaves["c"], "low": -0.8, "z": 0.0, "far": 1000.0}
    graph = Graph(Scenario(f"a chain of {CHAIN} additions", "properties", "long_chain"), first)
    graph.follow(f"{TOUR}; g = same * c; h = f * g; i = low ** 3; j = z ** 2; k = relu low; l = relu z; m = tanh far")
    graph.follow("n = h + i; o = j + k; p = l + m; q = n + o; f = p + q")
    graph.values("f")
    for _ in range(2):
        graph.backward("f")
    graph.gradients(*(name for name in first if name != "z"))
    graph.values(*leaves)
    scenario = graph.scenario
    scenario.construct("a", "Value", leaves["a"])
    scenario.construct("s", "Value", 1.0)
    scenario.operate("add", Ref("s"), Ref("a"), keep="t", repeat=CHAIN)
    scenario.expect(scenario.attribute("t", "data"), 1.0 + CHAIN * leaves["a"], "the sum")
    scenario.call("t", "backward")
    scenario.expect(scenario.attribute("s", "grad"), 1.0, "the gradient of s")
    scenario.expect(scenario.attribute("a", "grad"), CHAIN, "the gradient of a")
    return scenario


def _each_once() -> Scenario:
    """Square a number ten times: there are only ten operations, but a thousand paths through them."""
    start = 1.001
    scenario = Scenario(f"{SQUARES} successive squares", "properties", "each_once")
    scenario.call(None, "counted", start, keep="number", provided=True)
    scenario.construct("v0", "Value", Ref("number"))
    for step in range(SQUARES):
        scenario.operate("mul", Ref(f"v{step}"), Ref(f"v{step}"), keep=f"v{step + 1}")
    scenario.call(None, "multiplications", provided=True)
    scenario.call(f"v{SQUARES}", "backward")
    gradient = scenario.call(None, "gradient", Ref("v0"), provided=True)
    scenario.expect(gradient, 2**SQUARES * start ** (2**SQUARES - 1), "the gradient of v0")
    asked = scenario.call(None, "multiplications", provided=True)
    scenario.holds([asked], ["the number of multiplications"], [()], _too_many)
    return scenario


def _too_many(found: Sequence[Array]) -> str:
    made = int(found[0])
    if made <= MOST_MULTIPLICATIONS:
        return ""
    return f"backward used {made} multiplications for {SQUARES} operations; it should visit each operation only once."


SPEC = ScenarioSpec(
    title="Scalar autograd",
    summary="A small autograd engine: numbers that remember how they were computed.",
    version=4,
    scenarios=scenarios,
    classes={"Value": ("data",), **{f"Value.{name}": () for name in (*METHODS, "backward")}},
    points=Points(forward=30, backward=40, gradcheck=10, properties=20),
)
