"""Any value survives the trip unchanged; any other bytes are a ProtocolError, found before memory is spent on them."""

from __future__ import annotations

import struct
import tracemalloc
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.sandbox import codec, decoder, wire
from grader.sandbox.codec import Encoder, Refused
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import Call, Construct, Frame, GetAttr, Operate, OpResult, Raised, Ref, Returned

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
        if first != first:
            return second != second
        return struct.pack("d", first) == struct.pack("d", second)
    return bool(first == second)


@given(VALUES)
@example({"": [(), {}, np.zeros((0, 3)), np.float64("nan").item(), -0.0]})
def test_a_value_survives_the_trip(value: Any) -> None:
    assert same(decoder.decode(codec.encode(value)), value)


@given(arrays.arrays(np.float64, (3, 4)))
def test_layout_does_not_matter_and_what_arrives_is_ours(array: np.ndarray) -> None:
    for view in (array.T, array[::-1, ::2], array.astype(">f8"), np.broadcast_to(array[0], (5, 4))):
        arrived = decoder.decode(codec.encode(view))
        np.testing.assert_array_equal(arrived, view)
        assert arrived.flags.c_contiguous
        assert arrived.flags.writeable
        assert arrived.flags.owndata
        assert arrived.dtype.isnative


@pytest.mark.parametrize("scalar", [np.float64(1.5), np.float32(1.5), np.int64(-3), np.bool_(True), np.uint8(255)])
def test_a_numpy_scalar_arrives_as_an_array_of_no_axes(scalar: np.generic) -> None:
    arrived = decoder.decode(codec.encode(scalar))
    assert type(arrived) is np.ndarray
    assert (arrived.shape, arrived.dtype, arrived[()]) == ((), scalar.dtype, scalar)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_protocol_error(data: bytes) -> None:
    try:
        value = decoder.decode(data)
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
            decoder.decode,
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
        ["results", 1, value],
        ["results", 1, [value]],
        ["loaded", 1, value],
        ["loaded", 1, {"a": value}],
    )
    for payload in map(codec.encode, forgeries):
        for read in (lambda p: wire.Answers(1).results(p, 1), lambda p: wire.Answers(1).loaded(p, ["a"])):
            try:
                read(payload)
            except ProtocolError:
                continue


def payload(header: bytes, buffer: bytes = b"", *, length: int | None = None) -> bytes:
    """A payload with this header, true or not."""
    return struct.pack("<I", len(header) if length is None else length) + header + buffer


FOUR = bytes(32)  # the elements of four float64

