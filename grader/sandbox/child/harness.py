"""Load a submission as a module and run operations on it; no other code runs beside it.

Standard library and NumPy only. In the sandbox, `grader.sandbox.child.request_loop` calls it. For trusted code, the
wrong solutions of the catalog, the grader uses `Namespace` directly, without a sandbox. In both cases, values leave as
copies in plain bytes (see `grader.sandbox.codec`).
"""

from __future__ import annotations

import codecs
import io
import operator
import sys
import tokenize
import types
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from grader.sandbox import wire
from grader.sandbox.child.imports import guarded_builtins
from grader.sandbox.child.near_names import near
from grader.sandbox.child.placeholders import ImportRefused, Placeholder, full_refusal
from grader.sandbox.child.signatures import describe
from grader.sandbox.codec import Encoder
from grader.sandbox.types import (
    OPERATORS,
    Call,
    Construct,
    Frame,
    GetAttr,
    Loaded,
    LoadFailed,
    Op,
    Operate,
    OpResult,
    Raised,
    Ref,
    Returned,
    Value,
)

MODULE_NAME = "submission"
PROVIDED_NAME = "provided"
ENCODINGS = ("utf-8", "utf-8-sig", "ascii", "iso8859-1")
INNERMOST_FRAMES = 15

_ndarray = np.ndarray
_zeros = np.zeros
_type_name = type.__dict__["__name__"].__get__
_path_of = ImportError.__dict__["path"].__get__
_getattr = getattr
_MISSING = object()
_OPERATORS = {name: getattr(operator, name) for name in OPERATORS}


