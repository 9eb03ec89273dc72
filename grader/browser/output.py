"""Collect what student code prints, up to a limit."""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO

LIMIT_BYTES = 64_000
_EVERY_S = 0.05
_AT_ONCE = 200  # so that a few lines appear even if an endless loop follows them
CUT = "\n[The rest of the output is not shown.]\n"

Tell = Callable[[str], object]


class Output(io.TextIOBase):
    """A stream that keeps the first `limit_bytes` bytes of what is written to it.

    Args:
        limit_bytes: how much to keep; a note replaces the rest.
        tell: called with new text: at once at first, then a few times a second at most.
    """

    def __init__(self, limit_bytes: int = LIMIT_BYTES, tell: Tell | None = None) -> None:
        self._left = limit_bytes
        self._tell = tell
        self._parts: list[str] = []
        self._untold: list[str] = []
        self._told_at = 0.0
        self._told_count = 0
        self.is_cut = False

    @property
    def text(self) -> str:
        """Return everything that was kept."""
        return "".join(self._parts)

    def writable(self) -> bool:
        """Return whether the stream can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep `text`, or as much of it as fits; return its length."""
        data = text.encode("utf-8", "backslashreplace")
        if self._left >= len(data):
            self._left -= len(data)
            self._keep(data.decode())
        elif not self.is_cut:
            self.is_cut = True
            self._keep(data[: self._left].decode("utf-8", "ignore") + CUT)
            self._left = 0
        return len(text)

    def take(self) -> str:
        """Return what was kept since the last call, and forget it."""
        taken = self.text
        self._parts.clear()
        return taken

    def _keep(self, text: str) -> None:
        self._parts.append(text)
        if self._tell is None:
            return
        self._untold.append(text)
        now = time.monotonic()
        if self._told_count < _AT_ONCE or now - self._told_at >= _EVERY_S or self.is_cut:
            self._told_at = now
            self._told_count += 1
            self._tell("".join(self._untold))
            self._untold.clear()


@contextmanager
def captured(output: Output) -> Iterator[None]:
    """Collect prints and warnings in `output` while the block runs."""

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        output.write(f"{filename}:{lineno}: {category.__name__}: {message}\n")

    with redirect_stdout(output), redirect_stderr(output), warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = show
        yield
