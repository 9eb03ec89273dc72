"""docs/feedback.md shows what students really read, and each of its submissions is told its mistake."""

from __future__ import annotations

import re

import pytest

from exercises import load
from grader.grading import grade
from tests.feedback.write import DOCUMENT, SEED, SUBMISSIONS, document, slug_of
from tests.grader.conftest import sandbox

__all__ = ["sandbox"]

NAMED = {
    "linear": "everything_averaged",
    "sigmoid": "derivative_of_the_input",
    "softmax": "diagonal_only",
    "cross_entropy": "gradient_not_averaged",
    "conv2d": "frame_removed_with_minus",
    "max_pool2d": "winner_overwritten",
    "batch_norm": "mean_path_missing",
    "dropout": "backward_not_scaled",
    "adam": "no_bias_correction",
    "scalar_autograd": "gradient_overwritten",
}


def without_rounding(page: str) -> str:
    """Return a page without errors of the size of rounding, which differ from one processor to the next."""
    return re.sub(r"largest error \de-1[5-9]", "largest error: rounding", page)


def test_the_page_shows_what_the_grader_says(sandbox):
    assert without_rounding(document(sandbox)) == without_rounding(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.stem)
def test_each_submission_is_told_its_mistake_in_every_seed(sandbox, path):
    exercise = load(slug_of(path))
    named = {grade(exercise, path.read_bytes(), seed=seed, sandbox=sandbox).diagnoses[0].id for seed in range(SEED)}
    assert named == {NAMED[exercise.slug]}
