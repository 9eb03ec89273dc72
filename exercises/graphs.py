"""Graphs of single numbers that are built twice: with the submission's values and with the reference's tensors."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import numpy as np

from exercises.scenario import Ref, Scenario
from reference import Tensor

METHODS = ("exp", "log", "tanh", "relu")
OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow"}
Operand = str | float


class Graph:
    """One graph, built as steps of a scenario and with tensors that give the expected results.

    Args:
        scenario: the scenario to which the steps are added.
        leaves: the numbers of the leaves by name.
    """

    def __init__(self, scenario: Scenario, leaves: Mapping[str, float]) -> None:
        self.scenario = scenario
        self.tensors: dict[str, Tensor] = {}
        for name, data in leaves.items():
            self.leaf(name, data)

    def leaf(self, name: str, data: float) -> None:
        """Add a leaf with this number."""
        self.scenario.construct(name, "Value", data)
        self.tensors[name] = Tensor(data, requires_grad=True)

    def follow(self, recipe: str) -> None:
        """Compute the values of a recipe in order: ``"d = a * b; e = 2 - d; g = - e; f = tanh g"``."""
        for step in recipe.split(";"):
            name, expression = (part.strip() for part in step.split(" = "))
            what, operands = _parsed(expression)
            self._make(name, what, operands)

    def _make(self, name: str, what: str, operands: list[Operand]) -> None:
        found = [self.tensors[one] if isinstance(one, str) else one for one in operands]
        if what in METHODS:
            self.scenario.call(str(operands[0]), what, keep=name)
            self.tensors[name] = getattr(found[0], what)()
        else:
            kept = [Ref(one) if isinstance(one, str) else one for one in operands]
            self.scenario.operate(what, *kept, keep=name)
            self.tensors[name] = getattr(operator, what)(*found)

    def backward(self, name: str) -> None:
        """Call backward on a value; the gradients accumulate in the leaves."""
        self.scenario.call(name, "backward")
        self.tensors[name].backward(retain_graph=True)

    def set_gradient(self, name: str, number: float) -> None:
        """Set the gradient of a leaf with the exercise's ``set_gradient``; later gradients are added to it."""
        self.scenario.call(None, "set_gradient", Ref(name), number, provided=True)
        self.tensors[name].grad = np.asarray(number)

    def values(self, *names: str) -> None:
        """Expect the right data in these values."""
        for name in names:
            self.scenario.expect(self.scenario.attribute(name, "data"), self.tensors[name].data, f"the value of {name}")

    def gradients(self, *names: str, **more: Any) -> None:
        """Expect the right gradients in these leaves; `more` as for `Scenario.expect`."""
        for name in names:
            found = self.tensors[name].grad
            expected = 0.0 if found is None else float(found)
            self.scenario.expect(self.scenario.attribute(name, "grad"), expected, f"the gradient of {name}", **more)


def names_in(recipe: str) -> set[str]:
    """Return every name that a recipe defines or uses."""
    steps = [step.split(" = ") for step in recipe.split(";")]
    used = {one for _, expression in steps for one in _parsed(expression)[1] if isinstance(one, str)}
    return used | {name.strip() for name, _ in steps}


def _parsed(expression: str) -> tuple[str, list[Operand]]:
    """Return the function or operator of an expression and its operands: names as text, numbers as numbers."""
    match expression.split():
        case ["-", one]:
            return "neg", [_operand(one)]
        case [function, one] if function in METHODS:
            return function, [_operand(one)]
        case [left, sign, right] if sign in OPERATORS:
            return OPERATORS[sign], [_operand(left), _operand(right)]
    raise ValueError(f"{expression!r} is neither a function, nor a negation, nor a binary operation")


def _operand(text: str) -> Operand:
    if text.isidentifier():
        return text
    return float(text) if "." in text else int(text)
