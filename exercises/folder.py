"""Load an exercise from its folder: texts, spec, accepted solutions and known mistakes."""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import sys
import traceback
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from exercises.catalog import ROOT, catalog
from exercises.errors import BrokenExercise, UnknownExercise
from exercises.mistakes import MISTAKES_FILE, WHOLE, read_mistakes
from exercises.solutions import Solution, WrongAnswer
from exercises.spec import Spec
from exercises.worked_example import worked_example

_SHOWN = {"__init__.py", "starter.py", "example.py", "figures.py"}  # shown, without influence on marks
_VOCABULARY = {"points", "scenario", "spec"}


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Attributes:
        slug: the permanent name, also that of the folder.
        title: the title for headings.
        unit: the title of its unit.
        version: increased when a mark could change.
        summary: one sentence.
        statement: Markdown with ``$..$`` and ``$$..$$``.
        starter: the text of the starter file.
        example: the worked example as code that runs after an accepted solution; empty if there is none.
        provided: code that runs beside a submission, such as the layers of a network; empty if there is none.
        filename: the file name of a submission, for example ``linear.py``.
        hash: SHA-256 of the files that determine a report: the code and the known mistakes.
        max_points: the sum of all points.
        spec: what is graded, as data.
        figures: the pictures of the statement by name, each a complete SVG element.
        accepted: solutions that must pass.
        wrong_answers: known mistakes, in the order of their ids.
    """

    slug: str
    title: str
    unit: str
    version: int
    summary: str
    statement: str
    starter: str
    example: str
    provided: str
    filename: str
    hash: str
    max_points: int
    spec: Spec
    figures: Mapping[str, str]
    accepted: tuple[Solution, ...]
    wrong_answers: tuple[WrongAnswer, ...]


def spec_of(slug: str) -> Spec:
    """Return the spec of an exercise without reading its solutions, for lists of titles.

    Raises:
        UnknownExercise: if the catalog has no such slug.
        BrokenExercise: if it has no valid spec.
    """
    if slug not in catalog().slugs:
        raise UnknownExercise(slug, catalog().slugs)
    folder = catalog().folders[slug]
    spec: Spec | None = getattr(_module(folder, "spec"), "SPEC", None)
    if spec is None:
        raise BrokenExercise(f"{folder / 'spec.py'} does not define SPEC")
    return spec


@lru_cache(maxsize=128)
def load(slug: str) -> Exercise:
    """Return the exercise with this slug; each is read only once.

    Raises:
        UnknownExercise: if the catalog has no such slug.
        BrokenExercise: if its folder is not a valid exercise.
    """
    spec = spec_of(slug)
    folder = catalog().folders[slug]
    accepted = tuple(Solution(path.stem, _text(path)) for path in sorted((folder / "accepted").glob("*.py")))
    wrong_answers = read_mistakes(folder, accepted)
    starter = _text(folder / "starter.py")
    return Exercise(
        slug=slug,
        title=spec.title,
        unit=catalog().unit_of(slug).title,
        version=spec.version,
        summary=spec.summary,
        statement=_text(folder / "statement.md"),
        starter=starter,
        example=_text(folder / "example.py") if (folder / "example.py").exists() else worked_example(starter),
        provided=_text(folder / "provided.py") if (folder / "provided.py").exists() else "",
        filename=f"{slug}.py",
        hash=_hash(folder, {wrong.base.id for wrong in wrong_answers}),
        max_points=spec.points.total,
        spec=spec,
        figures=_figures(folder),
        accepted=accepted,
        wrong_answers=wrong_answers,
    )


def _figures(folder: Path) -> Mapping[str, str]:
    if not (folder / "figures.py").exists():
        return {}
    figures = _module(folder, "figures").FIGURES
    try:
        return {name: draw() for name, draw in figures.items()}
    except Exception as error:
        raise BrokenExercise(_reason(folder / "figures.py", error)) from error


def _module(folder: Path, name: str) -> Any:
    """Import a module of an exercise, whose folder may be outside this package."""
    if folder.parent == ROOT:
        return importlib.import_module(f"exercises.{folder.name}.{name}")
    full = f"own_exercise_{folder.name}_{name}"
    found = importlib.util.spec_from_file_location(full, folder / f"{name}.py")
    if found is None or found.loader is None:
        raise BrokenExercise(f"{folder / name}.py cannot be imported")
    module = importlib.util.module_from_spec(found)
    sys.modules[full] = module  # dataclasses look up their module there
    try:
        found.loader.exec_module(module)
    except Exception as error:
        raise BrokenExercise(_reason(folder / f"{name}.py", error)) from error
    return module


def _reason(path: Path, error: Exception) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    place = f"{path} line {lines[-1]}" if lines else str(path)
    return f"{place} raises {type(error).__name__}: {error}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BrokenExercise(f"{path.parent.name}: {path.name} is missing") from error


def _hash(folder: Path, bases: Set[str]) -> str:
    """Hash the files that determine a report, including the accepted solutions that mistakes are based on.

    The modules in which specs are written belong to the engine, whose version is stored beside the hash.
    """
    digest = hashlib.sha256()
    code = sorted(path for path in folder.glob("*.py") if path.name not in _SHOWN)
    own = [(path.name, path) for path in code]
    own += [(f"exercises/{path.name}", path) for path in _shared("\n".join(map(_text, code)))]
    mistakes = [*folder.glob(MISTAKES_FILE), *(folder / WHOLE).glob("*.py")]
    mistakes += [folder / "accepted" / f"{base}.py" for base in bases]
    own += [(path.relative_to(folder).as_posix(), path) for path in sorted(mistakes)]
    for name, path in own:
        data = _text(path).encode()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _shared(spec: str) -> list[Path]:
    """Return the modules of this package, outside the folders of exercises, that a spec imports."""
    nodes = [node for node in ast.walk(ast.parse(spec)) if isinstance(node, ast.ImportFrom)]
    names = {node.module.split(".")[1] for node in nodes if node.module and node.module.startswith("exercises.")}
    names |= {alias.name for node in nodes if node.module == "exercises" for alias in node.names}
    return [path for name in sorted(names - _VOCABULARY) if (path := ROOT / f"{name}.py").exists()]
