"""Late policies, attempt policies and totals against numbers worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.courses.models import AttemptPolicy, LatePolicy
from server.scores.counting_attempt import AttemptCandidates
from server.scores.course_total import CourseTotal, ExercisePoints, TotalSoFar, course_total, total_so_far
from server.scores.grace_days import AssignmentAttempts, assign_grace_days
from server.scores.late_policy import (
    GradedAttempt,
    ScoringRules,
    exact_points,
    score_attempt,
)
from tests.server.scores.brute_force_scoring import score_counting_attempt

DUE = datetime(2026, 12, 11, 22, 59, tzinfo=UTC)
NONE, PERCENT, GRACE = LatePolicy.NONE, LatePolicy.PERCENT, LatePolicy.GRACE
BEST, LAST = AttemptPolicy.BEST, AttemptPolicy.LAST


def tried(*attempts: tuple[int, float]) -> list[GradedAttempt]:
    """Attempts from (points, hours after the due date)."""
    return [GradedAttempt(i + 1, points, DUE + timedelta(hours=hours)) for i, (points, hours) in enumerate(attempts)]


@pytest.mark.parametrize(
    ("points", "of", "worth", "penalty", "found"),
    [
        (72, 100, "1", 0, "0.72"),
        (99, 100, "5", 0, "4.95"),
        (99, 100, "5", 8, "4.55"),  # 4.554 goes down
        (99, 100, "0.5", 0, "0.5"),  # 0.495 goes up
        (99, 100, "0.5", 1, "0.49"),  # 0.49005: of 0.5, it would be 0.495, which goes up
        (1, 3, "10", 0, "3.33"),
        (1, 3, "10", 50, "1.67"),  # 1.666…
        (45, 100, "2.5", 10, "1.01"),  # 1.0125
        (7, 0, "100", 0, "0"),
    ],
)
def test_points_are_rounded_once_to_two_decimals_halves_up(points: int, of: int, worth: str, penalty: int, found: str):
    exact = exact_points(points, of, Decimal(worth))
    scored = score_attempt(GradedAttempt(1, exact, DUE + timedelta(hours=1)), ScoringRules(PERCENT, penalty), DUE, 0)
    assert str(scored.points) == found


PENALTIES = [
    # policy, percent, cap, grace days left, points, hours late -> points, penalty, grace days
    (NONE, 10, 100, 0, 90, 30, 90, 0, 0),
    (PERCENT, 10, 100, 0, 90, -1, 90, 0, 0),
    (PERCENT, 10, 100, 0, 90, 1, 81, 10, 0),
    (PERCENT, 10, 100, 0, 90, 30, 72, 20, 0),
    (PERCENT, 10, 50, 0, 90, 24 * 9, 45, 50, 0),  # the cap
    (PERCENT, 40, 100, 0, 90, 24 * 9, 0, 100, 0),  # never below nothing
    (PERCENT, 15, 100, 0, 75, 1, Decimal("63.75"), 15, 0),
    (PERCENT, 10, 100, 3, 90, 30, 72, 20, 0),  # a budget counts only under its own policy
    (GRACE, 10, 100, 3, 90, 30, 90, 0, 2),
    (GRACE, 10, 100, 1, 90, 30, 81, 10, 1),  # one day given, one paid for
    (GRACE, 25, 50, 1, 80, 24 * 4, 40, 50, 1),  # four days late, three of them cost 75 %, capped at 50 %
    (GRACE, 10, 100, 0, 90, 30, 72, 20, 0),
]


@pytest.mark.parametrize(
    ("policy", "percent", "cap", "left", "points", "hours", "counts", "penalty", "grace"), PENALTIES
)
def test_what_lateness_costs(policy, percent, cap, left, points, hours, counts, penalty, grace):
    found = score_attempt(tried((points, hours))[0], ScoringRules(policy, percent, cap), DUE, left)
    assert (found.points, found.penalty_percent, found.grace_days) == (counts, penalty, grace)
    assert found.is_late == (hours > 0)


WHICH = [
    # attempt policy, late policy, grace days left, attempts -> number of the one that counts, points
    (BEST, NONE, 0, [(40, -9), (90, -5), (60, -1)], 2, 90),
    (LAST, NONE, 0, [(40, -9), (90, -5), (60, -1)], 3, 60),
    (BEST, PERCENT, 0, [(70, -1), (75, 1)], 1, 70),  # 75 less 10 % is 67.5
    (BEST, PERCENT, 0, [(70, -1), (100, 1)], 2, 90),
    (LAST, PERCENT, 0, [(70, -1), (75, 1)], 2, Decimal("67.5")),
    (BEST, PERCENT, 0, [(90, -1), (100, 1)], 1, 90),  # equal: the one in time
    (BEST, NONE, 0, [(50, -3), (50, -2)], 1, 50),  # equal and in time: the first
    (BEST, GRACE, 1, [(90, -1), (95, 1)], 2, 95),  # a grace day buys the five points
    (BEST, GRACE, 1, [(95, -1), (95, 1)], 1, 95),  # and is not spent for nothing
    (LAST, GRACE, 1, [(90, -1), (40, 1)], 2, 40),
]


@pytest.mark.parametrize(("attempts_policy", "late", "left", "attempts", "number", "points"), WHICH)
def test_which_attempt_counts(attempts_policy, late, left, attempts, number, points):
    rules = ScoringRules(late, 10, 100, attempts_policy)
    found = AttemptCandidates(tried(*attempts), rules, DUE, left).score(left)
    assert found is not None
    assert (found.attempt.submission_id, found.points) == (number, points)
    assert score_counting_attempt(tried(*attempts), rules, DUE, left) == found


def test_without_an_attempt_nothing_counts():
    assert AttemptCandidates([], ScoringRules(), DUE, 3).score(3) is None


def test_the_exercises_of_an_assignment_share_its_grace_days_and_the_next_gets_what_is_left():
    rules = ScoringRules(GRACE, 10, 100)
    worth = dict.fromkeys(range(1, 6), Fraction(1))
    first = AssignmentAttempts(rules, DUE, {1: tried((100, 30)), 2: tried((100, 1))}, worth)  # two days late, and one
    second = AssignmentAttempts(rules, DUE, {3: tried((100, 30)), 4: tried((100, -2)), 5: []}, worth)
    found = assign_grace_days([first, second], 3)
    assert {key: one and (one.points, one.grace_days) for key, one in found.items()} == {
        1: (100, 2),
        2: (100, 1),
        3: (90, 1),  # one day was left, the other costs 10 %
        4: (100, 0),
        5: None,
    }


TOTALS = [
    # (assignment, points, max, excused), weights -> points, share of ten thousand
    ([(1, 80, 100, False), (2, 30, 50, False)], {1: None, 2: None}, 110, 7333),  # 110/150
    ([(1, None, 100, False), (2, 50, 50, False)], {1: None, 2: None}, 50, 3333),  # nothing graded earns nothing
    ([(1, 80, 100, True), (2, 30, 50, False)], {1: None, 2: None}, 30, 6000),  # excused: neither earned nor missed
    ([(1, 80, 100, False), (2, 30, 50, False)], {1: 3, 2: 1}, 110, 7500),  # 3/4 · 0.8 + 1/4 · 0.6
    ([(1, 80, 100, False), (2, 30, 50, False)], {1: 1, 2: None}, 110, 8000),  # without a weight it adds points only
    ([(1, 80, 100, True), (2, 30, 50, False)], {1: 3, 2: 1}, 30, 6000),  # the excused assignment's weight is left out
    ([(1, 10, 10, False), (1, 0, 30, False), (2, 1, 1, False)], {1: 1, 2: 1}, 11, 6250),  # (1/4 + 1) / 2
    ([(1, 1, 8, False), (2, 0, 1, False)], {1: 1, 2: 9999}, 1, 0),  # 0.125 of a ten-thousandth
    ([(1, 33, 80, False), (2, 0, 80, False)], {1: 1, 2: 3}, 33, 1031),  # 1031.25
    ([(1, 1, 16, False), (2, 0, 16, False)], {1: 1, 2: 4}, 1, 125),
    ([(1, 1, 32, False), (2, 0, 1, False)], {1: 1, 2: 24}, 1, 13),  # 12.5 goes up, as everywhere
    ([], {}, 0, 0),
    ([(1, 5, 10, True)], {1: 2}, 0, 0),  # all excused
]


@pytest.mark.parametrize(("parts", "weights", "points", "share"), TOTALS)
def test_totals(parts, weights, points: int, share: int):
    assert course_total([ExercisePoints(*part) for part in parts], weights) == CourseTotal(points, share)
    due = [ExercisePoints(*part, is_due=True) for part in parts]
    assert (total_so_far(due, weights).share or 0) == share  # when everything was due, nothing is left out


SO_FAR = [  # assignment, points, of, excused, due; weights; the total so far
    ([(1, 10, 10, False, True), (2, None, 30, False, False)], {1: None, 2: None}, TotalSoFar(10, 10, 10_000)),
    ([(1, 10, 10, False, True), (2, None, 30, False, True)], {1: None, 2: None}, TotalSoFar(10, 40, 2500)),
    ([(1, None, 10, False, False), (2, 15, 30, False, False)], {1: None, 2: None}, TotalSoFar(15, 30, 5000)),
    ([(1, None, 10, True, True), (2, 3, 30, True, False)], {1: None, 2: None}, TotalSoFar(0, 0, None)),
    ([(1, 10, 10, False, True), (2, 0, 5, False, False), (2, None, 15, False, False)], {1: 3, 2: 1},
     TotalSoFar(10, 15, 9231)),  # 3 / (3 + 1/4): only a quarter of the second assignment
    ([(1, 10, 10, False, True), (2, 0, 5, False, False), (2, None, 15, True, False)], {1: 3, 2: 1},
     TotalSoFar(10, 15, 7500)),  # without the excused exercise, it is all of the assignment
    ([(1, 10, 10, False, True), (2, None, 5, False, False)], {1: None, 2: 1}, TotalSoFar(10, 10, None)),
    ([(1, 0, 0, False, True)], {1: None}, TotalSoFar(0, 0, None)),
    ([], {}, TotalSoFar(0, 0, None)),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "weights", "wanted"), SO_FAR)
def test_totals_so_far(parts, weights, wanted: TotalSoFar):
    assert total_so_far([ExercisePoints(*part) for part in parts], weights) == wanted


@given(
    points=st.integers(0, 1000),
    late=st.sampled_from([PERCENT, GRACE]),
    percent=st.integers(0, 100),
    cap=st.integers(0, 100),
    hours=st.integers(-100, 1000),
    left=st.integers(0, 10),
)
def test_lateness_never_raises_points_and_never_makes_them_negative(points, late, percent, cap, hours, left):
    found = score_attempt(tried((points, hours))[0], ScoringRules(late, percent, cap), DUE, left)
    assert 0 <= found.points <= points
    assert found.grace_days <= min(left, found.late_days)
