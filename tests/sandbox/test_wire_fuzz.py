"""Whatever a child writes is an answer or a ProtocolError: bounded in memory, bounded in work, and never ambiguous."""

from __future__ import annotations

import random
import struct
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import codec, decoder, wire
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import Limits, Loaded, Returned, Signature
from tests.sandbox import fuzz
from tests.sandbox.test_codec import VALUES

EXCHANGES = 1000


def test_a_thousand_exchanges_reach_every_outcome_and_nothing_else() -> None:
    outcomes = Counter(fuzz.exchange(random.Random(seed)) for seed in range(EXCHANGES))
    assert set(outcomes) == {"answer", "protocol error", "never ends"}
    assert min(outcomes.values()) > EXCHANGES // 50


def accepted(payload: bytes, number: int = 1, count: int = 1) -> bool:
    """Whether it is an answer; if so, the only way to write it."""
    try:
        written = fuzz.read(payload, number, count)
    except ProtocolError:
        return False
    assert written == payload
    return True


@given(VALUES, VALUES, st.data())
def test_spliced_answers_are_canonical_or_refused(value: object, other: object, data: st.DataObject) -> None:
    first, second = (fuzz.results_answer(1, [Returned(one, (other,))]) for one in (value, other))
    assert accepted(first)
    cut, resume = data.draw(st.integers(0, len(first))), data.draw(st.integers(0, len(second)))
    accepted(first[:cut] + second[resume:])


@given(VALUES, st.data())
def test_every_length_may_lie(value: object, data: st.DataObject) -> None:
    payload = bytearray(fuzz.results_answer(1, [Returned(value)]))
    at = data.draw(st.integers(0, len(payload) - 4))
    struct.pack_into("<I", payload, at, data.draw(st.integers(0, 2**32 - 1)))
    accepted(bytes(payload))


@given(st.binary(max_size=300), st.randoms(use_true_random=False))
def test_a_stream_in_pieces_is_what_it_is_in_one(stream: bytes, rng: random.Random) -> None:
    def outcome(pieces: random.Random) -> object:
        try:
            return fuzz.received(pieces, stream)
        except ProtocolError as error:
            return str(error)

    assert outcome(rng) == outcome(random.Random(0))


SIGNATURES = wire.load_answer(1, Loaded({name: Signature("class") for name in fuzz.NAMES}))


@pytest.mark.parametrize(
    ("almost", "count"),
    [
        (("results", 1, [["returned", 1.0, None]]), 1),
        (["results", True, [["returned", 1.0, None]]], 1),
        (["results", 1.0, [["returned", 1.0, None]]], 1),
        (["results", 1, (["returned", 1.0, None],)], 1),
        (["results", 1, [("returned", 1.0, None)]], 1),
        (["results", 1, [["returned", 1.0, ()]]], 1),
        (["results", 1, [["returned", 1.0]]], 1),
        (["results", 1, [["raised", "E", "m", [(1, "f", "c")], False, ""]]], 1),
        (["results", 1, [["raised", "E", "m", [[True, "f", "c"]], False, ""]]], 1),
        (["results", 1, [["raised", "E", "m", [], 0, ""]]], 1),
        (["results", 1, [["raised", "E", "m", [], False, None]]], 1),
        (["results", 1, [["raised", "E", "m", [], False, "n" * 201]]], 1),
        (["results", 1, [["raised", "E", "m", [], False]]], 1),
        (["loaded", 1, {name: ["class", [], 0] for name in reversed(fuzz.NAMES)}], -1),
        (["loaded", 1, {name: ("class", [], 0) for name in fuzz.NAMES}], -1),
        (["loaded", 1, {name: ["class", [], False] for name in fuzz.NAMES}], -1),
        (["loaded", True, {name: ["class", [], 0] for name in fuzz.NAMES}], -1),
    ],
    ids=range(17),
)
def test_almost_an_answer_is_none(almost: object, count: int) -> None:
    assert accepted(codec.encode(["results", 1, [["returned", 1.0, None]]]))
    assert accepted(SIGNATURES, count=-1)
    assert not accepted(codec.encode(almost), count=count)


