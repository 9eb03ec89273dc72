"""Any value survives the trip unchanged; any other bytes are a ProtocolError, found before memory is spent on them."""

from __future__ import annotations

import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.sandbox import codec, wire
from grader.sandbox.codec import Budget, Refused
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import Call, Construct, Frame, GetAttr, Raised, Returned

DTYPES = st.sampled_from([np.dtype(name) for name in codec._DTYPES])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | TEXT
    | DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=4)))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(TEXT, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(first: Any, second: Any) -> bool:
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
    if isinstance(first, float):
        return struct.pack("d", first) == struct.pack("d", second)
    return bool(first == second)


@given(VALUES)
@example({"": [(), {}, np.zeros((0, 3)), np.float64("nan").item(), -0.0]})
def test_a_value_survives_the_trip(value: Any) -> None:
    assert same(codec.decode(codec.encode(value)), value)


@given(arrays.arrays(np.float64, (3, 4)))
def test_layout_does_not_matter_and_what_arrives_is_ours(array: np.ndarray) -> None:
    for view in (array.T, array[::-1, ::2], array.astype(">f8"), np.broadcast_to(array[0], (5, 4))):
        arrived = codec.decode(codec.encode(view))
        np.testing.assert_array_equal(arrived, view)
        assert arrived.flags.c_contiguous
        assert arrived.flags.writeable
        assert arrived.flags.owndata
        assert arrived.dtype.isnative


@pytest.mark.parametrize("scalar", [np.float64(1.5), np.float32(1.5), np.int64(-3), np.bool_(True), np.uint8(255)])
def test_a_numpy_scalar_arrives_as_an_array_of_no_axes(scalar: np.generic) -> None:
    arrived = codec.decode(codec.encode(scalar))
    assert type(arrived) is np.ndarray
    assert (arrived.shape, arrived.dtype, arrived[()]) == ((), scalar.dtype, scalar)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_protocol_error(data: bytes) -> None:
    try:
        value = codec.decode(data)
    except ProtocolError:
        return
    assert codec.encode(value) == data


@given(VALUES, st.data())
def test_damaged_bytes_are_a_value_or_a_protocol_error(value: Any, data: st.DataObject) -> None:
    damaged = bytearray(codec.encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    cut = bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    for payload in (bytes(damaged), cut):
        for read in (
            codec.decode,
            lambda payload: wire.Answers(1).results(payload, 1),
            lambda payload: wire.Answers(1).loaded(payload, ["a"]),
        ):
            try:
                read(payload)
            except ProtocolError:
                continue


@given(VALUES)
def test_any_value_is_an_answer_or_a_protocol_error(value: Any) -> None:
    forgeries = (
        value,
        ("results", 1, value),
        ("results", 1, [value]),
        ("loaded", 1, value),
        ("loaded", 1, {"a": value}),
    )
    for payload in map(codec.encode, forgeries):
        for read in (lambda p: wire.Answers(1).results(p, 1), lambda p: wire.Answers(1).loaded(p, ["a"])):
            try:
                read(payload)
            except ProtocolError:
                continue


HUGE = 1 << 31


@pytest.mark.parametrize(
    "payload",
    [
        b"s" + struct.pack("<I", HUGE),
        b"l" + struct.pack("<I", HUGE),
        b"t" + struct.pack("<I", 2**32 - 1),
        b"m" + struct.pack("<I", HUGE),
        b"a\x0b\x01" + struct.pack("<Q", HUGE),
        b"a\x0b\x02" + struct.pack("<QQ", 1 << 16, 1 << 15) + bytes(64),
        b"a\x0b\x02" + struct.pack("<QQ", 0, 2**64 - 1),
        b"a\x0b\x02" + struct.pack("<QQ", 2**63, 2**63),
        b"a\x0b\x21" + struct.pack("<33Q", *[1] * 33),
        b"a\x0e\x00" + bytes(8),
        b"a\x00\x01" + struct.pack("<Q", 2) + b"\x02\x01",
        (b"l" + struct.pack("<I", 1)) * 40 + b"N",
        b"l" + struct.pack("<I", 500_000) + b"N" * 500_000,
        b"m" + struct.pack("<I", 2) + (struct.pack("<I", 1) + b"kN") * 2,
        b"s" + struct.pack("<I", 2) + b"\xed\xa0",
        b"NN",
        b"i1234567",
        b"",
        b"?",
    ],
    ids=range(19),
)
def test_lengths_and_shapes_are_not_believed(payload: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            codec.decode(payload)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


def test_a_frame_longer_than_allowed_is_refused_by_its_header() -> None:
    assert codec.frame_length(codec.frame(b"abc")[:4], max_bytes=3) == 3
    with pytest.raises(ProtocolError):
        codec.frame_length(codec.frame(b"abc")[:4], max_bytes=2)


def test_a_broadcast_view_is_refused_before_it_is_copied() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="larger"):
            codec.encode(np.broadcast_to(1.0, (1 << 20, 1 << 20)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20


def test_a_budget_is_shared_and_a_refusal_costs_nothing() -> None:
    budget = Budget(bytes=1000)
    codec.encode(np.zeros(100), budget)
    left = budget.bytes
    assert 0 < left < 200
    with pytest.raises(Refused):
        codec.encode([1, np.zeros(100)], budget)
    assert budget.bytes == left
    assert codec.encode(np.zeros(10), budget)


@pytest.mark.parametrize("count", [codec.MAX_ITEMS - 1, codec.MAX_ITEMS])
def test_what_may_be_written_can_be_read(count: int) -> None:
    value = [None] * count
    if count < codec.MAX_ITEMS:
        assert codec.decode(codec.encode(value)) == value
    else:
        with pytest.raises(Refused, match="items"):
            codec.encode(value)


def test_the_deepest_value_that_may_be_written_can_be_read_in_an_answer() -> None:
    value: Any = 1.0
    for _ in range(codec.MAX_DEPTH - 2):
        value = [value]
    result = wire.encode_result(Returned(value, ()), Budget())
    assert wire.Answers(3).results(wire.results_answer(3, [result]), 1) == [Returned(value, ())]


@pytest.mark.parametrize(
    "op",
    [
        Construct("h", "Linear", (np.ones(2), 1), {"bias": None}),
        Call("h", "forward", (1.0,), {"train": True}, echo_args=True, readonly=True, noncontiguous=True),
        Call(None, "f"),
        GetAttr("h", "weight"),
    ],
)
def test_an_operation_survives_the_trip(op: Any) -> None:
    name, number, (arrived,) = wire.read_request(wire.run_request(7, [op]))
    assert (name, number) == ("run", 7)
    assert type(arrived) is type(op)
    assert str(arrived) == str(op)


def test_an_argument_that_is_no_value_is_our_mistake_and_raises_here() -> None:
    with pytest.raises(Refused, match="object"):
        wire.run_request(1, [Call(None, "f", (object(),))])


def test_many_exceptions_fit_into_one_answer() -> None:
    frames = tuple(Frame(n, "f" * 200, "x" * 400) for n in range(20))
    budget = Budget(bytes=100_000)
    results = [wire.encode_result(Raised("E", "m" * 2000, frames), budget) for _ in range(500)]
    arrived = wire.Answers(1).results(wire.results_answer(1, results), 500)
    assert arrived[0] == Raised("E", "m" * 2000, frames)
    assert arrived[-1] == Raised("E", "m" * 200)
    assert sum(map(len, results)) < 100_000 + wire.ENVELOPE_BYTES


def test_the_answer_to_another_request_is_refused() -> None:
    answer = wire.results_answer(1, [wire.encode_result(Raised("E", "m"), Budget())])
    assert wire.Answers(1).results(answer, 1) == [Raised("E", "m")]
    for number, count in ((2, 1), (1, 2), (1, 0)):
        with pytest.raises(ProtocolError):
            wire.Answers(number).results(answer, count)
