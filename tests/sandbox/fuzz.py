"""Random exchanges with the decoder and with the hostile child: `python -m tests.sandbox.fuzz [--help]`.

Prints figures and what went wrong; the exit code is 1 if anything did. The same seed gives the same exchanges.
"""

from __future__ import annotations

import argparse
import random
import resource
import struct
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np

from grader.sandbox import Sandbox, codec, wire
from grader.sandbox.codec import Encoder
from grader.sandbox.errors import ProtocolError
from grader.sandbox.host.child_process import _Incoming
from grader.sandbox.host.plain import PlainHost
from grader.sandbox.types import Frame, Loaded, LoadFailed, OpResult, Raised, Returned, Signature, Unsendable
from tests.sandbox.conftest import OUTER_LAYERS
from tests.sandbox.hostile import LIMITS, any_play, perform

NAMES = ("Linear", "Linear.forward", "Linear.backward")
REPLY_BYTES = 1 << 20
GRACE_S = 5.0
"""What a grading may take beyond its wall limit on a busy machine: the reference, the checks and a new spare."""
GROWTH_BYTES = 48 << 20
"""By how much the grader may grow over any number of hostile gradings: the caches of its allocators."""


def any_value(rng: random.Random, depth: int = 0) -> Any:
    """Return a value that can be sent."""
    kind = rng.randrange(11 if depth < 4 else 7)
    if kind >= 7:
        parts = [any_value(rng, depth + 1) for _ in range(rng.randrange(5))]
        return [parts, tuple(parts), {f"k{at}": part for at, part in enumerate(parts)}, parts][kind - 7]
    shape = tuple(rng.randrange(4) for _ in range(rng.randrange(4)))
    dtype = rng.choice(codec.BY_CODE)
    text = "".join(map(chr, rng.choices(range(1, 0xD7FF), k=rng.randrange(20))))
    array = np.frombuffer(rng.randbytes(int(np.prod(shape)) * dtype.itemsize), np.uint8)
    array = (array & 1 if dtype == np.bool_ else array).view(dtype).reshape(shape)
    values = (None, rng.random() < 0.5, rng.randrange(-(2**63), 2**63), rng.gauss(0, 1e9), text, array, float("nan"))
    return values[kind]


def any_result(rng: random.Random) -> OpResult:
    """Return one result of an operation."""
    frames = tuple(Frame(rng.randrange(99), "f", "c" * rng.randrange(9)) for _ in range(rng.randrange(4)))
    after = rng.choice([None, (), (any_value(rng),)])
    raised = Raised("E", "m" * rng.randrange(99), frames, rng.random() < 0.5, "n" * rng.randrange(9))
    return rng.choice([Returned(any_value(rng), after), Returned(any_value(rng)), raised, Unsendable("t", "r")])


def results_answer(number: int, results: Sequence[OpResult], reply_bytes: int = codec.MAX_FRAME_BYTES) -> bytes:
    """Return the answer with these results, as a child writes it."""
    encoder = Encoder(reply_bytes)
    return wire.results_answer(number, [wire.plain_result(result, encoder) for result in results], encoder)


def any_answer(rng: random.Random, number: int) -> tuple[bytes, int]:
    """Return a well-formed answer, and to how many operations; -1 stands for a load."""
    if rng.random() < 0.3:
        signatures = {name: Signature(rng.choice(wire.SIGNATURE_KINDS), ("x", "*y"), 1) for name in NAMES}
        failed = LoadFailed(rng.choice(wire.LOAD_FAILED_KINDS), Raised("E", "m"))
        return wire.load_answer(number, rng.choice([Loaded(signatures), failed])), -1
    results = [any_result(rng) for _ in range(rng.randrange(6))]
    return results_answer(number, results), len(results)


