"""Grace days go where they raise a student's total most: against every way there is, and the reports of a course."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.courses.models import AttemptPolicy, LatePolicy
from server.scores.counting_attempt import AttemptCandidates
from server.scores.grace_days import AssignmentAttempts, SingleAttempts, assign_grace_days
from server.scores.late_policy import GradedAttempt, ScoringRules
from server.text.points import in_hundredths
from tests.server.scores import brute_force_scoring

DUE = datetime(2026, 12, 11, 22, 59, tzinfo=UTC)
GRACE = LatePolicy.GRACE


def assignment(
    percent: int, *exercises: tuple[int, float], worth: Fraction = Fraction(1), decided: tuple[int, ...] = ()
) -> AssignmentAttempts:
    """An assignment of exercises with one attempt each: (points, days after the due date)."""
    first = len(exercises) * 1000 + percent  # ids that differ from those of other assignments in a test
    attempts = {
        first + n: [GradedAttempt(first + n, points, DUE + timedelta(days=late))]
        for n, (points, late) in enumerate(exercises)
    }
    ids = [one for n, one in enumerate(attempts) if n not in decided]
    return AssignmentAttempts(ScoringRules(GRACE, percent, 100), DUE, attempts, dict.fromkeys(ids, worth))


def points_and_days(found: dict[int, object]) -> list[tuple[int, int]]:
    return [(score.points, score.grace_days) for score in found.values()]


def test_an_attempt_without_points_uses_no_day():
    starter, solved = assignment(20, (0, 2.5)), assignment(50, (100, 1.5))
    assert points_and_days(assign_grace_days([starter, solved], 3)) == [(0, 0), (100, 2)]


def test_an_exercise_that_an_override_decides_uses_no_day():
    excused, solved = assignment(20, (80, 2.5), decided=(0,)), assignment(50, (100, 1.5))
    assert points_and_days(assign_grace_days([excused, solved], 3))[1] == (100, 2)


def test_days_go_where_they_gain_most():
    half, whole = assignment(20, (40, 2.5)), assignment(50, (100, 1.5))
    assert points_and_days(assign_grace_days([half, whole], 3)) == [(24, 1), (100, 2)]


def test_of_equal_gains_the_earlier_assignment_gets_the_days():
    first, second = assignment(10, (100, 0.5)), assignment(11, (100, 0.5))
    second = AssignmentAttempts(first.rules, DUE, second.attempts, second.worth)
    assert points_and_days(assign_grace_days([first, second], 1)) == [(100, 1), (90, 0)]


def test_of_equal_gains_the_one_with_fewer_days_is_chosen():
    capped, plain = assignment(10, (100, 1.5)), assignment(11, (100, 0.5))
    first = replace(capped, rules=ScoringRules(GRACE, 10, 10))  # one of its two days gains nothing
    second = replace(plain, rules=ScoringRules(GRACE, 10, 10))
    assert points_and_days(assign_grace_days([first, second], 2)) == [(90, 0), (100, 1)]


def test_a_weighted_point_is_worth_more():
    heavy, light = assignment(20, (50, 0.5), worth=Fraction(3)), assignment(50, (100, 0.5))
    assert points_and_days(assign_grace_days([light, heavy], 1)) == [(100, 1), (40, 0)]  # 50 · 1 > 10 · 3
    heavy = assignment(20, (50, 0.5), worth=Fraction(6))
    assert points_and_days(assign_grace_days([light, heavy], 1)) == [(50, 0), (50, 1)]  # 10 · 6 > 50 · 1


POINTS = st.integers(0, 2000).map(lambda n: Fraction(n, 97)) | st.sampled_from(
    [0, 10, 20, Fraction(1, 8), Fraction(15, 8)]
).map(Fraction)
ATTEMPTS = st.lists(st.tuples(POINTS, st.integers(-24, 24 * 6)), max_size=3)
ASSIGNMENTS = st.lists(
    st.tuples(
        st.lists(ATTEMPTS, min_size=1, max_size=2),
        st.sampled_from(LatePolicy),
        st.sampled_from([10, 15, 50]),
        st.sampled_from([50, 100]),
        st.sampled_from(AttemptPolicy),
        st.sampled_from([Fraction(1), Fraction(2, 3), Fraction(0)]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@given(ASSIGNMENTS, st.integers(0, 5))
def test_the_days_are_divided_as_when_every_way_is_tried(drawn, grace_days: int):
    assignments = _assignments(drawn)
    expected = brute_force_scoring.assign_grace_days(assignments, grace_days)
    assert assign_grace_days(assignments, grace_days) == expected


def _assignments(drawn) -> list[AssignmentAttempts]:
    ids, submissions = itertools.count(1), itertools.count(1)
    assignments = []
    for exercises, policy, percent, cap, which, worth, is_decided in drawn:
        attempts = {
            next(ids): [
                GradedAttempt(next(submissions), points, DUE + timedelta(hours=hours))
                for points, hours in sorted(some, key=lambda pair: pair[1])
            ]
            for some in exercises
        }
        counting = list(attempts)[is_decided:]
        rules = ScoringRules(policy, percent, cap, which)
        assignments.append(AssignmentAttempts(rules, DUE, attempts, dict.fromkeys(counting, worth)))
    return assignments


RULES = st.builds(
    ScoringRules,
    st.sampled_from(LatePolicy),
    st.sampled_from([0, 1, 7, 10, 50]),
    st.sampled_from([0, 33, 50, 100]),
    st.sampled_from(AttemptPolicy),
)


@pytest.mark.slow
@given(st.lists(st.tuples(POINTS, st.integers(-24, 24 * 20)), max_size=9), RULES, st.integers(0, 25))
def test_the_attempt_that_counts_is_that_of_all_attempts_with_the_fewest_days(drawn, rules: ScoringRules, most: int):
    attempts = [GradedAttempt(n, points, DUE + timedelta(hours=hours)) for n, (points, hours) in enumerate(drawn)]
    candidates = AttemptCandidates(attempts, rules, DUE, most)
    for days in range(most + 1):
        expected = brute_force_scoring.score_with_fewest_days(attempts, rules, DUE, days)
        assert candidates.score(days) == expected
        assert candidates.earned(days) == (in_hundredths(expected.points) if expected else 0)


@pytest.mark.slow
@given(ASSIGNMENTS, st.integers(0, 5), st.data())
def test_an_attempt_is_scored_as_if_it_were_the_only_one(drawn, grace_days: int, data):
    assignments = _assignments(drawn)
    place = data.draw(st.integers(0, len(assignments) - 1))
    own = assignments[place]
    item_id = data.draw(st.sampled_from(sorted(own.attempts)))
    single = SingleAttempts(assignments, item_id, grace_days)
    for attempt in own.attempts[item_id]:
        alone = replace(own, attempts={**own.attempts, item_id: [attempt]})
        expected = assign_grace_days([*assignments[:place], alone, *assignments[place + 1 :]], grace_days)[item_id]
        assert single.score(attempt) == expected


def test_only_attempts_that_can_count_are_scored():
    rules = ScoringRules(GRACE, 10)
    attempts = [GradedAttempt(n, Fraction(n * 7 % 101), DUE + timedelta(hours=24 * (n // 300) + 1)) for n in range(900)]
    assert len(AttemptCandidates(attempts, rules, DUE, 3)) < 20
    assert len(AttemptCandidates(attempts[::-1], rules, DUE, 3)) < 20
    assert AttemptCandidates(attempts, rules, DUE, 3).most_days == 1  # the first day already brings full points
    assert len(AttemptCandidates(attempts, replace(rules, attempt_policy=AttemptPolicy.LAST), DUE, 3)) == 1


def test_many_assignments_grace_days_and_attempts_take_little_work():
    def course(days: int, count: int, tries: int) -> list[AssignmentAttempts]:
        rules, ids = ScoringRules(GRACE, 1), itertools.count()
        attempts = [
            [GradedAttempt(next(ids), Fraction(100 * n, 3 * tries), DUE + timedelta(days=days * n // tries))
             for n in range(1, tries + 1)]
            for _ in range(count)
        ]  # fmt: skip
        return [AssignmentAttempts(rules, DUE, {i: some}, {i: Fraction(i + 1, 997)}) for i, some in enumerate(attempts)]

    large = course(100, 60, 10)
    assert _calls(lambda: assign_grace_days(large, 100)) < 60 * 100 * 40  # a few for each number of days
    assert _calls(lambda: SingleAttempts(large, 0, 100).score(large[0].attempts[0][-1])) < 60 * 100 * 40
    tried_often = course(10, 40, 100)
    assert _calls(lambda: assign_grace_days(tried_often, 10)) < 40 * 100 * 30  # a few for each attempt


def _calls(action: Callable[[], object]) -> int:
    """Count the calls of functions, which unlike time are always the same."""
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return counted
