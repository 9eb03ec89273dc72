"""Every exercise proves itself: the short form of ``grader verify``.

CHAINRULE_PROOF_SEEDS=10 makes it the full proof.
"""

from __future__ import annotations

import os

import pytest

from exercises import catalog, load
from grader.sandbox import Sandbox
from grader.verify import verify_exercise

pytestmark = pytest.mark.timeout(900)

SEEDS = range(int(os.environ.get("CHAINRULE_PROOF_SEEDS", "1")))


@pytest.mark.parametrize("slug", catalog().slugs)
def test_exercise_keeps_its_promises(slug):
    with Sandbox.start() as sandbox:
        result = verify_exercise(load(slug), SEEDS, sandbox=sandbox)
    assert result.failures == ()
    assert result.gradings == len(SEEDS) * (result.accepted + result.wrong_answers + 1)
