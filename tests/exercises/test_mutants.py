"""The checks notice small changes of accepted solutions: a short form of ``make mutants-exercises``."""

from __future__ import annotations

from itertools import islice

import pytest

from exercises import catalog, load
from tests.exercises.figures import DOCUMENT
from tests.exercises.mutants import equivalents, survives
from tests.exercises.mutations import mutations

pytestmark = pytest.mark.process

MUTANTS = 25


@pytest.mark.parametrize("slug", catalog().slugs)
def test_a_changed_solution_loses_points_or_is_known_to_be_right(slug):
    exercise = load(slug)
    solution = exercise.accepted[-1]
    assert survives(exercise, solution.source)
    known = {(before, after) for _, before, after in equivalents(slug)}
    every = max(1, len(list(mutations(solution.source))) // MUTANTS)
    for mutation in islice(mutations(solution.source), 0, None, every):
        if (mutation.before, mutation.after) not in known:
            assert not survives(exercise, mutation.source), str(mutation)


@pytest.mark.parametrize("slug", catalog().slugs)
def test_every_equivalent_has_its_reason(slug):
    for (solution, before, after), reason in equivalents(slug).items():
        assert reason.endswith("."), (solution, before, after)
        assert solution in {"*", *(one.id for one in load(slug).accepted)}


def test_the_catalog_of_figures_has_every_exercise():
    text = DOCUMENT.read_text()
    assert [slug for slug in catalog().slugs if f"| `{slug}` |" not in text] == []


SOURCE = """
def f(x, n=2):
    y = x.sum(axis=0) + 1.0
    return -y * x if n > 0 else y
"""


def test_mutations_change_signs_operators_axes_constants_and_terms():
    found = {(one.before, one.after) for one in mutations(SOURCE)}
    assert {
        ("x.sum(axis=0) + 1.0", "x.sum(axis=0) - 1.0"),
        ("x.sum(axis=0) + 1.0", "1.0"),
        ("x.sum(axis=0)", "x.sum()"),
        ("x.sum(axis=0)", "x.mean(axis=0)"),
        ("-y * x if n > 0 else y", "y * x if n > 0 else y"),
        ("-y * x if n > 0 else y", "-y * x if n < 0 else y"),
        ("-y * x if n > 0 else y", "-y * x if n > 1 else y"),
        ("2", "3"),
        ("y = x.sum(axis=0) + 1.0", "pass"),
    } <= found
    assert len({one.source for one in mutations(SOURCE)}) == len(list(mutations(SOURCE)))
