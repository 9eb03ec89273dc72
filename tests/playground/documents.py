"""Settings as JSON, for tests that must hold for all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from playground.checks import Choice, Flag, Real, Several, Whole
from playground.parsing import SECTIONS, checked_fields
from playground.settings import FINEST, LayerSettings, Settings


def values_of(check: Any) -> st.SearchStrategy[Any]:
    if isinstance(check, Whole):
        return st.integers(check.low, check.high)
    if isinstance(check, Real):
        return st.floats(check.low, check.high)
    if isinstance(check, Choice):
        return st.sampled_from(check.names)
    if isinstance(check, Several):
        return st.lists(st.sampled_from(check.names), min_size=check.least, unique=True)
    assert isinstance(check, Flag)
    return st.booleans()


def section(kind: type[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {one.name: values_of(check) for one, check, _ in checked_fields(kind)}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Settings as JSON, each field within its bounds; the fields need not fit together."""
    found = {name: draw(st.fixed_dictionaries({}, optional=section(kind))) for name, kind in SECTIONS.items()}
    found["network"]["layers"] = draw(st.lists(st.fixed_dictionaries({}, optional=section(LayerSettings)), max_size=6))
    numbers = st.integers(0, FINEST)
    found["data"]["rows"] = draw(st.lists(st.tuples(numbers, numbers, st.integers(0, 1)), min_size=4, max_size=30))
    return {**found, **draw(st.fixed_dictionaries({}, optional=section(Settings)))}