class Namespace:
    """A submission's module and the objects built from it.

    Args:
        source: the submission.
        filename: its name in tracebacks.
        provided: code of the exercise that operations may use in addition, such as layers for a network.
        builtins: the builtins of this module, prepared in advance; by default a copy of the interpreter's.

    Attributes:
        module: the module, with its own builtins.
    """

    def __init__(
        self, source: bytes | str, filename: str, provided: str = "", builtins: dict[str, Any] | None = None
    ) -> None:
        self._source = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        self._filename = filename
        self._lines: list[str] = []
        self._handles: dict[str, Any] = {}
        self.module = types.ModuleType(MODULE_NAME)
        # Any other name could hide a module that is imported later: a submission may be called numpy.py.
        self.module.__dict__.update(
            __file__=filename, __builtins__=guarded_builtins() if builtins is None else builtins
        )
        self._provided: dict[str, Any] = {"__name__": PROVIDED_NAME}
        if provided:
            exec(_provided_code(provided), self._provided)  # noqa: S102 - our own

    def load(self, names: Sequence[str]) -> Loaded | LoadFailed:
        """Compile and execute the source, then describe `names` (``Class``, ``function`` or ``Class.method``)."""
        try:
            text = _text_of(self._source)
        except (UnicodeError, LookupError, ValueError) as error:
            return LoadFailed("encoding", Raised(type(error).__name__, _clip(str(error), wire.MAX_MESSAGE_CHARS)))
        self._lines = text.split("\n")  # `_text_of` has converted the other line ends
        sys.modules[MODULE_NAME] = self.module  # dataclasses look their module up there
        try:
            code = compile(text, self._filename, "exec", dont_inherit=True)
            exec(code, self.module.__dict__)  # noqa: S102 - the purpose of this class
        except SyntaxError as error:
            if error.filename == self._filename:
                return LoadFailed("syntax", self._syntax_error(error))
            return LoadFailed("raised", self._raised(error))
        except ImportRefused as error:
            return LoadFailed("import", self._raised(error))
        except BaseException as error:  # noqa: BLE001 - the boundary: a submission may raise anything
            return LoadFailed("raised", self._raised(error))
        return self._imported_elsewhere(names) or Loaded({name: describe(self.module.__dict__, name) for name in names})

    def _imported_elsewhere(self, names: Sequence[str]) -> LoadFailed | None:
        """Return the failure if a required name is imported from a file that is not here."""
        for name in names:
            found = self.module.__dict__.get(name.partition(".")[0])
            if type(found) is Placeholder:
                return LoadFailed("import", self._raised(full_refusal(found)))
        return None

    def run(self, ops: Sequence[Op], reply_bytes: int = 32 * 1024 * 1024) -> list[OpResult]:
        """Run `ops` in order, each on copies of its arguments, and return one result for each."""
        return wire.Answers(0).results(self.answer(0, ops, reply_bytes), len(ops))

    def answer(self, number: int, ops: Sequence[Op], reply_bytes: int) -> bytes:
        """Return the answer to a run; each result is encoded at once, so that later operations cannot change it."""
        encoder = Encoder(reply_bytes)
        return wire.results_answer(number, [wire.plain_result(self.execute(op), encoder) for op in ops], encoder)

    def execute(self, op: Op) -> OpResult:
        """Run one operation; its result still shares memory with the submission."""
        try:
            target = self._target(op)
        except BaseException as error:  # noqa: BLE001 - the boundary: properties and __getattr__ are submission code
            raised = self._raised(error)
            missing = isinstance(error, AttributeError) and not raised.frames
            return Raised(raised.type, raised.message, raised.frames, missing, raised.near)
        try:
            if isinstance(op, GetAttr):
                return Returned(target)
            if isinstance(op, Operate):
                return self._operate(op, target)
            if isinstance(op, Construct):
                self._handles[op.handle] = target(*map(self._own, op.args), **self._named(op))
                return Returned(None)
            return self._call(op, target)
        except BaseException as error:  # noqa: BLE001 - the boundary: a submission may raise anything
            return self._raised(error)

    def _call(self, op: Call, function: Any) -> Returned:
        result, args, own = None, (), self._own
        readonly, noncontiguous = op.readonly, op.noncontiguous
        for _ in range(op.repeat):
            args = tuple([own(arg, readonly, noncontiguous) for arg in op.args])
            result = function(*args, **(self._named(op, readonly, noncontiguous) if op.kwargs else {}))
            if op.keep:
                self._handles[op.keep] = result
        return Returned(None if op.keep else result, tuple(map(_echo, op.args, args)) if op.echo_args else None)

    def _named(self, op: Call | Construct, readonly: bool = False, noncontiguous: bool = False) -> dict[str, Value]:
        return {name: self._own(arg, readonly, noncontiguous) for name, arg in op.kwargs.items()}

    def _operate(self, op: Operate, function: Any) -> Returned:
        result, *others = map(self._own, op.args)
        for _ in range(op.repeat):
            result = function(result, *others)
        self._handles[op.keep] = result
        return Returned(None)

    def _target(self, op: Op) -> Any:
        if isinstance(op, Operate):
            return _OPERATORS[op.name]
        if isinstance(op, Construct) or op.handle is None:
            where = self._provided if isinstance(op, Construct | Call) and op.provided else self.module.__dict__
            found = where.get(op.name, _MISSING)
            if found is _MISSING:
                raise AttributeError(f"{self._filename} does not define {op.name}")
            return found
        kept = self._kept(op.handle)
        return _getattr(kept, op.name) if op.name else kept

    def _kept(self, handle: str) -> Any:
        if handle not in self._handles:
            raise AttributeError(f"{handle} was not constructed")
        return self._handles[handle]

    def _own(self, value: Value, readonly: bool = False, noncontiguous: bool = False) -> Value:
        """Return a copy of an argument in the requested memory layout, with kept objects in place of references."""
        kind = type(value)
        if kind is Ref:
            return self._kept(value.handle)
        if kind is list or kind is tuple:
            return kind(self._own(item, readonly, noncontiguous) for item in value)
        if kind is dict:
            return {key: self._own(item, readonly, noncontiguous) for key, item in value.items()}
        return _laid_out(value, readonly, noncontiguous) if kind is _ndarray else value

    def _syntax_error(self, error: SyntaxError) -> Raised:
        line = error.lineno or 0
        return Raised(
            type(error).__name__, _clip(str(error.msg), wire.MAX_MESSAGE_CHARS), (self._frame(line, "<module>"),)
        )

    def _raised(self, error: BaseException) -> Raised:
        name = _clip(_type_name(type(error)), wire.MAX_TYPE_CHARS)
        try:
            message = _without_path(error, str.__str__(str(error)))
        except BaseException as second:  # noqa: BLE001 - its __str__ is submission code, too
            message = f"(no message: its __str__ raised {_type_name(type(second))})"
        frames = self._frames(sys.exc_info()[2])
        return Raised(
            name, _clip(message, wire.MAX_MESSAGE_CHARS), frames, near=_clip(near(error), wire.MAX_TYPE_CHARS)
        )

    def _frames(self, traceback: types.TracebackType | None) -> tuple[Frame, ...]:
        places = []
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename == self._filename:
                places.append((traceback.tb_lineno or 0, code.co_name))
            traceback = traceback.tb_next
        if len(places) > wire.MAX_FRAMES:
            places = places[: wire.MAX_FRAMES - INNERMOST_FRAMES] + places[-INNERMOST_FRAMES:]
        return tuple(self._frame(*place) for place in places)

    def _frame(self, line: int, function: str) -> Frame:
        code = self._lines[line - 1].strip() if 0 < line <= len(self._lines) else ""
        return Frame(line, _clip(function, wire.MAX_TYPE_CHARS), _clip(code, wire.MAX_CODE_CHARS))


