"""Select the part of a regrade to apply: the scores a person chose, less those that would fall, if they ask for that.

Exercises that share grace days depend on each other: a score can change although only another one was regraded, and it
can change differently if only part of the regrade is applied. So the changes are computed for each selection anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.regrades.changes import Comparison, Key, ScoreDifference, list_changes
from server.regrades.models import RegradeSet


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a regrade to apply.

    Attributes:
        leaving_out: scores whose submissions keep their gradings.
        changes: what the rest changes, and what the set has changed already.
    """

    leaving_out: frozenset[Key]
    changes: Sequence[ScoreDifference]


def select_scores(
    session: Session, regrade: RegradeSet, keys: Collection[Key] | None, *, never_lower: bool
) -> Selection:
    """Return the part to apply.

    Args:
        session: the session to read from.
        regrade: the set.
        keys: the selected students and exercises; None for all.
        never_lower: whether to leave out what would lower a score, directly or because of shared grace days.
    """
    comparison = Comparison(session, regrade)
    leaving_out = {key for key in comparison.waiting if keys is not None and key not in keys}
    if never_lower:
        leaving_out |= _lowering(comparison, leaving_out)
    return Selection(frozenset(leaving_out), list_changes(session, regrade, leaving_out=leaving_out))


def _lowering(comparison: Comparison, leaving_out: Collection[Key]) -> set[Key]:
    """Return what must be left out besides `leaving_out`, so that no score falls.

    Leaving out one score can change how grace days are used, and lower another. So this repeats until none falls.
    """
    chosen: dict[int, set[Key]] = defaultdict(set)
    for key in comparison.waiting:
        if key not in leaving_out:
            chosen[key[0]].add(key)
    left: set[Key] = set(leaving_out)
    students: Collection[int] | None = None
    while True:
        falling: dict[int, set[Key]] = defaultdict(set)
        for one in comparison.differences(left, students):
            if one.falls:
                falling[one.user_id].add((one.user_id, one.item.id))
        more: set[Key] = set()
        for user_id, keys in falling.items():
            more |= keys & chosen[user_id] or {key for key in chosen[user_id] if key[1] in comparison.course.sharing}
        if not more:
            return left
        for key in more:
            chosen[key[0]].discard(key)
        left |= more
        students = {user_id for user_id, _ in more}
