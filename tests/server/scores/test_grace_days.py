"""Grace days go where they raise a student's total most: against every way there is, and the reports of a course."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.courses.models import AttemptPolicy, LatePolicy
from server.scores.grace_days import AssignmentAttempts, SingleAttempts, assign_grace_days, deserving
from server.scores.late_policy import GradedAttempt, ScoringRules, score_counting_attempt

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


def test_a_weighted_point_is_worth_more():
    heavy, light = assignment(20, (50, 0.5), worth=Fraction(3)), assignment(50, (100, 0.5))
    assert points_and_days(assign_grace_days([light, heavy], 1)) == [(100, 1), (40, 0)]  # 50 · 1 > 10 · 3
    heavy = assignment(20, (50, 0.5), worth=Fraction(6))
    assert points_and_days(assign_grace_days([light, heavy], 1)) == [(50, 0), (50, 1)]  # 10 · 6 > 50 · 1


ATTEMPTS = st.lists(
    st.tuples(st.integers(0, 2000).map(lambda n: Fraction(n, 97)), st.integers(-24, 24 * 6)), max_size=3
)
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
def test_no_other_way_to_use_the_days_gives_a_higher_total(drawn, grace_days: int):
    assignments = _assignments(drawn)
    found = assign_grace_days(assignments, grace_days)
    used = [max((found[i].grace_days for i in one.attempts if found[i]), default=0) for one in assignments]
    assert sum(used) <= grace_days
    assert _total(assignments, found) == max(
        _total(assignments, _all_scores(assignments, way))
        for way in itertools.product(range(grace_days + 1), repeat=len(assignments))
        if sum(way) <= grace_days
    )
    fewer = [way for way in itertools.product(*(range(days + 1) for days in used)) if way != tuple(used)]
    best = _total(assignments, found)
    assert all(_total(assignments, _all_scores(assignments, way)) < best for way in fewer)  # no day for nothing


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


def _all_scores(assignments: list[AssignmentAttempts], way: tuple[int, ...]) -> dict[int, object]:
    return {
        item_id: score_counting_attempt(attempts, one.rules, one.due_at, days if item_id in one.worth else 0)
        for one, days in zip(assignments, way, strict=True)
        for item_id, attempts in one.attempts.items()
    }


def _total(assignments: list[AssignmentAttempts], scores: dict[int, object]) -> tuple[Fraction, int]:
    counted = [
        (one.worth[i], Fraction(scores[i].points)) for one in assignments for i in one.worth if scores[i] is not None
    ]
    return sum((worth * points for worth, points in counted), Fraction()), sum(points for _, points in counted)


@pytest.mark.slow
@given(ASSIGNMENTS, st.integers(0, 5))
def test_each_score_is_that_of_all_attempts_with_the_fewest_days(drawn, grace_days: int):
    for one in _assignments(drawn):
        for item_id, attempts in one.attempts.items():
            by_days = one.by_days(item_id, attempts, grace_days)
            for days in range(grace_days + 1 if item_id in one.worth else 1):
                plain = [score_counting_attempt(attempts, one.rules, one.due_at, fewer) for fewer in range(days + 1)]
                expected = next((score for score in plain if score and score.points == plain[-1].points), None)
                assert by_days[min(days, len(by_days) - 1)] == expected


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
    kept = deserving(attempts, rules, DUE)
    assert sorted(kept) == [1]  # the first day already brings full points
    assert [one.points for one in kept[1]] == sorted({one.points for one in kept[1]})
    assert sum(map(len, kept.values())) < 20
    assert deserving(attempts, replace(rules, attempt_policy=AttemptPolicy.LAST), DUE) == {3: [attempts[-1]]}
