"""Convert requests and answers to codec values, and back with every field checked.

A request is ``["load", number, source, filename, names, reply_bytes, provided]`` or ``["run", number, ops]``; an answer
starts with "ready", "loaded", "load_failed" or "results" and the same number. Answers come from hostile code: `Answers`
trusts nothing about their form and treats their content only as data. It accepts only what the encoder here would have
written, byte for byte. Its patterns check the type before the value, because comparing a string with an array gives an
array. A sequence pattern matches lists and tuples alike, so the type is named around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.sandbox import codec, decoder
from grader.sandbox.codec import Encoder
from grader.sandbox.errors import ProtocolError
from grader.sandbox.policy import BOUNDS
from grader.sandbox.types import (
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
    Returned,
    Signature,
    Unsendable,
    Value,
)

MAX_TYPE_CHARS = BOUNDS["exception_name_chars"][0]
MAX_MESSAGE_CHARS = BOUNDS["exception_message_chars"][0]
MAX_CODE_CHARS = BOUNDS["code_line_chars"][0]
MAX_FRAMES = BOUNDS["exception_frames"][0]
MAX_PARAMETERS = BOUNDS["parameters"][0]
ENVELOPE_BYTES = 1 << 20
"""What an answer may need in addition to what is counted: refusals and shortened exceptions."""
EXIT_MEMORY = 83
"""The child could not even report that memory ran out."""
EXIT_HARNESS = 84
"""The child could not answer, for example because the submission broke the interpreter."""
EXIT_LOCKDOWN = 85
"""The child could not lock itself down; it has not seen a submission."""
LOAD_FAILED_KINDS = ("encoding", "syntax", "import", "raised")
SIGNATURE_KINDS = ("class", "function", "other", "missing")


def load_request(
    number: int, source: bytes, filename: str, names: Sequence[str], reply_bytes: int, provided: str = ""
) -> bytes:
    """Return the request to load `source` with the exercise's `provided` code and describe `names`."""
    text = np.frombuffer(source, np.uint8)
    return codec.encode(["load", number, text, filename, list(names), reply_bytes, provided])


def run_request(number: int, ops: Sequence[Op]) -> bytes:
    """Return the request to run `ops` in order.

    Raises:
        codec.Refused: if an argument is not a `Value`.
    """
    return codec.encode(["run", number, [_plain_op(op) for op in ops]], refs=True)


def read_request(payload: bytes) -> tuple[Any, ...]:
    """Return a request's fields, with the ops of `run` rebuilt. Used in the sandbox, on data from the trusted side."""
    name, number, *fields = decoder.decode_trusted(payload)
    if name == "run":
        return name, number, [_op(*item) for item in fields[0]]
    return name, number, fields[0].tobytes(), *fields[1:]


def _plain_op(op: Op) -> list[Value]:
    """Return an op as a list; options are left out if all have their defaults, which are false except `repeat`."""
    options: list[Value]
    match op:
        case Construct():
            options = [dict(op.kwargs), op.provided]
            return ["construct", op.handle, op.name, op.args, *(options if any(options) else ())]
        case Call():
            options = [dict(op.kwargs), op.echo_args, op.readonly, op.noncontiguous, op.keep, op.provided]
            options += [op.repeat] if op.repeat != 1 else []
            return ["call", op.handle, op.name, op.args, *(options if any(options) else ())]
        case GetAttr():
            return ["getattr", op.handle, op.name]
        case Operate():
            return ["operate", op.name, op.args, op.keep, op.repeat]


_OPS: Mapping[str, type[Op]] = {"construct": Construct, "call": Call, "getattr": GetAttr, "operate": Operate}


def _op(kind: str, *fields: Any) -> Op:
    return _OPS[kind](*fields)


def plain_result(result: OpResult, encoder: Encoder) -> Any:
    """Return one result as a plain value; what cannot be sent becomes an Unsendable, and an exception is shortened."""
    if isinstance(result, Returned):
        args_after = None if result.args_after is None else list(result.args_after)
        try:
            return encoder.add(["returned", result.value, args_after])
        except codec.Refused as refused:
            result = Unsendable(refused.type, refused.reason)
    if isinstance(result, Unsendable):
        return encoder.add(["unsendable", result.type, result.reason], counted=False)
    try:
        return encoder.add(["raised", *_plain_raised(result)])
    except codec.Refused:
        shortened = Raised(result.type, result.message[:MAX_TYPE_CHARS], missing=result.missing)
        return encoder.add(["raised", *_plain_raised(shortened)], counted=False)


