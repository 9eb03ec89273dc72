"""Grace days: give them to the assignments where they raise the student's total the most. Values only, no database.

An assignment has a *rank* for each number of days that it may use. It is a whole number whose digits are, in this
order: the share that the assignment adds to the course's total; its points; the days, subtracted, so that fewer are
better; and the days once more, in a digit that each assignment has for itself, the earliest assignment's first. The
ranks of several assignments add up digit by digit. So the best way to divide the days has the highest sum of ranks, and
the last digits of that sum are the days of each assignment.

Dynamic programming finds this sum: it adds one assignment after the other, and for each number of days in all, it keeps
only the highest sum so far. For each assignment, this takes at most days² additions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import reduce
from itertools import accumulate
from math import lcm
from operator import add

from server.scores.counting_attempt import AttemptCandidates
from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules

POINTS = 10**18  # more hundredths of a point than any course has


@dataclass(frozen=True, slots=True)
class AssignmentAttempts:
    """One student's attempts at the exercises of one assignment.

    Attributes:
        rules: the rules of the assignment.
        due_at: the due date for this student.
        attempts: attempts by exercise id, in order of receipt.
        worth: what a point of an exercise adds to the share of the course's total, by exercise id. An exercise that is
            missing here uses no grace days.
    """

    rules: ScoringRules
    due_at: datetime | None
    attempts: Mapping[int, Sequence[GradedAttempt]]
    worth: Mapping[int, Fraction] = field(default_factory=dict)

    def candidates(self, grace_days: int) -> dict[int, AttemptCandidates]:
        """Return the attempts that can count with up to so many grace days, by exercise id."""
        return {item_id: self.candidates_of(item_id, some, grace_days) for item_id, some in self.attempts.items()}

    def candidates_of(self, item_id: int, attempts: Sequence[GradedAttempt], grace_days: int) -> AttemptCandidates:
        """Return the attempts that can count when these are all attempts at the exercise."""
        return AttemptCandidates(attempts, self.rules, self.due_at, grace_days if item_id in self.worth else 0)


def assign_grace_days(assignments: Sequence[AssignmentAttempts], grace_days: int) -> dict[int, AttemptScore | None]:
    """Score the attempt that counts at each exercise, with the grace days where they raise the student's total most.

    The exercises of an assignment share its days. Of equally good distributions, the one with the fewest days is
    chosen, then the one that gives more days to earlier assignments.

    Args:
        assignments: the assignments in order of their due dates.
        grace_days: the student's budget.
    """
    candidates = [one.candidates(grace_days) for one in assignments]
    ranks = _Ranks(assignments, grace_days)
    sums = reduce(ranks.add, (ranks.by_days(place, some) for place, some in enumerate(candidates)), [0])
    taken = ranks.days_taken(sums[-1])
    return {i: one.score(days) for some, days in zip(candidates, taken, strict=True) for i, one in some.items()}


class SingleAttempts:
    """Scores single attempts at one exercise, each as if it were the only one there.

    The work that does not depend on the attempt is done once.

    Args:
        assignments: the assignments in order of their due dates.
        item_id: the exercise, of one of them.
        grace_days: the student's budget.
    """

    def __init__(self, assignments: Sequence[AssignmentAttempts], item_id: int, grace_days: int) -> None:
        self._item_id, self._grace_days = item_id, grace_days
        self._ranks = _Ranks(assignments, grace_days)
        self._place = next(place for place, one in enumerate(assignments) if item_id in one.attempts)
        self._own = assignments[self._place]
        self._candidates = self._own.candidates(grace_days)
        others = [(place, one) for place, one in enumerate(assignments) if place != self._place]
        by_days = (self._ranks.by_days(place, one.candidates(grace_days)) for place, one in others)
        self._others = reduce(self._ranks.add, by_days, [0])

    def score(self, attempt: GradedAttempt) -> AttemptScore | None:
        """Score an attempt, which need not exist, with the grace days that raise the total most."""
        single = self._own.candidates_of(self._item_id, [attempt], self._grace_days)
        by_days = self._ranks.by_days(self._place, {**self._candidates, self._item_id: single})
        taken = self._ranks.days_taken(_highest_sum(self._others, by_days, self._grace_days))
        return single.score(taken[self._place])


class _Ranks:
    """The ranks of one student's assignments; see the module.

    Ranks are lists: the highest with up to 0, 1, 2, … days. More days than a list has do not help.
    """

    def __init__(self, assignments: Sequence[AssignmentAttempts], grace_days: int) -> None:
        self._grace_days, self._base = grace_days, grace_days + 1
        self._digits = [self._base**place for place in reversed(range(len(assignments)))]
        self._unit = self._base ** len(assignments)
        worth = {item_id: worth for one in assignments for item_id, worth in one.worth.items()}
        common = lcm(*(one.denominator for one in worth.values()))
        self._worth = {item_id: int(one * common) * POINTS + 1 for item_id, one in worth.items()}

    def by_days(self, place: int, candidates: Mapping[int, AttemptCandidates]) -> list[int]:
        """Return the ranks of the assignment at `place`."""
        most = max((one.most_days for one in candidates.values()), default=0)
        parts = [(self._worth[item_id], one) for item_id, one in candidates.items() if item_id in self._worth]
        values = [sum([worth * one.earned(days) for worth, one in parts]) for days in range(most + 1)]
        step = self._digits[place] - self._unit
        return list(accumulate((value * self._base * self._unit + n * step for n, value in enumerate(values)), max))

    def add(self, first: Sequence[int], second: Sequence[int]) -> list[int]:
        """Return the highest sums of a rank of each."""
        most = min(self._grace_days, len(first) + len(second) - 2)
        return [_highest_sum(first, second, days) for days in range(most + 1)]

    def days_taken(self, rank: int) -> list[int]:
        """Return the number of days that each assignment uses in a sum of ranks."""
        return [rank // digit % self._base for digit in self._digits]


def _highest_sum(first: Sequence[int], second: Sequence[int], days: int) -> int:
    """Return the highest sum of a rank of each with up to `days` days in all."""
    days = min(days, len(first) + len(second) - 2)
    least, most = max(0, days - len(second) + 1), min(days, len(first) - 1)
    highest: int = max(map(add, first[least : most + 1], reversed(second[days - most : days - least + 1])))
    return highest
