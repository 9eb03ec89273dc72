"""Run a student's file and then a cell of their own, as a notebook would."""

from __future__ import annotations

import ast
import random
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises import source_lines
from grader.browser import MOST_CELL_BYTES
from grader.browser.output import Output, captured
from grader.browser.showing import Json, shown, shown_briefly
from grader.loading import refuse_source
from grader.messages import say
from grader.sandbox.child.harness import Namespace
from grader.sandbox.child.near_names import near
from grader.sandbox.types import LoadFailed, Raised
from grader.script import printable

CELL_NAME = "cell"
MOST_FRAMES = 12
MOST_VARIABLES = 40
MOST_MESSAGE_CHARS = 2000

Emit = Callable[[Json], None]


def run(source: str, filename: str, cell: str, provided: str = "", emit: Emit | None = None) -> Json:
    """Run `source`, then `cell` with its names, and return what to show.

    The value of each expression in the cell is shown, as in an interactive session, unless it is None. Besides the
    file's names, the cell can use ``np`` and what the exercise provides.

    Args:
        source: the student's file.
        filename: its name in tracebacks.
        cell: the code to run after it.
        provided: code of the exercise, such as the layers of a network.
        emit: called with ``{"printed": text}`` while the code runs.

    Returns:
        A dictionary with

        * ``items``: what was printed and what expressions gave, in order. ``{"kind": "text", "text"}`` or ``{"kind":
          "value", "line", "type", "text"}``, and for an array ``shape`` and ``dtype``;
        * ``variables``: what the cell assigned, each ``{"name", "type", "text"}``, and for an array ``shape`` and
          ``dtype``;
        * ``error``: None, or ``{"type", "message", "where", "line", "frames"}``, where ``where`` is "file" or "cell"
          and ``frames`` are the student's own, each ``{"where", "line", "function", "code"}``;
        * ``is_cut``: whether more was printed than is shown.
    """
    output = Output(tell=None if emit is None else lambda text: emit({"printed": text}))
    runner = _Runner(filename, source, cell, output)
    _start_afresh()
    with captured(output), np.printoptions():
        error = runner.load(provided) or runner.run_cell()
    runner.keep_text()
    return {
        "items": runner.items,
        "variables": [] if runner.names is None else list(runner.variables()),
        "error": error,
        "is_cut": output.is_cut,
    }


def _start_afresh() -> None:
    """Seed the global generators as the sandbox does, so that a run can be repeated."""
    random.seed(0)
    np.random.seed(0)


