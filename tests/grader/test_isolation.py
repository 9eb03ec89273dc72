"""What a sandbox imports must not bring the oracle or the exercises with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import grader


@pytest.mark.parametrize("module", ["grader", "grader.sandbox", "grader.sandbox.harness", "grader.report"])
def test_neither_the_reference_nor_the_exercises_come_along(module):
    code = f"import sys, {module}; print([m for m in sys.modules if m.partition('.')[0] in ('reference', 'exercises')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_what_they_say():
    for name in grader.__all__:
        assert getattr(grader, name).__name__ == name if name != "MAX_SOURCE_BYTES" else grader.MAX_SOURCE_BYTES
    with pytest.raises(AttributeError, match="nothing"):
        _ = grader.nothing
