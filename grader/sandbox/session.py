"""A session with one submission's process: typed requests out, validated answers in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol, Self

from grader.sandbox import codec, wire
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import End, Limits, Loaded, LoadFailed, Op, OpResult, SandboxEnded, Usage


class ContainedProcess(Protocol):
    """The interface of a contained process, whatever the tier."""

    def exchange(self, request: bytes, meanwhile: Callable[[], None]) -> bytes | bytearray:
        """Return the payload that answers a frame; call `meanwhile` once while the process works on it.

        Raises:
            SandboxEnded: if the process ended, or was ended, first.
            ProtocolError: if the answer is not a frame.
        """

    def cancel(self) -> None:
        """Make the current and every later exchange raise SandboxEnded(CANCELED); callable from any thread."""

    def finish(self) -> None:
        """End the process and all its descendants; may be called more than once."""

    @property
    def finished(self) -> bool:
        """Return whether the process has ended."""

    @property
    def printed(self) -> bytes:
        """Return its output so far."""

    @property
    def usage(self) -> Usage:
        """Return its usage so far."""


class Session:
    """A submission in its own process; as a context manager, it ends the process.

    After SandboxEnded, every further request raises the same error again.
    """

    def __init__(self, contained: ContainedProcess, limits: Limits) -> None:
        self.limits = limits
        self._contained = contained
        self._number = 0
        self._ended: SandboxEnded | None = None
        self._prepared: tuple[Sequence[Op], int, bytes] | None = None

    def load(
        self,
        source: bytes,
        filename: str,
        names: Sequence[str],
        provided: str = "",
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Loaded | LoadFailed:
        """Execute `source` as a module called `filename` and describe `names`, each ``name`` or ``Class.method``.

        Args:
            source: the submission.
            filename: its name in tracebacks.
            names: what to describe.
            provided: code of the exercise that operations may use in addition; it is executed first.
            meanwhile: called once while the process works.

        Raises:
            SandboxEnded: if it did not finish normally within the limits.
        """
        self._number += 1
        request = wire.load_request(self._number, source, filename, names, self._reply_bytes, provided)
        payload = self._exchange(request, meanwhile)
        try:
            return wire.Answers(self._number).loaded(payload, names)
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    def prepare(self, ops: Sequence[Op]) -> None:
        """Encode `ops` for the next `run`, which may turn out to run others.

        Raises:
            codec.Refused: if an argument is not a `Value`.
        """
        number = self._number + 1
        self._prepared = ops, number, wire.run_request(number, ops)

    def run(self, ops: Sequence[Op], meanwhile: Callable[[], None] = lambda: None) -> list[OpResult]:
        """Run `ops` in order, with one frame each way; return a result for each.

        Args:
            ops: the operations.
            meanwhile: called once while the process works.

        Raises:
            SandboxEnded: if it did not answer within the limits.
            codec.Refused: if an argument is not a `Value`.
        """
        self._number += 1
        prepared, self._prepared = self._prepared, None
        if prepared is not None and prepared[0] is ops and prepared[1] == self._number:
            request = prepared[2]
        else:
            request = wire.run_request(self._number, ops)
        payload = self._exchange(request, meanwhile)
        try:
            return wire.Answers(self._number).results(payload, len(ops))
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    @property
    def output(self) -> str:
        """The output so far, standard output and error together, cut at the limit; hostile until escaped."""
        return self._contained.printed.decode(errors="replace")

    @property
    def usage(self) -> Usage:
        """The usage so far."""
        return self._contained.usage

    def cancel(self) -> None:
        """End the submission from another thread; its request raises SandboxEnded(CANCELED)."""
        self._contained.cancel()

    def close(self) -> None:
        """End the submission's process; its memory is freed in the background."""
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

    def _exchange(self, request: bytes, meanwhile: Callable[[], None]) -> bytes | bytearray:
        if self._ended is not None:
            raise SandboxEnded(self._ended.end, self._ended.detail)
        try:
            return self._contained.exchange(codec.frame(request), meanwhile)
        except SandboxEnded as ended:
            self._ended = ended
            raise
        except ProtocolError as error:
            raise self._off_protocol(error) from error

    def _off_protocol(self, error: ProtocolError) -> SandboxEnded:
        self._contained.finish()
        self._ended = SandboxEnded(End.PROTOCOL, str(error))
        return self._ended
