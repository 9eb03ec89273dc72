"""What a sandbox imports must not bring the oracle or the exercises with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import grader


@pytest.mark.parametrize("module", ["grader", "grader.sandbox", "grader.sandbox.child.harness", "grader.report"])
def test_neither_the_reference_nor_the_exercises_come_along(module):
    code = f"import sys, {module}; print([m for m in sys.modules if m.partition('.')[0] in ('reference', 'exercises')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_what_they_say():
    callables = {name: getattr(grader, name) for name in grader.__all__ if name != "MAX_SOURCE_BYTES"}
    assert {name: found.__name__ for name, found in callables.items()} == {name: name for name in callables}
    with pytest.raises(AttributeError, match="nothing"):
        _ = grader.nothing


def test_no_public_name_is_hidden_by_a_module():
    modules = {path.stem for path in Path(grader.__file__).parent.glob("*")}
    assert modules.isdisjoint(grader.__all__)