LARGEST = 4 << 20
MANY = 8 * codec.MAX_ITEMS  # commas and brackets


def payload_of(header: bytes, buffer: bytes = b"") -> bytes:
    """A payload with this header, true or not."""
    return struct.pack("<I", len(header)) + header + buffer


def repeated(item: bytes, count: int | None = None) -> bytes:
    """A list with as many of one value as fit."""
    count = LARGEST // (len(item) + 1) if count is None else count
    return payload_of(b"[" + b",".join([item] * count) + b"]")


@pytest.mark.parametrize(
    "payload",
    [
        repeated(b"null"),
        repeated(b"null", MANY - 3),
        repeated(b"1.5", MANY // 4),
        repeated(b"[]", MANY // 3 - 3),
        repeated(b"[]"),
        repeated(b'{"m":[]}', MANY // 5 - 3),
        repeated(b'{"t":[]}', MANY // 5 - 3),
        repeated(b'{"a":[0,0]}', MANY // 6 - 3),
        repeated(b'{"a":[11' + b",0" * 32 + b"]}", MANY // 37 - 3),
        repeated(b'{"a":[11' + b",%d" % 2**62 * 32 + b"]}"),
        repeated('"aaaa😀"'.encode(), MANY // 2),
        repeated(b'""'),
        payload_of(b'"' * LARGEST),
        payload_of(b'"' + b'\\"' * (LARGEST // 2)),
        payload_of(b'"' + b"\\u0001" * (LARGEST // 6) + b'"'),
        payload_of(b'"' + b"a" * (LARGEST - 4) + '😀"'.encode()),
        payload_of(b'{"m":[' + b",".join(b'"%08d",1' % n for n in range(MANY // 3)) + b"]}"),
        payload_of(b"1" * LARGEST),
        payload_of(b"[" * LARGEST),
        payload_of(b'{"a":' * (LARGEST // 5)),
        payload_of(b'{"a":[11,%d]}' % (LARGEST // 8), bytes(LARGEST)),
    ],
    ids=[
        *("too many nothings", "nothings", "floats", "lists", "too many lists", "dicts", "tuples", "arrays", "axes"),
        *("huge axes", "texts", "empty texts", "quotes", "escaped quotes", "escapes", "wide text", "keys", "digits"),
        *("brackets", "braces", "array"),
    ],
)
def test_the_costliest_payloads_cost_a_bounded_amount(payload: bytes) -> None:
    def decoded() -> None:
        try:
            decoder.decode(payload)
        except ProtocolError:
            return

    with CallCounter() as counter:
        decoded()
    assert counter.calls < 6 * MANY
    assert peak_bytes(decoded) < 6 * len(payload) + 100 * min(len(payload), MANY)


def test_texts_that_grow_fourfold_stay_below_the_limit_of_one_answer_times_eight() -> None:
    text = b'"' + b"a" * (codec.MAX_TEXT_BYTES - 4) + '😀"'.encode()
    payload = payload_of(b"[" + b",".join([text] * 7) + b"]")
    assert len(payload) < Limits().reply_bytes
    assert peak_bytes(lambda: decoder.decode(payload)) < 8 * Limits().reply_bytes


def test_a_frame_that_is_announced_costs_what_has_come_of_it() -> None:
    def announced() -> None:
        assert fuzz.received(random.Random(0), struct.pack("<I", fuzz.REPLY_BYTES) + bytes(1000)) is None

    assert peak_bytes(announced) < 64 << 10


def test_what_comes_in_drops_is_read_with_work_in_proportion() -> None:
    payload = np.random.default_rng(0).bytes(5000)
    with CallCounter() as counter:
        drops = fuzz._Incoming(fuzz.REPLY_BYTES)
        for byte in codec.frame(payload):
            drops.add(bytes([byte]))
    assert drops.payload == payload
    assert counter.calls < 20 * len(payload)


def peak_bytes(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


class CallCounter:
    """Counts calls of Python and C functions within: work, whatever the machine is doing."""

    def __init__(self) -> None:
        self.calls = 0

    def __enter__(self) -> CallCounter:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: object, event: str, argument: object) -> None:
        self.calls += event in ("call", "c_call")