class _Runner:
    """One run.

    Attributes:
        items: what to show so far.
        names: the names of the file and the cell; None until the file is loaded.
    """

    def __init__(self, filename: str, source: str, cell: str, output: Output) -> None:
        self.items: list[Json] = []
        self.names: dict[str, Any] | None = None
        self._filename = filename
        self._source = source
        self._cell = cell
        self._output = output
        self._texts = {filename: _Text("file", source), CELL_NAME: _Text("cell", cell)}
        self._assigned: tuple[str, ...] = ()
        self._before: Mapping[str, object] = {}

    def load(self, provided: str) -> Json | None:
        """Run the file; return the error if it does not load."""
        if self._source.strip():
            refused = refuse_source(self._source)
            if refused is not None:
                return _error("SyntaxError", refused.message, [], "file", None)
        namespace = Namespace(self._source, self._filename, provided)
        outcome = namespace.load(())
        if isinstance(outcome, LoadFailed):
            return self._load_error(outcome.raised)
        self.names = namespace.module.__dict__
        for name, value in {"np": np, **_names_of(provided)}.items():
            self.names.setdefault(name, value)
        self._before = dict(self.names)
        return None

    def run_cell(self) -> Json | None:
        """Run the cell statement by statement; return the error if it raises one."""
        if len(self._cell.encode("utf-8", "replace")) > MOST_CELL_BYTES:
            return _error("ValueError", say("run.cell_too_large", limit=MOST_CELL_BYTES), [], "cell", None)
        try:
            statements = ast.parse(self._cell, CELL_NAME).body
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            message = error.msg if isinstance(error, SyntaxError) else str(error)
            return _error(type(error).__name__, message, self._frames_at(CELL_NAME, line), "cell", line)
        self._assigned = tuple(dict.fromkeys(_assigned(statements)))
        try:
            for statement in statements:
                self._run(statement)
        except BaseException as error:  # noqa: BLE001 - the boundary: student code may raise anything
            return self._error(error)
        return None

    def keep_text(self) -> None:
        """Add what was printed since the last value."""
        text = self._output.take()
        if text:
            self.items.append({"kind": "text", "text": text})

    def variables(self) -> Iterator[Json]:
        """Yield the variables that the cell assigned."""
        names = self.names or {}
        found = [name for name in self._assigned if name in names and names[name] is not self._before.get(name, self)]
        for name in found[:MOST_VARIABLES]:
            yield {"name": name, **shown_briefly(names[name])}

    def _run(self, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.Expr):
            module = ast.Module([statement], [])
            exec(compile(module, CELL_NAME, "exec", dont_inherit=True), self.names)  # noqa: S102 - the purpose
            return
        code = compile(ast.Expression(statement.value), CELL_NAME, "eval", dont_inherit=True)
        value = eval(code, self.names)  # noqa: S307 - the purpose
        if value is not None:
            described = shown(value)
            self.keep_text()
            self.items.append({"kind": "value", "line": statement.lineno, **described})

    def _load_error(self, raised: Raised) -> Json:
        frames = [
            {"where": "file", "line": frame.line, "function": frame.function, "code": frame.code}
            for frame in raised.frames
        ]
        message = raised.message + (f" Did you mean {raised.near}?" if raised.near else "")
        line = raised.frames[-1].line if raised.frames else None
        return _error(raised.type, message, frames[-MOST_FRAMES:], "file", line)

    def _error(self, error: BaseException) -> Json:
        frames = list(self._frames(error.__traceback__))
        try:
            message = str(error)
        except Exception as second:  # noqa: BLE001 - the boundary: __str__ is student code
            message = f"(no message: its __str__ raised {type(second).__name__})"
        suggestion = near(error)
        message += f" Did you mean {suggestion}?" if suggestion else ""
        innermost: Json = frames[-1] if frames else {"where": "cell", "line": None}
        if len(frames) > MOST_FRAMES:
            frames = frames[:2] + frames[2 - MOST_FRAMES :]
        return _error(type(error).__name__, message, frames, innermost["where"], innermost["line"])

    def _frames(self, traceback: types.TracebackType | None) -> Iterator[Json]:
        """Yield the frames of the student's own code."""
        while traceback is not None:
            code, line = traceback.tb_frame.f_code, traceback.tb_lineno
            if code.co_filename in self._texts:
                yield from self._frames_at(code.co_filename, line, code.co_name)
            traceback = traceback.tb_next

    def _frames_at(self, name: str, line: int | None, function: str = "<module>") -> list[Json]:
        text = self._texts[name]
        return [] if line is None else [text.frame(line, function)]


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of the file or the cell, for the lines of a traceback."""

    where: str
    text: str

    def frame(self, line: int, function: str) -> Json:
        """Return the frame at a line."""
        lines = source_lines(self.text)
        code = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        return {"where": self.where, "line": line, "function": function, "code": code[:200]}


def _names_of(provided: str) -> Mapping[str, object]:
    """Return the public names that the exercise's own code defines."""
    if not provided:
        return {}
    names: dict[str, object] = {"__name__": "provided"}
    exec(compile(provided, "provided.py", "exec", dont_inherit=True), names)  # noqa: S102 - our own code
    return {name: value for name, value in names.items() if not name.startswith("_") and name != "annotations"}


def _assigned(statements: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements assign, outside functions and classes."""
    for statement in statements:
        yield from _stored(statement)


def _stored(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _stored(child)


def _error(type_: str, message: str, frames: list[Json], where: str, line: int | None) -> Json:
    text = printable(message, keep="\n")[:MOST_MESSAGE_CHARS]
    return {"type": type_, "message": text, "where": where, "line": line, "frames": frames}
