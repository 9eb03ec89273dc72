"""Standard streams that never fail while a command runs, so that its exit code depends only on its work."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO

from grader.cli.spelling import ERRORS

CLOSED = "standard output is closed"


class OutputBytes(io.RawIOBase):
    """The bytes of a stream. A failed write is remembered instead of raised, and what follows is dropped.

    Attributes:
        reader_left: whether the reader, such as head, has closed the pipe; that is no failure.
        failure: why the output cannot be written; empty if it can.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream  # kept, because it closes its descriptor when it is collected
        self._raw = getattr(stream.buffer, "raw", stream.buffer)  # python -u puts no buffer in between
        self.reader_left = False
        self.failure = ""

    def write(self, data: Any, /) -> int | None:
        """Write the bytes `data` and return how many were written; drop them once a write has failed."""
        if not self.is_lost:
            try:
                return self._raw.write(data)
            except BrokenPipeError:
                self.reader_left = True
            except OSError as error:
                self.failure = error.strerror or type(error).__name__
        return len(data)

    @property
    def is_lost(self) -> bool:
        """Return whether the output reaches nobody."""
        return self.reader_left or bool(self.failure)

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return self._raw.isatty()


def protect() -> OutputBytes:
    """Replace the standard streams with streams that do not fail; return the bytes of the output.

    A closed stream becomes the null device, so that no file that is opened later takes its descriptor.
    """
    is_closed = sys.stdout is None
    _open_closed()
    sys.stdout, output = _protected(sys.stdout)
    sys.stderr, _ = _protected(sys.stderr)
    if is_closed:
        output.failure = CLOSED
    return output


def _open_closed() -> None:
    """Open the null device for each closed standard stream."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # The lowest free descriptor is the one that was closed, because those below it are open by now.
            opened = os.open(os.devnull, os.O_RDONLY if name == "stdin" else os.O_WRONLY)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
            setattr(sys, name, os.fdopen(descriptor, "r" if name == "stdin" else "w", encoding="utf-8"))


def _protected(stream: TextIO) -> tuple[TextIO, OutputBytes]:
    """Return a stream over the same descriptor that spells characters that it cannot encode."""
    output = OutputBytes(stream)
    text = io.TextIOWrapper(
        io.BufferedWriter(output),
        encoding=stream.encoding,
        errors=ERRORS,
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=getattr(stream, "write_through", False),
    )
    return text, output


def output_is_lost() -> bool:
    """Return whether the reader of standard output has left, or it cannot be written."""
    output = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(output, OutputBytes) and output.is_lost
