"""Every layer stops something that no other would: taken away, an attack succeeds."""

from __future__ import annotations

import pytest

from grader.sandbox import Sandbox
from tests.sandbox.without_layers import CASES, Case, Layer, try_case


@pytest.mark.root
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.layer}-{case.attack.name}")
def test_a_layer_alone_stops_what_succeeds_without_it(t1: Sandbox, case: Case) -> None:
    if case.layer not in t1.probe.layers:
        pytest.skip(f"this machine has no {case.layer} for this user")
    stopped, free = try_case(case)
    assert stopped in case.attack.endings
    assert free is True


def test_every_layer_has_its_case() -> None:
    assert {case.layer for case in CASES} == set(Layer)
