"""Whatever comes back from the sandbox is data: judging and diagnosing it never fails."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from exercises import catalog, load
from grader.diagnosis import diagnose
from grader.judge import Judge
from grader.report import Verdict
from grader.sandbox.types import Frame, Limits, Loaded, Raised, Returned, Signature, Unsendable

pytestmark = pytest.mark.slow

TEXT = st.text(max_size=20)
DTYPES = st.sampled_from(["bool", "int8", "uint64", "float16", "float32", "float64", "complex64", "complex128"])
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**63), max_value=2**63 - 1),
    st.floats(allow_nan=True, allow_infinity=True),
    TEXT,
    DTYPES.flatmap(lambda dtype: arrays.arrays(dtype=dtype, shape=SHAPES)),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.lists(inner, max_size=3).map(tuple), st.dictionaries(TEXT, inner, max_size=2)
    ),
    max_leaves=6,
)
FRAMES = st.lists(st.builds(Frame, st.integers(0, 2**31 - 1), TEXT, TEXT), max_size=2).map(tuple)
RESULTS = st.one_of(
    st.builds(Returned, VALUES, st.one_of(st.none(), st.lists(VALUES, max_size=3).map(tuple))),
    st.builds(Raised, TEXT, TEXT, FRAMES, st.booleans()),
    st.builds(Unsendable, TEXT, TEXT),
)


class Answering:
    """A session that answers every operation with one of a few values, and that prints."""

    def __init__(self, results, output):
        self.results = results
        self.output = output

    def load(self, source, filename, names, provided, meanwhile):
        kinds = {name: "class" if name[0].isupper() and "." not in name else "function" for name in names}
        return Loaded({name: Signature(kind, ("*args",)) for name, kind in kinds.items()})

    def prepare(self, ops):
        pass

    def run(self, ops, meanwhile):
        return [self.results[number % len(self.results)] for number in range(len(ops))]


@pytest.mark.parametrize("slug", catalog().slugs)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(results=st.lists(RESULTS, min_size=1, max_size=4), output=TEXT)
def test_any_answer_is_judged_to_plain_data_without_points(slug, results, output):
    exercise = load(slug)
    judged = Judge(exercise, 0, Limits()).judge(Answering(results, output), b"")
    found = diagnose(exercise, judged.runs)
    assert sum(check.points for check in judged.checks) == 0
    assert not any(check.verdict is Verdict.IE for check in judged.checks)
    text = json.dumps([[check.message, dict(check.details)] for check in judged.checks], allow_nan=False)
    text.encode("utf-8")
    assert len(found) <= 3


def test_a_huge_answer_of_the_wrong_shape_costs_nothing():
    exercise = load("sigmoid")
    huge = Returned(np.broadcast_to(np.float64(0.0), (1 << 30, 1 << 20)))
    judged = Judge(exercise, 0, Limits()).judge(Answering([huge], ""), b"")
    assert "shape" in judged.checks[1].message
    assert diagnose(exercise, judged.runs) == ()
