"""No file of the package for students solves an exercise, not even after the edits that take no thought."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exercises import Exercise, catalog, load
from tests.grader.conftest import judged

ROOT = Path(__file__).parents[2]
SOLUTIONS = {"accepted", "wrong_answer"}
OURS = re.compile(r"^from (?:reference|exercises|grader|playground)[^\n(]*(?:\([^)]*\))?\n", re.MULTILINE)
STUBS = """from __future__ import annotations
import numpy as np
class ShapeError(Exception): pass
class DtypeError(Exception): pass
DIFFERENTIABLE = {np.dtype("float32"), np.dtype("float64")}
"""


def sources() -> Iterator[str]:
    """Every file, and all files of each folder in one, without the imports of our packages."""
    folders: dict[Path, list[Path]] = {}
    for package in ("reference", "exercises", "grader", "playground"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if SOLUTIONS.isdisjoint(path.parts):
                folders.setdefault(path.parent, []).append(path)
    for paths in folders.values():
        alone = [standing_alone(path) for path in sorted(paths, key=lambda path: (path.stem != "base", path))]
        yield from alone
        yield "\n".join(alone)


def standing_alone(path: Path) -> str:
    return OURS.sub("", path.read_text().replace("from __future__ import annotations\n", ""))


def defined(source: str) -> tuple[set[str], set[str]]:
    """The classes and the functions of a source, methods among them."""
    tree = ast.parse(source)
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    return classes, {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


SOURCES = [(source, *defined(source)) for source in sources()]


@cache
def executed(source: str) -> dict[str, Any]:
    """The names of a source that runs on its own; none if it does not."""
    names: dict[str, Any] = {"__name__": "alone"}
    try:
        exec(STUBS + source, names)
    except Exception:  # noqa: BLE001 - whatever it misses
        return {}
    return names


def attempts(exercise: Exercise) -> Iterator[str]:
    """The sources that define what the exercise asks for, once one of their classes is renamed."""
    asked = [name for name in exercise.spec.classes if "." not in name]
    methods = {name.partition(".")[2] for name in exercise.spec.classes if "." in name}
    for source, classes, functions in SOURCES:
        if not (methods | set(exercise.spec.functions)) <= functions or not executed(source):
            continue
        if len(asked) == 1:
            able = sorted(name for name in classes if all(hasattr(executed(source)[name], one) for one in methods))
            yield from (re.sub(rf"\b{name}\b", asked[0], source) for name in able)
        elif set(asked) <= classes:
            yield source


@pytest.mark.parametrize("slug", catalog().slugs)
def test_no_file_that_students_have_earns_points(slug: str) -> None:
    exercise = load(slug)
    for source in attempts(exercise):
        result = judged(exercise, STUBS + source)
        assert sum(check.points for check in result.checks) == 0, source[:400]
