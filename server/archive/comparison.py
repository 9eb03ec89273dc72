"""Whether the scores that were computed here are those that were exported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from server.accounts.models import User
from server.archive import layout
from server.archive.decided import DERIVED
from server.archive.errors import Differing
from server.archive.incoming import Incoming
from server.archive.rows import ScoreRow
from server.courses.models import AssignmentExercise
from server.scores.models import Score

SHOWN = 20
ROWS_AT_A_TIME = 500


def require_equal(found: Incoming) -> int:
    """Compare every score; how many there are.

    Raises:
        Differing: says which are not as they were.
        ValueError: if the archive is wrong.
    """
    lines: list[str] = []
    count = total = 0
    columns = [getattr(Score, name) for name in DERIVED]
    for some in found.archive.portions(layout.SCORES, found.archive.table(layout.SCORES, ScoreRow), ROWS_AT_A_TIME):
        total += len(some)
        ids = [found.score(one.person, one.exercise) for one in some]
        query = select(Score.id, Score.submission_id, *columns).where(Score.id.in_(ids))
        here = {row.id: row for row in found.session.execute(query)}
        for one, score_id in zip(some, ids, strict=True):
            if differences := _differences(found, one, here[score_id]):
                count += 1
                lines.append(f"{one.name} <{one.email}>, {one.slug}: {'; '.join(differences)}")
        del lines[SHOWN:]
    for line in _more(found):
        count += 1
        lines.append(line)
    if count:
        raise Differing(lines[:SHOWN], count)
    return total


def _differences(found: Incoming, one: ScoreRow, here: Row[*tuple[Any, ...]]) -> list[str]:
    pairs = [(name, getattr(one, name), getattr(here, name)) for name in DERIVED]
    pairs.append(("submission", found.submission.of(one.submission), here.submission_id))
    return [
        "another submission counts"
        if name == "submission"
        else f"{name} {_said(before)} in the archive, {_said(after)} here"
        for name, before, after in pairs
        if before != after
    ]


def _said(value: Any) -> str:
    return "none" if value is None else str(value)


def _more(found: Incoming) -> list[str]:
    """Scores that the gradings lead to and that the archive does not have."""
    last = max(found.scores.values(), default=0)
    query = (
        select(User.name, User.email, AssignmentExercise.slug, Score.points)
        .join(User, User.id == Score.user_id)
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .where(Score.assignment_exercise_id.in_(found.exercise.portion(0, len(found.exercise))), Score.id > last)
        .order_by(Score.id)
    )
    return [
        f"{row.name} <{row.email}>, {row.slug}: no score in the archive, {_said(row.points)} here"
        for row in found.session.execute(query)
    ]
