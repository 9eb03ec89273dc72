"""Check that the texts of an exercise agree with its spec, without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from exercises import Exercise
from exercises.spec import FunctionsSpec
from grader.limits import CPU_TIME_RANGE_S, MEMORY_RANGE_BYTES
from grader.loading import required_names
from grader.messages import has_property
from grader.report import Stage


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that an exercise breaks.

    Attributes:
        rule: the name of the rule, for example ``"wrong_answer"``.
        what: the file or name that breaks it.
        seed: the seed with which it failed; None if it does not depend on one.
        problem: the rest of a sentence that begins with `what`, for the author.
    """

    rule: str
    what: str
    seed: int | None
    problem: str


def text_failures(exercise: Exercise) -> Iterator[Failure]:
    """Yield the failures where statement, starter and spec disagree, or where something is missing."""
    if len(exercise.accepted) < 2:
        yield Failure("form", "accepted", None, "needs at least two solutions, in different styles")
    if len(exercise.wrong_answers) < 5:
        yield Failure("form", "wrong_answer", None, "needs at least five known mistakes")
    for wrong in exercise.wrong_answers:
        for step in ("nudge", "explanation"):
            if not getattr(wrong, step):
                yield Failure("wrong_answer", wrong.id, None, f"has no {step} in mistakes.toml")
    if not exercise.statement.startswith(f"# {exercise.title}\n"):
        yield Failure("statement", "statement.md", None, f"does not begin with the heading # {exercise.title}")
    defined = _definitions(exercise.starter)
    for required in required_names(exercise.spec):
        if defined.get(required.name) != required.arguments:
            problem = f"should define {required.name}({', '.join(required.arguments)})"
            yield Failure("starter", "starter.py", None, problem)
        if required.name.rpartition(".")[2] not in exercise.statement:
            yield Failure("statement", "statement.md", None, f"does not mention {required.name}")
    yield from _gradients_are_mentioned(exercise)
    yield from _formulas(exercise.statement)
    yield from _points(exercise)
    yield from _limits(exercise)
    yield from _properties(exercise)


def _gradients_are_mentioned(exercise: Exercise) -> Iterator[Failure]:
    names = exercise.spec.gradients if isinstance(exercise.spec, FunctionsSpec) else ()
    parameters = getattr(exercise.spec, "parameters", ())
    for name in (*names, *(f"grad_{parameter}" for parameter in parameters)):
        if name not in exercise.statement:
            yield Failure("statement", "statement.md", None, f"does not mention {name}")


def _formulas(statement: str) -> Iterator[Failure]:
    """Yield the formulas that do not end in the paragraph in which they begin, or have unbalanced braces."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", statement, flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n", prose):
        rest = re.sub(r"\$\$.+?\$\$", "", paragraph, flags=re.DOTALL)
        if "$" in re.sub(r"\$[^$]+?\$", "", rest):
            yield Failure("statement", "statement.md", None, f"has an unclosed formula near {paragraph[:60]!r}")
    for formula in re.findall(r"\$\$(.+?)\$\$|\$([^$]+?)\$", prose, flags=re.DOTALL):
        text = "".join(formula)
        if text.count("{") != text.count("}"):
            yield Failure("statement", "statement.md", None, f"has unbalanced braces in {text!r}")


def _points(exercise: Exercise) -> Iterator[Failure]:
    points = exercise.spec.points
    for stage in ("forward", "backward", "gradcheck", "properties"):
        worth, name = getattr(points, stage), exercise.spec.stage_names.get(stage, stage)
        if worth and not re.search(rf"^\| {name} \| {worth} \|", exercise.statement, flags=re.MULTILINE):
            yield Failure("statement", "statement.md", None, f"does not say that {name} is worth {worth} points")
    if points.total != 100:
        yield Failure("spec", "spec.py", None, f"gives {points.total} points in total instead of 100")


def _properties(exercise: Exercise) -> Iterator[Failure]:
    scenarios = exercise.spec.scenarios(np.random.default_rng(0))
    properties = [scenario for scenario in scenarios if scenario.stage == Stage.PROPERTIES]
    checks = dict.fromkeys(expectation.check for scenario in properties for expectation in scenario.expectations)
    for check in checks:
        if not has_property(check, exercise.spec.property_messages):
            problem = f"has no sentence for students about {check}: add one to property_messages"
            yield Failure("spec", "spec.py", None, problem)


def _definitions(source: str) -> dict[str, tuple[str, ...]]:
    """Return the functions, classes and methods of a module with their arguments, without running it."""
    found: dict[str, tuple[str, ...]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _arguments(node)
        elif isinstance(node, ast.ClassDef):
            methods = {item.name: _arguments(item)[1:] for item in node.body if isinstance(item, ast.FunctionDef)}
            found[node.name] = methods.pop("__init__", ())
            found |= {f"{node.name}.{name}": arguments for name, arguments in methods.items()}
    return found


def _arguments(node: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(argument.arg for argument in node.args.args)


def _limits(exercise: Exercise) -> Iterator[Failure]:
    asked = exercise.spec.limits
    for name, value, (least, most) in (
        ("cpu_time_s", asked.cpu_time_s, CPU_TIME_RANGE_S),
        ("memory_bytes", asked.memory_bytes, MEMORY_RANGE_BYTES),
    ):
        if value is not None and not least <= value <= most:
            yield Failure("limits", name, None, f"is {value:g}, but it must be between {least:g} and {most:g}")
