"""The short form of the soak: nothing grows, nothing is left, every honest verdict is right among hostile ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.sandbox import Sandbox
from tests.sandbox.soak import HOSTILE, LIMITS, PLAYS, STRETCH, Held, Soak


@pytest.mark.serial
def test_nothing_grows_over_submissions_of_which_one_in_five_is_hostile() -> None:
    with Sandbox.start(limits=LIMITS) as sandbox:
        Soak(sandbox).run(STRETCH)
        soak, before = Soak(sandbox), Held.by(sandbox)
        soak.run(STRETCH)
        assert Held.by(sandbox).grown(before) == []
    assert soak.wrong == []
    assert len(soak.among_ms) + soak.verdicts.total() == STRETCH
    assert {kind for kind, _ in soak.verdicts} == {*HOSTILE, PLAYS}


def test_growth_is_noticed() -> None:
    before = Held(50 << 20, 40 << 20, 20, 10, 3, 1, 1)
    assert before.grown(before) == []
    assert replace(before, rss_bytes=60 << 20).grown(before) == []
    for name in Held.__dataclass_fields__:
        more = replace(before, **{name: getattr(before, name) + (32 << 20 if name.endswith("bytes") else 1)})
        assert len(more.grown(before)) == 1