def _plain_raised(raised: Raised) -> list[Value]:
    frames = [[frame.line, frame.function, frame.code] for frame in raised.frames]
    return [raised.type, raised.message, frames, raised.missing, raised.near]


def results_answer(number: int, results: Sequence[Any], encoder: Encoder) -> bytes:
    """Return the answer to a run from all that `plain_result` returned with this encoder."""
    return encoder.payload(["results", number, results])


def load_answer(number: int, outcome: Loaded | LoadFailed) -> bytes:
    """Return the answer to a load."""
    if isinstance(outcome, LoadFailed):
        return codec.encode(["load_failed", number, outcome.kind, _plain_raised(outcome.raised)])
    found = {name: [s.kind, list(s.parameters), s.required] for name, s in outcome.signatures.items()}
    return codec.encode(["loaded", number, found])


class Answers:
    """Read the answer to the request with a given number.

    Every method raises ProtocolError for anything but a well-formed answer to that request.
    """

    def __init__(self, number: int) -> None:
        self._number = number

    def loaded(self, payload: bytes | bytearray, names: Sequence[str]) -> Loaded | LoadFailed:
        """Return the outcome of a load that requested `names`."""
        match decoder.decode(payload):
            case list((str("loaded"), number, dict() as found)) if self._is_mine(number) and list(found) == [*names]:
                return Loaded({name: self._signature(signature) for name, signature in found.items()})
            case list((str("load_failed"), number, str() as kind, list() as raised)) if self._is_mine(number):
                if kind in LOAD_FAILED_KINDS:
                    return LoadFailed(kind, self._raised(raised))
        raise ProtocolError("not the answer to a load")

    def results(self, payload: bytes | bytearray, count: int) -> list[OpResult]:
        """Return the results of a run of `count` ops."""
        match decoder.decode(payload):
            case list((str("results"), number, list() as items)) if self._is_mine(number) and len(items) == count:
                return [self.result(item) for item in items]
        raise ProtocolError("not the answer to a run")

    def _is_mine(self, number: Value) -> bool:
        return type(number) is int and number == self._number  # otherwise True would equal 1

    def result(self, item: Value) -> OpResult:
        """Return one result."""
        match item:
            case list((str("returned"), value, None)):
                return Returned(value)
            case list((str("returned"), value, list() as args_after)):
                return Returned(value, tuple(args_after))
            case list((str("raised"), *fields)):
                return self._raised(fields)
            case list((str("unsendable"), str() as type_, str() as reason)):
                return Unsendable(_bounded(type_, MAX_TYPE_CHARS), _bounded(reason, MAX_MESSAGE_CHARS))
        raise ProtocolError("not a result")

    def _raised(self, fields: list[Value]) -> Raised:
        match fields:
            case (str() as type_, str() as message, list() as frames, bool() as missing, str() as near):
                if len(frames) > MAX_FRAMES:
                    raise ProtocolError("too many frames")
                _bounded(type_, MAX_TYPE_CHARS)
                _bounded(message, MAX_MESSAGE_CHARS)
                _bounded(near, MAX_TYPE_CHARS)
                return Raised(type_, message, tuple(map(self._frame, frames)), missing, near)
        raise ProtocolError("not an exception")

    def _frame(self, item: Value) -> Frame:
        match item:
            case list((int() as line, str() as function, str() as code)) if type(line) is int and 0 <= line < 2**31:
                return Frame(line, _bounded(function, MAX_TYPE_CHARS), _bounded(code, MAX_CODE_CHARS))
        raise ProtocolError("not a frame")

    def _signature(self, item: Value) -> Signature:
        match item:
            case list((str() as kind, list() as parameters, int() as required)) if kind in SIGNATURE_KINDS:
                if len(parameters) > MAX_PARAMETERS or not all(isinstance(name, str) for name in parameters):
                    raise ProtocolError("not a list of parameters")
                if type(required) is not int or not 0 <= required <= len(parameters):
                    raise ProtocolError("not a number of required parameters")
                return Signature(kind, tuple(_bounded(name, MAX_TYPE_CHARS) for name in parameters), required)
        raise ProtocolError("not a signature")


def _bounded(text: str, max_chars: int) -> str:
    if len(text) > max_chars:
        raise ProtocolError(f"a text of {len(text)} characters, where at most {max_chars} are allowed")
    return text
