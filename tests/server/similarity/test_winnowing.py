"""Fingerprints: the example of the paper, the guarantee, and what does not count."""

from __future__ import annotations

import random

import pytest

from server.similarity.winnowing import GUARANTEED, K, codes, run_hashes, winnow

# Figure 2 of the paper: hashes of "adorunrunrunadorunrun", windows of length 4, and what is kept of them.
HASHES = [77, 72, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 72, 42, 17, 98]


def test_the_example_of_the_paper():
    kept = winnow(HASHES, window=4)
    assert [(HASHES[place], place) for place in kept] == [(17, 3), (17, 6), (8, 8), (39, 11), (17, 15)]


def test_of_equal_hashes_the_one_that_is_kept_stays():
    assert winnow([5, 5, 5, 5, 5, 5, 5, 5], window=4) == [3, 7]  # the rightmost, once a window; not one at every step


def test_what_is_ignored_is_passed_over():
    assert winnow([1, 9, 1, 8, 1, 7], {1}, window=2) == [1, 3, 5]
    assert winnow([1, 1, 1], {1}, window=2) == []
    assert winnow([], window=2) == []
    assert winnow([4, 3], window=8) == [1]


def test_a_rolled_hash_is_the_hash_of_the_run_alone():
    numbers = codes(["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"])
    assert run_hashes(numbers, 3) == [run_hashes(numbers[i : i + 3], 3)[0] for i in range(7)]
    assert run_hashes(numbers[:2], 3) == []
    assert len(set(run_hashes(numbers, 3))) == 7


def noise(rng: random.Random) -> list[int]:
    return [rng.randrange(6) for _ in range(rng.randrange(60))]


@pytest.mark.parametrize("seed", range(40))
def test_every_shared_run_of_the_guaranteed_length_is_found(seed: int):
    rng = random.Random(seed)
    run = [rng.randrange(6) for _ in range(GUARANTEED)]
    left, right = ([*noise(rng), *run, *noise(rng)] for _ in range(2))
    # Whatever is ignored elsewhere, and all of the run but one of its hashes.
    inner = run_hashes(run)
    counts = rng.choice(inner)
    ignored = ({value for value in run_hashes(left) if rng.random() < 0.3} | set(inner)) - {counts}
    prints = []
    for numbers in (left, right):
        hashes = run_hashes(numbers)
        prints.append({hashes[place] for place in winnow(hashes, ignored)})
    assert counts in prints[0] & prints[1]


def test_a_run_shorter_than_k_is_never_found():
    run = list(range(K - 1))
    left, right = [100 + i for i in range(30)] + run, run + [200 + i for i in range(30)]
    assert set(run_hashes(left)).isdisjoint(run_hashes(right))
