"""A student's own code: load it, call it, and tell where it fails.

It runs in this very process. That is right in the browser, where the process belongs to the student, and never on a
server.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from exercises import source_lines
from playground.datasets import Array
from playground.errors import Stop, Stopped

_MESSAGE_CHARS = 300
_LONGEST_SOURCE = 200_000


class StudentCode:
    """The names that one source defines.

    Args:
        exercise: the exercise that the source solves.
        source: the text of the file.

    Raises:
        Stopped: if the file does not run.
    """

    def __init__(self, exercise: str, source: str) -> None:
        self.exercise = exercise
        self._filename = f"{exercise}.py"
        self._lines = source_lines(source)
        self._module = types.ModuleType(f"playground_{exercise}")
        self._module.__dict__["__file__"] = self._filename
        if len(source) > _LONGEST_SOURCE:
            raise self.failure(
                f"{self._filename} has {len(source)} characters, but at most {_LONGEST_SOURCE} are allowed."
            )
        sys.modules[self._module.__name__] = self._module  # dataclasses look their module up there
        self.call(self._run, source)

    def _run(self, source: str) -> None:
        exec(compile(source, self._filename, "exec", dont_inherit=True), self._module.__dict__)  # noqa: S102 - its purpose

    def get(self, name: str) -> Callable[..., Any]:
        """Return a class or a function.

        Raises:
            Stopped: if the source does not define it.
        """
        found = self._module.__dict__.get(name)
        if not callable(found):
            raise self.failure(f"{self._filename} does not define {name}.", tensor=name)
        return found  # type: ignore[no-any-return]

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the student's code.

        Raises:
            Stopped: if it raises; the reason names the line.
        """
        try:
            return function(*args, **kwargs)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001 - the boundary: a student's code may raise anything
            raise self._stopped(error) from None

    def method(self, target: Any, name: str) -> Callable[..., Any]:
        """Return a method of one of the student's objects.

        Raises:
            Stopped: if there is none.
        """
        found = self.call(getattr, target, name, None)
        if not callable(found):
            raise self.failure(f"{type(target).__name__} in {self._filename} has no method {name}.", tensor=name)
        return found  # type: ignore[no-any-return]

    def array(self, value: Any, shape: tuple[int, ...], what: str) -> Array:
        """Return a value as a read-only float64 array of the expected shape.

        Raises:
            Stopped: if it is no such array.
        """
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            name = type(value).__name__
            raise self.failure(f"{what} is a {name}, but must be an array of shape {shape}.", tensor=what) from None
        if array.shape != shape:
            raise self.failure(f"{what} has the shape {array.shape}, but must have the shape {shape}.", tensor=what)
        return read_only(array)

    def failure(self, message: str, *, tensor: str = "") -> Stopped:
        """Return the error for a value that is not what the statement asks for."""
        return Stopped(Stop("shape", message, tensor=tensor, exercise=self.exercise))

    def _stopped(self, error: BaseException) -> Stopped:
        line = self._line(error)
        code = self._lines[line - 1].strip()[:_MESSAGE_CHARS] if 0 < line <= len(self._lines) else ""
        where = f" on line {line}" if line else ""
        try:
            detail = str(error.msg if isinstance(error, SyntaxError) else error)[:_MESSAGE_CHARS]
        except Exception:  # noqa: BLE001 - its __str__ is the student's code, too
            detail = ""
        text = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
        message = f"{self._filename} raised an exception{where}. {text}"
        return Stopped(Stop("code", message, exercise=self.exercise, line=line, code=code))

    def _line(self, error: BaseException) -> int:
        """Return the innermost line of the student's file, or 0."""
        if isinstance(error, SyntaxError) and error.filename == self._filename:
            return error.lineno or 0
        line, traceback = 0, error.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self._filename:
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return line


def read_only(array: Array) -> Array:
    """Return a view that nobody can write to, so that a mistaken `x[x < 0] = 0` is an error with its line."""
    view = array.view()
    view.flags.writeable = False
    return view
