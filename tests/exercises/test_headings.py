"""Lists show the title and the summary of a spec without running it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from exercises import Heading, UnknownExercise, catalog, heading_of, spec_of

LIST = """
import sys
import exercises
for slug in exercises.catalog().slugs:
    exercises.heading_of(slug)
print({"numpy", "reference", "exercises.folder"} & sys.modules.keys())
"""


@pytest.mark.parametrize("slug", catalog().slugs)
def test_the_heading_is_that_of_the_spec(slug: str) -> None:
    spec = spec_of(slug)
    assert heading_of(slug) == Heading(spec.title, spec.summary)


@pytest.mark.process
def test_no_spec_is_run_for_the_headings_of_all_exercises() -> None:
    done = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_an_unknown_slug_is_refused() -> None:
    with pytest.raises(UnknownExercise):
        heading_of("nowhere")
