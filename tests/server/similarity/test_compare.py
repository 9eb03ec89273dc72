"""A class of sources against each other: what counts, what is found, and what disguises do."""

from __future__ import annotations

import itertools
import random
import time

import pytest

import exercises
from server.similarity import compare as module
from server.similarity.alignment import Run, shared_runs
from server.similarity.compare import Comparison, compare
from server.similarity.tokens import prescribed_names, tokens
from server.similarity.winnowing import GUARANTEED
from tests.server.similarity.disguises import DISGUISES

OPERATORS = ["+", "-", "*", "/", "@", "%", "//", "**", "&", "|", "^", "<<", ">>", "<", ">", "=="]


def program(seed: int, lines: int = 12) -> str:
    """Statements of random operators: two seeds share next to nothing."""
    rng = random.Random(seed)
    return "".join(f"x = {' y '.join(rng.choice(OPERATORS) for _ in range(6)).join('ab')}\n" for _ in range(lines))


def test_two_equal_sources_share_everything_and_two_others_nothing():
    done = compare([program(1), program(2), program(1)])
    assert [(pair.left, pair.right, pair.share) for pair in done.pairs] == [(0, 2, 10_000)]
    assert done.pairs[0].tokens == len(tokens(program(1)))
    assert [(block.left, block.right) for block in done.pairs[0].blocks] == [((1, 12), (1, 12))]
    assert (done.found, done.common, done.too_short) == (1, 0, 0)


def test_the_share_is_that_of_the_smaller_one():
    small, large = program(1, 10), program(1, 10) + program(2, 30)
    (pair,) = compare([large, small]).pairs
    assert (pair.left, pair.right, pair.share) == (0, 1, 10_000)
    assert pair.tokens == len(tokens(small))


def test_blocks_are_found_where_parts_change_places():
    a, b = program(1, 4), program(2, 6)
    (pair,) = compare([a + b, b + a]).pairs
    assert [(block.left, block.right) for block in pair.blocks] == [((1, 4), (7, 10)), ((5, 10), (1, 6))]
    assert pair.share > 9000


def test_a_run_that_occurs_twice_is_counted_once():
    left = list(range(20)) * 2
    prints = {7: [0, 20]}
    assert shared_runs(left, list(range(20)), prints, {7: [0]}) == [Run(0, 0, 20)]


def test_the_starter_does_not_count():
    starter = program(9, 20)
    done = compare([starter + program(1), starter + program(2), starter + program(3), starter], starter)
    assert done.pairs == ()
    assert done.too_short == 1
    (pair,) = compare([starter + program(1), program(1) + starter], starter).pairs
    assert pair.tokens <= len(tokens(program(1)))
    assert {block.left for block in pair.blocks} == {(21, 32)}


def test_what_much_of_a_class_writes_does_not_count_and_what_few_write_does():
    shared, rare = program(50), program(60)
    crowd = [shared + program(n) for n in range(30)]
    crowd[3], crowd[8] = shared + rare, rare + shared
    done = compare(crowd)
    assert [(pair.left, pair.right) for pair in done.pairs] == [(3, 8)]
    assert done.common > 0


def test_ten_people_at_least_make_something_common():
    nine = [program(50) for _ in range(9)]
    done = compare(nine)
    assert (len(done.pairs), done.common) == (36, 0)
    ten = compare([*nine, program(50)])
    assert (len(ten.pairs), ten.too_short) == (0, 10)
    assert ten.common > 0


def test_common_is_more_than_thirty_percent():
    people = 40
    at_the_limit = [program(50) if n < 12 else program(n + 100) for n in range(people)]
    assert len(compare(at_the_limit).pairs) == 66  # 12 of 40 are 30 %, not more
    at_the_limit[12] = program(50)
    assert compare(at_the_limit).pairs == ()


def test_a_source_with_too_little_of_its_own_is_not_compared_but_counted():
    tiny = "x = 1 + 2\n"
    assert len(tokens(tiny)) < GUARANTEED
    assert compare([tiny, tiny, ""]) == Comparison((), 0, 0, 3)
    assert compare([]) == Comparison((), 0, 0, 0)


def test_of_too_many_pairs_the_strongest_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_PAIRS", 5)
    monkeypatch.setattr(module, "_MAX_CANDIDATES", 10)
    weak = [program(1) + program(n + 10, 12) for n in range(8)]
    done = compare([*weak, program(2), program(2)])
    assert len(done.pairs) == 5
    assert done.found > 5
    assert (done.pairs[0].left, done.pairs[0].right, done.pairs[0].share) == (8, 9, 10_000)


def share(a: str, b: str, exercise: exercises.Exercise) -> int:
    done = compare([a, b], exercise.starter, prescribed_names(exercise), least_percent=0)
    return done.pairs[0].share if done.pairs else 0


@pytest.mark.slow
@pytest.mark.parametrize("slug", exercises.catalog().slugs)
def test_every_disguise_ranks_above_independent_solutions(slug: str):
    exercise = exercises.load(slug)
    accepted = [solution.source for solution in exercise.accepted]
    # The bases of an exercise's mistakes may be variants of one solution; every other pair is independent work.
    bases = {wrong.base for wrong in exercise.wrong_answers}
    pairs = [pair for pair in itertools.combinations(exercise.accepted, 2) if not bases.issuperset(pair)]
    independent = max(share(a.source, b.source, exercise) for a, b in pairs)
    for name, disguise in DISGUISES.items():
        shares = [share(a, disguise(a, prescribed_names(exercise)), exercise) for a in accepted]
        assert min(shares) > independent, (name, shares)
        if name in {"comments and docstrings", "reformatted"}:
            assert shares == [10_000] * len(accepted), name


@pytest.mark.parametrize(
    ("slug", "common"), [("linear", "textbook"), ("sigmoid", "textbook"), ("cross_entropy", "log_sum_exp")]
)
def test_disguised_copies_come_first_in_a_class_of_right_and_wrong_answers(slug: str, common: str):
    """Without the solution that the wrong answers were made from: what it has is common to the class."""
    exercise = exercises.load(slug)
    accepted = [solution.source for solution in exercise.accepted if solution.id != common]
    wrong = [answer.source for answer in exercise.wrong_answers]
    copies = [DISGUISES["all five"](source, prescribed_names(exercise)) for source in accepted]
    done = compare([*accepted, *wrong, *copies], exercise.starter, prescribed_names(exercise))
    first = {(pair.left, pair.right) for pair in done.pairs[: len(accepted)]}
    offset = len(accepted) + len(wrong)
    assert first == {(number, offset + number) for number in range(len(accepted))}


@pytest.mark.slow
def test_a_hostile_pair_does_not_cost_the_square():
    same = "x = 1\n" * 1500
    begun = time.process_time()
    compare([same, same + "y = 2\n", "y = 0\n" + same] * 3)
    assert time.process_time() - begun < 20


@pytest.mark.slow
def test_a_class_of_a_thousand_takes_seconds():
    exercise = exercises.load("linear")
    rng = random.Random(7)
    sources = []
    for number in range(1000):
        lines = exercise.accepted[number % len(exercise.accepted)].source.split("\n")
        own = program(number, 8).split("\n")
        cut = rng.randrange(len(lines))
        sources.append("\n".join([*lines[:cut], "", *own, *lines[cut:]]))
    begun = time.process_time()
    done = compare(sources, exercise.starter, prescribed_names(exercise))
    assert time.process_time() - begun < 20  # a fifth of it is usual
    assert (len(done.pairs), done.too_short) == (module.MAX_PAIRS, 0)
    assert done.found > 50_000