REFUSED = {
    "nothing": b"",
    "half a length": b"\0\0",
    "no header": payload(b""),
    "a header longer than the payload": payload(b"null", length=5),
    "a header that ends early": payload(b"[1,2]", length=4),
    "two values": payload(b"null null"),
    "two values without a space": payload(b"[][]"),
    "a space": payload(b"[1, 2]"),
    "a line end": payload(b"null\n"),
    "a comma at the end": payload(b"[1,]"),
    "an unknown word": payload(b"nul"),
    "NaN": payload(b"NaN"),
    "Infinity": payload(b"-Infinity"),
    "a finite number as text": payload(b'{"f":"1.0"}'),
    "another nan": payload(b'{"f":"-nan"}'),
    "a float that is an int": payload(b"1e5"),
    "a float with a zero": payload(b"1.50"),
    "a float with an exponent": payload(b"1e+05"),
    "a float that is rounded": payload(b"0.1000000000000000055511151231257827"),
    "a float that overflows": payload(b"1e999"),
    "minus zero": payload(b"-0"),
    "a leading zero": payload(b"01"),
    "65 bits": payload(b"9223372036854775808"),
    "a million digits": payload(b"1" * 10**6),
    "a million digits after the point": payload(b"0." + b"1" * 10**6),
    "a character that needs no escape": payload(b'"\\u0041"'),
    "a slash that needs no escape": payload(b'"\\/"'),
    "a letter beyond ASCII that needs no escape": payload(b'"\\u00e4"'),
    "an escape in capitals": payload(b'"\\u001F"'),
    "a long escape of a line end": payload(b'"\\u000a"'),
    "an unescaped line end": payload(b'"\n"'),
    "an escaped surrogate": payload(b'"\\ud800"'),
    "a surrogate in UTF-8": payload(b'"\xed\xa0\x80"'),
    "half a character": payload(b'"\xc3"'),
    "a text without an end": payload(b'"a'),
    "an object without a key": payload(b"{}"),
    "an unknown key": payload(b'{"x":[]}'),
    "two keys": payload(b'{"t":[],"t":[]}'),
    "a tuple that is no list": payload(b'{"t":1}'),
    "a dict with half a pair": payload(b'{"m":["k"]}'),
    "a dict with a number as key": payload(b'{"m":[1,2]}'),
    "a dict with an array as key": payload(b'{"m":[[],2]}'),
    "a key twice": payload(b'{"m":["k",1,"k",2]}'),
    "a reference": payload(b'{"r":"handle"}'),
    "an array once more": payload(b'[{"a":[11]},{"s":0}]', bytes(8)),
    "an array without a dtype": payload(b'{"a":[]}'),
    "an unknown dtype": payload(b'{"a":[14]}', bytes(8)),
    "a negative dtype": payload(b'{"a":[-1]}', bytes(8)),
    "a dtype that is true": payload(b'{"a":[true]}', b"\1"),
    "an axis that is true": payload(b'{"a":[11,true]}', bytes(8)),
    "an axis that is a float": payload(b'{"a":[11,4.0]}', FOUR),
    "an axis that is a text": payload(b'{"a":[11,"4"]}', FOUR),
    "a negative axis": payload(b'{"a":[11,-4]}', FOUR),
    "two negative axes": payload(b'{"a":[11,-2,-2]}', FOUR),
    "an axis too many": payload(b'{"a":[11' + b",1" * 33 + b"]}", bytes(8)),
    "a huge axis": payload(b'{"a":[11,2147483648]}', FOUR),
    "a huge axis beside an empty one": payload(b'{"a":[11,0,9223372036854775807]}'),
    "axes that overflow": payload(b'{"a":[11,4611686018427387904,4]}', FOUR),
    "an element too many": payload(b'{"a":[11,5]}', FOUR),
    "an element too few": payload(b'{"a":[11,3]}', FOUR),
    "arrays that overlap": payload(b'[{"a":[11,4]},{"a":[11,4]}]', FOUR),
    "bytes after the arrays": payload(b'{"a":[11,4]}', FOUR + b"\0"),
    "bytes without an array": payload(b"null", FOUR),
    "a bool that is 2": payload(b'{"a":[0,2]}', b"\1\2"),
    "deep lists": payload(b"[" * 41 + b"]" * 41),
    "deeper lists": payload(b"[" * 10**6 + b"]" * 10**6),
    "deep objects": payload(b'{"t":[' * 10**5 + b"]}" * 10**5),
    "too many items": payload(b"[" + b"1," * 10**6 + b"1]"),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_only_what_the_encoder_writes_is_read(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            decoder.decode(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < (8 << 20) + 4 * len(data) + 100 * data.count(b'"')


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (payload(b"[1,1.5,-0.0,1e-05,1e+22,true,null]"), [1, 1.5, -0.0, 1e-05, 1e22, True, None]),
        (payload(b'{"t":[{"m":["k",[]]}]}'), ({"k": []},)),
        (payload(b'"\\u0001\\n\\"\\\\\x7f"'), '\x01\n"\\\x7f'),
        (payload(b'{"f":"-inf"}'), -float("inf")),
    ],
)
def test_the_one_spelling_is_read(data: bytes, value: Any) -> None:
    assert same(decoder.decode(data), value)
    assert codec.encode(value) == data


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


def test_values_share_a_limit_and_a_refusal_costs_nothing() -> None:
    encoder = Encoder(1000)
    first = encoder.add(np.zeros(100))
    for _ in range(3):
        with pytest.raises(Refused, match="larger"):
            encoder.add([1, np.ones(2), np.zeros(100)])
    second = encoder.add(np.ones(10))
    first_back, second_back = decoder.decode(encoder.payload([first, second]))
    np.testing.assert_array_equal(first_back, np.zeros(100))
    np.testing.assert_array_equal(second_back, np.ones(10))


@pytest.mark.parametrize("character", ["a", "\x01", '"', "ä", "😀"])
def test_a_text_counts_as_it_is_written(character: str) -> None:
    encoder = Encoder(10_000)
    text = character * 900
    kept = []
    for _ in range(100):
        with suppress(Refused):
            kept.append(encoder.add(text))
    data = encoder.payload(kept)
    assert 9_000 - 6 * 900 < len(data) <= 10_000
    assert decoder.decode(data) == [text] * len(kept)


def test_an_array_that_is_sent_twice_travels_once_and_arrives_twice() -> None:
    x, y = np.arange(1000.0), np.arange(3.0)
    ops = [Call(None, "f", (x, y)), Call(None, "f", (np.float64(7.0), x)), Call(None, "f", (y, np.float64(8.0)))]
    data = wire.run_request(1, ops)
    assert len(data) < 1.1 * x.nbytes
    _, _, arrived = wire.read_request(data)
    assert [[np.asarray(arg).tolist() for arg in op.args] for op in arrived] == [
        [np.asarray(arg).tolist() for arg in op.args] for op in ops
    ]


@pytest.mark.parametrize("count", [codec.MAX_ITEMS - 1, codec.MAX_ITEMS])
def test_what_may_be_written_can_be_read(count: int) -> None:
    value = [None] * count
    if count < codec.MAX_ITEMS:
        assert decoder.decode(codec.encode(value)) == value
    else:
        with pytest.raises(Refused, match="items"):
            codec.encode(value)


def answer(number: int, *results: OpResult, reply_bytes: int = codec.MAX_FRAME_BYTES) -> bytes:
    """The answer with these results, as a child writes it."""
    encoder = Encoder(reply_bytes)
    return wire.results_answer(number, [wire.plain_result(one, encoder) for one in results], encoder)


def test_the_deepest_value_that_may_be_written_can_be_read_in_an_answer() -> None:
    value: Any = 1.0
    for _ in range(codec.MAX_DEPTH - 2):
        value = [value]
    assert wire.Answers(3).results(answer(3, Returned(value, ())), 1) == [Returned(value, ())]


@pytest.mark.parametrize(
    "op",
    [
        Construct("h", "Linear", (np.ones(2), 1), {"bias": None}),
        Call("h", "forward", (1.0,), {"train": True}, echo_args=True, readonly=True, noncontiguous=True),
        Call(None, "f", repeat=3),
        Call(
            None,
            "f",
            ([Ref("a"), (Ref("b"), {"ref": 1.0})], {"r": "x", "s": 0}),
            {"k": Ref("c")},
            keep="d",
            provided=True,
        ),
        Operate("add", (Ref("a"), 2.0), "b", 3),
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
    data = answer(1, *[Raised("E", "m" * 2000, frames)] * 500, reply_bytes=100_000)
    arrived = wire.Answers(1).results(data, 500)
    assert arrived[0] == Raised("E", "m" * 2000, frames)
    assert arrived[-1] == Raised("E", "m" * 200)
    assert len(data) < 100_000 + wire.ENVELOPE_BYTES


def test_the_answer_to_another_request_is_refused() -> None:
    data = answer(1, Raised("E", "m"))
    assert wire.Answers(1).results(data, 1) == [Raised("E", "m")]
    for number, count in ((2, 1), (1, 2), (1, 0)):
        with pytest.raises(ProtocolError):
            wire.Answers(number).results(data, count)
