"""The loop of a locked-down child: read a request, let the harness execute it, answer."""

from __future__ import annotations

import io
import os
import random
import sys
import sysconfig
import warnings
from typing import Any

import numpy as np

from grader.sandbox import codec, wire
from grader.sandbox.child.harness import MODULE_NAME, Namespace
from grader.sandbox.child.imports import guarded_builtins
from grader.sandbox.types import Call, Construct, GetAttr, Op
from grader.sandbox.wire import EXIT_HARNESS, EXIT_MEMORY

# One per process, which runs only one submission: copying it in the child would touch every built-in object.
_BUILTINS = guarded_builtins()

_LIBRARIES = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in ("purelib", "platlib", "stdlib"))
"""The folders of installed packages, then the one of the standard library, which may contain them."""

_REHEARSAL = b"""
import numpy as np

class Layer:
    def __init__(self, weight):
        self.weight = weight

    def forward(self, x):
        return np.maximum(x @ self.weight.T + 1.0, 0.0).sum(axis=0)
"""


def send(descriptor: int, payload: bytes) -> None:
    """Write one frame."""
    view = memoryview(codec.frame(payload))
    while view:
        view = view[os.write(descriptor, view) :]


def output_stream() -> io.TextIOWrapper:
    """Return a stream that writes to descriptor 1, line by line, and accepts any text."""
    raw = io.FileIO(1, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=True)


def capture_output(stream: io.TextIOWrapper) -> None:
    """Redirect print to `stream`, and warnings too, without the folders of this machine."""
    sys.stdout = sys.stderr = stream
    warnings.formatwarning = _warning


def _warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    for folder in _LIBRARIES:
        filename = filename.removeprefix(folder)
    return f"{filename}:{lineno}: {category.__name__}: {message}\n"


def rehearse() -> None:
    """Run and discard a small session, so that the pages it touches are copied in the zygote and not in each child."""
    x = np.ones((8, 8))
    namespace = Namespace(_REHEARSAL, "rehearsal.py", builtins=_BUILTINS)
    wire.load_answer(0, namespace.load(["Layer"]))
    ops: list[Op] = [
        Construct("layer", "Layer", (x,)),
        Call("layer", "forward", (x,), echo_args=True),
        GetAttr("layer", "weight"),
    ]
    _, _, received = wire.read_request(wire.run_request(0, ops))
    namespace.answer(0, received, 1 << 20)
    del sys.modules[MODULE_NAME]


def serve(requests: int, answers: int, output: io.TextIOWrapper) -> None:
    """Answer requests until the other side closes the connection; never returns."""
    random.seed(0)
    np.random.seed(0)
    try:
        _answer_all(requests, answers, output)
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except BaseException:  # noqa: BLE001 - the boundary of the process; the outside sees the exit code
        os._exit(EXIT_HARNESS)
    os._exit(0)


def _answer_all(requests: int, answers: int, output: io.TextIOWrapper) -> None:
    namespace: Namespace | None = None
    reply_bytes = 0
    while (request := _next_request(requests)) is not None:
        match request:
            case ("load", number, source, filename, names, reply_bytes, provided):
                namespace = Namespace(source, filename, provided, _BUILTINS)
                answer = wire.load_answer(number, namespace.load(names))
            case ("run", number, ops) if namespace is not None:
                answer = namespace.answer(number, ops, reply_bytes)
            case _:
                raise ValueError("a request out of order")
        output.flush()
        send(answers, answer)


def _next_request(descriptor: int) -> tuple[Any, ...] | None:
    header = _read(descriptor, codec.FRAME_HEADER_BYTES)
    if header is None:
        return None
    payload = _read(descriptor, codec.frame_length(header, max_bytes=codec.MAX_FRAME_BYTES))
    return None if payload is None else wire.read_request(payload)


def _read(descriptor: int, count: int) -> bytes | None:
    parts = []
    while count:
        part = os.read(descriptor, count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
