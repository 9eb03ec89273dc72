"""The attempts at one exercise that can count, and what they earn with 0, 1, 2, … grace days. Values only, no database.

A penalty never falls as the days of lateness rise. So an attempt cannot count after one that is no later and has no
fewer points, however many grace days there are. Of the attempts that remain, each has more points than those before it.
The n-th grace day helps only attempts that are at least n days late, so only those are scored again.
Points are whole numbers over a common denominator here, because fractions are slow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import lcm
from typing import NamedTuple

from server.courses.dates import days_late
from server.courses.models import AttemptPolicy, LatePolicy
from server.scores.late_policy import AttemptScore, GradedAttempt, ScoringRules, penalty_percent, score_attempt


class _Candidate(NamedTuple):
    late_days: int
    points: int  # over the common denominator
    attempt: GradedAttempt


class AttemptCandidates:
    """The attempts of one student at one exercise that can count with some number of grace days.

    Args:
        attempts: the attempts in order of receipt.
        rules: the rules of the assignment.
        due_at: the due date for this student.
        most: the most grace days that the exercise may use, if its policy has any.
    """

    def __init__(
        self, attempts: Sequence[GradedAttempt], rules: ScoringRules, due_at: datetime | None, most: int
    ) -> None:
        if rules.attempt_policy is AttemptPolicy.LAST:
            attempts = attempts[-1:]
        self._rules, self._due_at = rules, due_at
        self._half = lcm(*(one.points.denominator for one in attempts))
        self._one = 2 * self._half  # the common denominator; even, so that halves can be rounded
        self._candidates = self._undominated(attempts)
        latest = self._candidates[-1].late_days if self._candidates else 0
        self._kept = [100 - penalty_percent(rules, days) for days in range(latest + 1)]
        self._earned = list(self._rising(min(most, latest) if rules.late_policy is LatePolicy.GRACE else 0))

    def __len__(self) -> int:
        """Return how many attempts can count."""
        return len(self._candidates)

    @property
    def most_days(self) -> int:
        """The most grace days that can help."""
        return len(self._earned) - 1

    def earned(self, days: int) -> int:
        """Return the rounded points, in hundredths, of the attempt that counts with up to `days` grace days."""
        return self._earned[min(days, self.most_days)]

    def score(self, days: int) -> AttemptScore | None:
        """Score the attempt that counts with up to `days` grace days, with the fewest that earn the same.

        Among equals, the least late counts, then the first.
        """
        if not self._candidates:
            return None
        earned = self.earned(days)
        used = bisect_left(self._earned, earned)
        scored = (
            (self._rounded(points * self._kept[max(0, late - used)]), one) for late, points, one in self._candidates
        )
        counting = next(attempt for found, attempt in scored if found == earned)
        return score_attempt(counting, self._rules, self._due_at, used)

    def _undominated(self, attempts: Sequence[GradedAttempt]) -> list[_Candidate]:
        """Return the attempts that can count, by days of lateness, then in order of receipt."""
        some: list[tuple[int, GradedAttempt]] = []
        for attempt in attempts:  # first without the dates, which take longer
            points = attempt.points.numerator * (self._one // attempt.points.denominator)
            if not some or points > some[-1][0] or attempt.received_at < some[-1][1].received_at:
                some.append((points, attempt))
        zone = self._rules.timezone
        dated = [_Candidate(days_late(one.received_at, self._due_at, zone), points, one) for points, one in some]
        dated.sort(key=lambda one: (one.late_days, one.attempt.submission_id))
        found: list[_Candidate] = []
        most = -1
        for one in dated:
            if one.points > most:
                found.append(one)
                most = one.points
        return found

    def _rising(self, most: int) -> Iterator[int]:
        """Yield the rounded points, in hundredths, with up to 0, 1, 2, … grace days."""
        kept, late = self._kept, [one.late_days for one in self._candidates]
        best = max((one.points * kept[one.late_days] for one in self._candidates), default=0)
        yield self._rounded(best)
        for days in range(1, most + 1):
            raised = self._candidates[bisect_left(late, days) :]
            best = max(best, max([points * kept[late_days - days] for late_days, points, _ in raised]))
            yield self._rounded(best)

    def _rounded(self, points: int) -> int:
        """Round a percentage of points over the common denominator to hundredths of points, halves up."""
        return (points + self._half) // self._one
