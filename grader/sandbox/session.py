"""One submission's conversation with its process: typed requests out, checked answers in."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from grader.sandbox import codec, wire
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import End, Limits, Loaded, LoadFailed, Op, OpResult, SandboxEnded, Usage


class ContainedProcess(Protocol):
    """What a session needs of a contained process, whatever the tier."""

    def exchange(self, request: bytes) -> bytes | bytearray:
        """Return the payload that answers a frame.

        Raises:
            SandboxEnded: if the process ended, or was ended, first.
            ProtocolError: if the answer is not a frame.
        """

    def cancel(self) -> None:
        """Make the running and every later exchange raise SandboxEnded(CANCELED); from any thread."""

    def finish(self) -> None:
        """End the process and everything of it; more than once is no error."""

    @property
    def finished(self) -> bool:
        """Whether the process is no more."""

    @property
    def printed(self) -> bytes:
        """What it has printed so far."""

    @property
    def usage(self) -> Usage:
        """What it has used so far."""


class Session:
    """A submission in its own process; a context manager that ends it.

    After SandboxEnded every further request raises the same again.
    """

    def __init__(self, contained: ContainedProcess, limits: Limits) -> None:
        self.limits = limits
        self._contained = contained
        self._number = 0
        self._ended: SandboxEnded | None = None

    def load(self, source: bytes, filename: str, names: Sequence[str], provided: str = "") -> Loaded | LoadFailed:
        """Execute `source` as a module called `filename` and describe `names`, each ``name`` or ``Class.method``.

        `provided` is code of the exercise that operations may use beside it; it is executed first.

        Raises:
            SandboxEnded: if it did not come to an end of its own within the limits.
        """
        self._number += 1
        request = wire.load_request(self._number, source, filename, names, self._reply_bytes, provided)
        payload = self._exchange(request)
        try:
            return wire.Answers(self._number).loaded(payload, names)
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    def run(self, ops: Sequence[Op]) -> list[OpResult]:
        """Run `ops` in order, one frame there and one back; a result for each.

        Raises:
            SandboxEnded: if it did not answer within the limits.
            codec.Refused: if an argument is not a `Value`.
        """
        self._number += 1
        payload = self._exchange(wire.run_request(self._number, ops))
        try:
            return wire.Answers(self._number).results(payload, len(ops))
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    @property
    def output(self) -> str:
        """What was printed so far, standard output and error together, cut at the limit; hostile until escaped."""
        return self._contained.printed.decode(errors="replace")

    @property
    def usage(self) -> Usage:
        """What was used so far."""
        return self._contained.usage

    def cancel(self) -> None:
        """End the submission from another thread; its request raises SandboxEnded(CANCELED)."""
        self._contained.cancel()

    def close(self) -> None:
        """End the submission's process; nothing of it is left."""
        self._contained.finish()
        self._ended = self._ended or SandboxEnded(End.CANCELED, "the session is closed")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _reply_bytes(self) -> int:
        return self.limits.reply_bytes - wire.ENVELOPE_BYTES

    def _exchange(self, request: bytes) -> bytes | bytearray:
        if self._ended is not None:
            raise SandboxEnded(self._ended.end, self._ended.detail)
        try:
            return self._contained.exchange(codec.frame(request))
        except SandboxEnded as ended:
            self._ended = ended
            raise
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    def _off_protocol(self, error: ProtocolError) -> SandboxEnded:
        self._contained.finish()
        self._ended = SandboxEnded(End.PROTOCOL, str(error))
        return self._ended
