"""Grace days: give them to the assignments where they raise the student's total the most. Values only, no database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import partial
from math import lcm

from server.courses.dates import days_late
from server.courses.models import AttemptPolicy, LatePolicy
from server.scores.late_policy import (
    AttemptScore,
    GradedAttempt,
    ScoringRules,
    score_attempt,
    score_counting_attempt,
)

Value = tuple[Fraction, Fraction]  # the share of the course's total, then points
Scores = Mapping[int, AttemptScore | None]  # of the attempt that counts, by exercise id
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

    def value(self, scores: Scores) -> Value:
        """Return what these scores add to the student's total."""
        points = {i: Fraction(score.points) for i, score in scores.items() if score is not None and i in self.worth}
        share = sum((self.worth[i] * earned for i, earned in points.items()), Fraction())
        return share, sum(points.values(), Fraction())

    def options(self, most: int) -> list[Option]:
        """Return each number of grace days, up to `most`, with which the value is higher than with fewer."""
        return self.options_of({item_id: self.by_days(item_id, some, most) for item_id, some in self.attempts.items()})

    def options_of(self, by_days: Mapping[int, Sequence[AttemptScore | None]]) -> list[Option]:
        """Return the options when the exercises have these scores; see `by_days`."""
        found: list[Option] = []
        for days in range(max((len(scores) for scores in by_days.values()), default=1)):
            scores = {i: some[min(days, len(some) - 1)] for i, some in by_days.items()}
            value = self.value(scores)
            if not found or value > found[-1].value:
                found.append(Option(days, value, scores))
        return found

    def by_days(self, item_id: int, attempts: Sequence[GradedAttempt], most: int) -> list[AttemptScore | None]:
        """Score the attempt that counts at an exercise with 0, 1, 2, … days, up to those that can help.

        Each score uses only the days that help.
        """
        some = deserving(attempts, self.rules, self.due_at)
        uses_days = some and item_id in self.worth and self.rules.late_policy is LatePolicy.GRACE
        found = [self._score(some, 0)]
        for days in range(1, min(most, max(some)) + 1 if uses_days else 1):
            score = self._score(some, days)
            is_higher = score is not None and found[-1] is not None and score.points > found[-1].points
            found.append(score if is_higher else found[-1])
        return found

    def _score(self, some: Mapping[int, Sequence[GradedAttempt]], days: int) -> AttemptScore | None:
        """Score the attempt that counts among `deserving` ones, as `score_counting_attempt` among all."""
        best = score_counting_attempt([of_a_day[-1] for of_a_day in some.values()], self.rules, self.due_at, days)
        if best is None:
            return None
        equals = some[best.late_days]  # those of the day that are worth the same once rounded: the first counts
        scored = partial(score_attempt, rules=self.rules, due_at=self.due_at, grace_days_left=days)
        return scored(equals[bisect_left(equals, best.points, key=lambda one: scored(one).points)])


def deserving(
    attempts: Sequence[GradedAttempt], rules: ScoringRules, due_at: datetime | None
) -> dict[int, list[GradedAttempt]]:
    """Return the attempts that can count with some number of grace days, by days of lateness, with rising points.

    A penalty never falls as the days of lateness rise, so an attempt cannot count after one that is no later and has no
    fewer points. Few remain, however many attempts there are.

    Args:
        attempts: the attempts in order of receipt.
        rules: the rules of the assignment.
        due_at: the due date for this student.
    """
    kept: list[GradedAttempt] = []
    for attempt in attempts[-1:] if rules.attempt_policy is AttemptPolicy.LAST else attempts:
        if not kept or attempt.points > kept[-1].points or attempt.received_at < kept[-1].received_at:
            kept.append(attempt)
    found: dict[int, list[GradedAttempt]] = {}
    most = Fraction(-1)
    dated = [(days_late(one.received_at, due_at, rules.timezone), one.submission_id, one) for one in kept]
    for days, _, attempt in sorted(dated, key=lambda one: one[:2]):
        if attempt.points > most:
            most = attempt.points
            found.setdefault(days, []).append(attempt)
    return found


@dataclass(frozen=True, slots=True)
class Option:
    """A number of grace days that an assignment may get, with what it then adds to the total."""

    days: int
    value: Value
    scores: Scores


def assign_grace_days(assignments: Sequence[AssignmentAttempts], grace_days: int) -> dict[int, AttemptScore | None]:
    """Score the attempt that counts at each exercise, with the grace days where they raise the student's total most.

    The exercises of an assignment share its days. Of equally good distributions, the one with the fewest days is
    chosen, then the one that gives more days to earlier assignments.

    Args:
        assignments: the assignments in order of their due dates.
        grace_days: the student's budget.
    """
    options = [one.options(grace_days) for one in assignments]
    ranks = _Ranks(assignments, grace_days)
    best = {0: 0}
    for place, some in enumerate(options):
        best = ranks.add(best, place, some)
    taken = ranks.best_options(best)
    return {i: score for some, which in zip(options, taken, strict=True) for i, score in some[which].scores.items()}


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
        self._by_days = {i: self._own.by_days(i, some, grace_days) for i, some in self._own.attempts.items()}
        self._others = {0: 0}
        for place, one in enumerate(assignments):
            if place != self._place:
                self._others = self._ranks.add(self._others, place, one.options(grace_days))

    def score(self, attempt: GradedAttempt) -> AttemptScore | None:
        """Score an attempt, which need not exist, with the grace days that raise the total most."""
        by_days = self._own.by_days(self._item_id, [attempt], self._grace_days)
        options = self._own.options_of({**self._by_days, self._item_id: by_days})
        taken = self._ranks.best_options(self._ranks.add(self._others, self._place, options))
        return options[taken[self._place]].scores[self._item_id]


class _Ranks:
    """Ranks distributions of grace days by whole numbers, of which the highest is the best; adding options adds ranks.

    The leading digits of a rank are the value, and the others are the options taken, by assignment.
    """

    def __init__(self, assignments: Sequence[AssignmentAttempts], grace_days: int) -> None:
        self._grace_days, self._count = grace_days, len(assignments)
        self._base = grace_days + 1  # more than the index of any option
        self._unit = self._base**self._count
        self._shares = lcm(*(worth.denominator for one in assignments for worth in one.worth.values()))

    def add(self, best: Mapping[int, int], place: int, options: Sequence[Option]) -> dict[int, int]:
        """Return the best rank by number of days used, when the assignment at `place` takes one of its options."""
        found: dict[int, int] = {}
        for which, option in enumerate(options):
            more = self._rank(option.value) * self._unit + which * self._base ** (self._count - 1 - place)
            for used, rank in best.items():
                days = used + option.days
                if days <= self._grace_days and rank + more > found.get(days, -1):
                    found[days] = rank + more
        return found

    def best_options(self, best: Mapping[int, int]) -> list[int]:
        """Return the option that each assignment takes: those of the highest value, then of the fewest days."""
        _, _, rank = max((rank // self._unit, -used, rank) for used, rank in best.items())
        return [rank // self._base ** (self._count - 1 - place) % self._base for place in range(self._count)]

    def _rank(self, value: Value) -> int:
        share, points = value
        return int(share * self._shares * 100) * POINTS + int(points * 100)
