"""One exercise as its folder tells it: texts, spec and proof."""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from exercises.catalog import ROOT, catalog
from exercises.errors import BrokenExercise, UnknownExercise
from exercises.spec import STAGES, Spec

_REQUIRED = ("Title", "Hint", "Stage")
_SHOWN = {"__init__.py", "starter.py", "figures.py"}  # what is shown and not judged by
_VOCABULARY = {"points", "scenario", "spec"}
_OPTIONAL = ("Nudge", "Explanation", "Named")


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution that must get full points.

    Attributes:
        id: the file's name without ``.py``.
        source: its text.
    """

    id: str
    source: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A known mistake, as a solution that makes it.

    Attributes:
        id: the file's name without ``.py``; also the id of the diagnosis.
        title: one sentence that names the mistake.
        nudge: a question that leads towards it and gives nothing away; the first of three steps of help.
        hint: what to look at next; the second step.
        explanation: what is wrong and what is right, with the formula; the third step.
        stage: the first stage that rejects it.
        named: id of the diagnosis it must get first; its own unless the header says otherwise.
        source: its text.
    """

    id: str
    title: str
    nudge: str
    hint: str
    explanation: str
    stage: str
    named: str
    source: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Attributes:
        slug: permanent name, also the folder's.
        title: for headings.
        unit: title of its unit.
        version: raised when a mark could move.
        summary: one sentence.
        statement: Markdown with ``$..$`` and ``$$..$$``.
        starter: text of the file to begin with.
        provided: code that runs beside a submission, such as the layers of a network; empty if there is none.
        filename: what a submission is called, for example ``linear.py``.
        hash: SHA-256 over the files that decide a report: its code and the wrong solutions.
        max_points: all points there are.
        spec: what is asked, as data.
        figures: pictures of the statement by the name it gives them, each a whole SVG element.
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
    provided: str
    filename: str
    hash: str
    max_points: int
    spec: Spec
    figures: Mapping[str, str]
    accepted: tuple[Solution, ...]
    wrong_answers: tuple[WrongAnswer, ...]


@lru_cache(maxsize=128)
def load(slug: str) -> Exercise:
    """Return the exercise called `slug`; each is read once.

    Raises:
        UnknownExercise: if the catalogue has no such slug.
        BrokenExercise: if its folder does not keep the form of an exercise.
    """
    if slug not in catalog().slugs:
        raise UnknownExercise(slug, catalog().slugs)
    folder = catalog().folders[slug]
    spec: Spec = _module(folder, "spec").SPEC
    wrong_answers = tuple(_wrong_answer(path) for path in sorted((folder / "wrong_answer").glob("*.py")))
    return Exercise(
        slug=slug,
        title=spec.title,
        unit=catalog().unit_of(slug).title,
        version=spec.version,
        summary=spec.summary,
        statement=_text(folder / "statement.md"),
        starter=_text(folder / "starter.py"),
        provided=_text(folder / "provided.py") if (folder / "provided.py").exists() else "",
        filename=f"{slug}.py",
        hash=_hash(folder),
        max_points=spec.points.total,
        spec=spec,
        figures=_figures(folder),
        accepted=tuple(Solution(path.stem, _text(path)) for path in sorted((folder / "accepted").glob("*.py"))),
        wrong_answers=wrong_answers,
    )


def parse_wrong_answer(id: str, source: str) -> WrongAnswer:  # noqa: A002 - the field's own name
    """Read the header of a wrong solution: a docstring of ``Title:``, ``Hint:``, ``Stage:`` and perhaps more.

    More is the other two steps of help, ``Nudge:`` and ``Explanation:``, and ``Named:``.

    A field may run over several lines; the next field's name begins a new one.

    Raises:
        BrokenExercise: if a field is missing, doubled or unknown, or the stage is none of the five.
    """
    docstring = ast.get_docstring(ast.parse(source)) or ""
    found = re.findall(r"^([A-Z][a-z]+): (.+?)(?=^[A-Z][a-z]+: |\Z)", docstring, flags=re.MULTILINE | re.DOTALL)
    fields = {name: " ".join(text.split()) for name, text in found}
    if len(fields) != len(found) or not {*_REQUIRED} <= fields.keys() <= {*_REQUIRED, *_OPTIONAL}:
        raise BrokenExercise(
            f"{id}: the docstring must give {', '.join(_REQUIRED)} and may give {', '.join(_OPTIONAL)}, each once; "
            f"found {[name for name, _ in found]}"
        )
    if fields["Stage"] not in STAGES:
        raise BrokenExercise(f"{id}: the stage is {fields['Stage']!r}, allowed are {', '.join(STAGES)}")
    return WrongAnswer(
        id=id,
        title=fields["Title"],
        nudge=fields.get("Nudge", ""),
        hint=fields["Hint"],
        explanation=fields.get("Explanation", ""),
        stage=fields["Stage"],
        named=fields.get("Named", id),
        source=source,
    )


def _wrong_answer(path: Path) -> WrongAnswer:
    return parse_wrong_answer(path.stem, _text(path))


def _figures(folder: Path) -> Mapping[str, str]:
    if not (folder / "figures.py").exists():
        return {}
    return {name: draw() for name, draw in _module(folder, "figures").FIGURES.items()}


def _module(folder: Path, name: str) -> Any:
    """Import a module of an exercise, which may lie outside this package."""
    if folder.parent == ROOT:
        return importlib.import_module(f"exercises.{folder.name}.{name}")
    full = f"own_exercise_{folder.name}_{name}"
    found = importlib.util.spec_from_file_location(full, folder / f"{name}.py")
    if found is None or found.loader is None:
        raise BrokenExercise(f"{folder / name}.py cannot be imported")
    module = importlib.util.module_from_spec(found)
    sys.modules[full] = module  # dataclasses look their module up there
    try:
        found.loader.exec_module(module)
    except Exception as error:
        raise BrokenExercise(f"{folder / name}.py raises {type(error).__name__}: {error}") from error
    return module


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BrokenExercise(f"{path.parent.name}: {path.name} is missing") from error


def _hash(folder: Path) -> str:
    """Hash what decides a report; the vocabulary of specs belongs to the engine, whose version is stored beside it."""
    digest = hashlib.sha256()
    code = sorted(path for path in folder.glob("*.py") if path.name not in _SHOWN)
    own = [(path.name, path) for path in code]
    own += [(f"exercises/{path.name}", path) for path in _shared("\n".join(map(_text, code)))]
    own += [(path.relative_to(folder).as_posix(), path) for path in sorted((folder / "wrong_answer").glob("*.py"))]
    for name, path in own:
        data = _text(path).encode()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _shared(spec: str) -> list[Path]:
    """Return the modules of this package, outside of exercises' folders, that a spec draws its data from."""
    nodes = [node for node in ast.walk(ast.parse(spec)) if isinstance(node, ast.ImportFrom)]
    names = {node.module.split(".")[1] for node in nodes if node.module and node.module.startswith("exercises.")}
    names |= {alias.name for node in nodes if node.module == "exercises" for alias in node.names}
    return [path for name in sorted(names - _VOCABULARY) if (path := ROOT / f"{name}.py").exists()]