def tampered(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Return bytes with bits flipped, pieces cut, repeated, moved in from elsewhere, and numbers that lie."""
    found = bytearray(data)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 4])):
        at, to = sorted((rng.randrange(len(found) + 1), rng.randrange(len(found) + 1)))
        kind = rng.randrange(7)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del found[at:to]
        elif kind == 2:
            found[at:at] = found[at:to]
        elif kind == 3:
            found[at:to] = other[rng.randrange(len(other) + 1) :]
        elif kind == 4:
            width, number = rng.choice([("<I", 2**32 - 1), ("<Q", 2**64 - 1), ("<Q", 1 << 62), ("<I", to), ("<I", 0)])
            found[at : at + struct.calcsize(width)] = struct.pack(width, number)
        elif kind == 5:
            found[at:to] = rng.randbytes(to - at)
        elif kind == 6:
            found[at : at + 1] = rng.choice(
                [b"9", b"-", b"e9", b"[", b"]}", b'"', b",", b'{"a":[11,9]}', b"true", b" "]
            )
    return bytes(found)


def any_stream(rng: random.Random, number: int) -> tuple[bytes, int]:
    """Return what a child may write, and to what request: noise, an answer, or one that was tampered with."""
    (answer, count), (other, _) = any_answer(rng, number), any_answer(rng, number + 1)
    count = count if rng.random() < 0.9 else rng.randrange(-1, 6)
    if rng.random() < 0.2:
        return rng.randbytes(rng.randrange(200)), count
    if rng.random() < 0.7:
        return codec.frame(tampered(rng, answer, other)), count
    return tampered(rng, codec.frame(answer), codec.frame(other)), count


def received(rng: random.Random, stream: bytes) -> bytes | bytearray | None:
    """Return the payload that arrives when `stream` comes in pieces, as a socket gives it; None if it never ends.

    Raises:
        ProtocolError: if it is no frame.
    """
    incoming, at = _Incoming(REPLY_BYTES), 0
    while not incoming.complete and at < len(stream):
        piece = stream[at : at + rng.randrange(1, incoming.wanted + 1)]
        incoming.add(piece)
        at += len(piece)
    return incoming.payload if incoming.complete else None


def read(payload: bytes | bytearray, number: int, count: int) -> bytes:
    """Return how an accepted answer is written; `count` is how many results were asked for, or -1 for a load.

    Raises:
        ProtocolError: if it is not accepted.
    """
    answers = wire.Answers(number)
    if count < 0:
        return wire.load_answer(number, answers.loaded(payload, NAMES))
    return results_answer(number, answers.results(payload, count))


def exchange(rng: random.Random) -> str:
    """Make one exchange with the decoder; returns what came of it.

    Raises:
        AssertionError: if an accepted answer is not what its own content is written as.
    """
    number = rng.choice([1, 2, rng.randrange(1 << 40)])
    try:
        stream, count = any_stream(rng, number)
        payload = received(rng, stream)
        if payload is None:
            return "never ends"
        assert read(payload, number, count) == payload, f"accepted, and not canonical: {payload!r}"
    except ProtocolError:
        return "protocol error"
    return "answer"


def fuzz_decoder(count: int, seed: int) -> list[str]:
    """Make exchanges with the decoder; returns what went wrong."""
    outcomes: Counter[str] = Counter()
    wrong, peak = [], 0
    tracemalloc.start()
    started = time.perf_counter()
    for at in range(count):
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        try:
            outcomes[exchange(random.Random(seed + at))] += 1
        except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
            wrong.append(f"decoder, seed {seed + at}: {error!r}")
        peak = max(peak, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    print(f"decoder: {count} exchanges in {time.perf_counter() - started:.1f} s: {_told(outcomes)}")
    print(f"  largest memory of one exchange: {peak / 1e6:.2f} MB, for frames of at most {REPLY_BYTES / 1e6:.1f} MB")
    if peak > 8 * REPLY_BYTES:
        wrong.append(f"decoder: one exchange took {peak} bytes")
    return wrong


def fuzz_children(count: int, seed: int) -> list[str]:
    """Grade the hostile child, every tenth time in T4; returns what went wrong."""
    verdicts: Counter[str] = Counter()
    wrong, slowest, before = [], 0.0, 0
    started = time.perf_counter()
    with ExitStack() as stack:
        strongest = stack.enter_context(Sandbox.start(limits=LIMITS))
        floor = stack.enter_context(Sandbox.start(limits=LIMITS, without=OUTER_LAYERS))
        unsafe = stack.enter_context(Sandbox(PlainHost(LIMITS, ["on purpose"]), LIMITS))
        sandboxes = (strongest, floor, strongest, floor, strongest, floor, strongest, floor, strongest, unsafe)
        for at in range(count):
            sandbox = sandboxes[at % len(sandboxes)]
            rng = random.Random(seed + at)
            try:
                outcome = perform(any_play(rng, sandbox.tier), sandbox)
            except Exception as error:  # noqa: BLE001 - whatever escapes from `grade` is what is looked for
                wrong.append(f"child, seed {seed + at}: {error!r} escaped")
                continue
            verdicts[outcome.report.verdict.value] += 1
            slowest = max(slowest, outcome.wall_time_s)
            if outcome.fault:
                wrong.append(f"child in {sandbox.tier}, seed {seed + at}: {outcome.fault}")
            if outcome.wall_time_s > LIMITS.wall_time_s + GRACE_S:
                wrong.append(f"child in {sandbox.tier}, seed {seed + at}: {outcome.play} took {outcome.wall_time_s} s")
            if at == count // 10:
                before = _peak_rss_bytes()
    growth = _peak_rss_bytes() - before
    print(f"hostile child: {count} gradings in {time.perf_counter() - started:.1f} s: {_told(verdicts)}")
    print(f"  slowest {slowest:.2f} s, where {LIMITS.wall_time_s} s of wall time are the limit")
    print(f"  peak memory after the first tenth grew by {growth / 1e6:.1f} MB")
    if growth > GROWTH_BYTES:
        wrong.append(f"child: the grader grew by {growth} bytes")
    return wrong


def _peak_rss_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{count} × {name}" for name, count in counts.most_common())


def main() -> int:
    """Run both fuzzers."""
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--exchanges", type=int, default=10_000, help="with the decoder")
    parser.add_argument("--children", type=int, default=1_000, help="gradings of the hostile child")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    wrong = fuzz_decoder(options.exchanges, options.seed) + fuzz_children(options.children, options.seed)
    print("\n".join([*wrong, f"{len(wrong)} went wrong"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
