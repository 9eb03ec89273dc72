"""A subclass of tuple, such as a named tuple, is a tuple on the wire, whatever its methods do."""

from __future__ import annotations

from typing import Any, NamedTuple

from grader.sandbox import codec, decoder


def test_a_named_tuple_is_sent_as_a_tuple_without_calling_its_methods() -> None:
    class Pair(NamedTuple):
        first: float
        second: float

    class Lying(tuple[float, ...]):
        def __len__(self) -> int:
            raise SystemExit

        def __iter__(self) -> Any:
            raise SystemExit

        def __getitem__(self, _: Any) -> Any:
            raise SystemExit

    for value in (Pair(1.0, 2.0), Lying((1.0, 2.0))):
        assert decoder.decode(codec.encode([value])) == [(1.0, 2.0)]
        assert type(decoder.decode(codec.encode(value))) is tuple