@lru_cache(maxsize=64)
def _provided_code(provided: str) -> types.CodeType:
    """Compile the exercise's own code once; a diagnosis runs it with each of its known mistakes."""
    return compile(provided, f"{PROVIDED_NAME}.py", "exec", dont_inherit=True)


def _text_of(source: bytes) -> str:
    """Return the text of a source file, decoded according to its coding line if it has one.

    Raises:
        UnicodeError, LookupError, ValueError: if it is not text in an accepted encoding.
    """
    if b"\0" in source:
        line = source.count(b"\n", 0, source.index(b"\0")) + 1
        raise ValueError(f"line {line} contains a NUL byte, so this is not a text file")
    try:
        name, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    except SyntaxError as error:
        source.decode()  # its error names the byte, if that is the reason
        raise LookupError(str(error)) from error
    if name == "utf-8-sig" or codecs.lookup(name).name in ENCODINGS:
        return io.TextIOWrapper(io.BytesIO(source), encoding=name).read()
    raise LookupError(f"the file declares the encoding {name[:40]}; save it as UTF-8")


def _without_path(error: BaseException, message: str) -> str:
    """Return the message of an exception without the place of a file on this machine, which an ImportError names."""
    path = _path_of(error) if isinstance(error, ImportError) else None
    return message.replace(f" ({path})", "") if type(path) is str else message


def _echo(sent: Value, after: Value) -> Value:
    """Return an argument as it is after the call; None for kept objects, which do not belong to the grader."""
    if type(sent) is Ref or (type(sent) in (list, tuple) and any(type(item) is Ref for item in sent)):
        return None
    return after


def _laid_out(value: np.ndarray, readonly: bool, noncontiguous: bool) -> np.ndarray:
    if noncontiguous and value.ndim >= 2:
        # Zeros in between, so that code that reads there by mistake gets the same numbers in every run.
        array = _zeros((*value.shape[:-1], 2 * value.shape[-1]), value.dtype)[..., ::2]
        array[...] = value
    else:
        array = value.copy()
    if readonly:
        array.flags.writeable = False
    return array


def _clip(text: str, max_chars: int) -> str:
    """Return `text` as plain, well-formed and short text."""
    clipped = text if len(text) <= max_chars // 2 else text[: max_chars // 2]
    return clipped.encode("utf-8", "backslashreplace").decode()[:max_chars]
