"""Drafts: the texts in a student's editor, stored on the server with a version, so that no newer one is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grader.browser import MOST_CELL_BYTES
from grader.sandbox.types import MAX_SOURCE_BYTES
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import AssignmentExercise
from server.submissions.errors import StaleDraft
from server.submissions.models import Draft
from server.submissions.policy import require_text


def load(session: Session, user: User, exercise: AssignmentExercise) -> Draft | None:
    """Return the user's draft of an exercise, if one was ever saved."""
    query = select(Draft).filter_by(user_id=user.id, assignment_exercise_id=exercise.id)
    return session.scalar(query.execution_options(populate_existing=True))


def save(
    session: Session,
    user: User,
    exercise: AssignmentExercise,
    source: str,
    *,
    cell: str | None = None,
    expected_version: int,
    max_source_bytes: int = MAX_SOURCE_BYTES,
) -> Draft:
    """Save a draft that was edited from `expected_version` (0: there was none). Commits.

    A `cell` of None leaves the saved one.

    Raises:
        StaleDraft: if it was saved elsewhere since; carries the newer one, and nothing is overwritten.
        TooLarge, NotText: as for a submission.
    """
    require_text(source, max_source_bytes)
    values = {"source": source}
    if cell is not None:
        require_text(cell, MOST_CELL_BYTES)
        values["cell"] = cell
    saved = _create(session, user, exercise, values) if expected_version == 0 else None
    saved = saved or _advance(session, user, exercise, values, expected_version)
    current = load(session, user, exercise)
    if not saved or current is None:
        session.rollback()
        current = load(session, user, exercise)
        if current is None:  # the client remembers a version, the server has none: start again from the client's text
            return save(
                session, user, exercise, source, cell=cell, expected_version=0, max_source_bytes=max_source_bytes
            )
        raise StaleDraft(current)
    session.commit()
    return current


def _create(session: Session, user: User, exercise: AssignmentExercise, values: Mapping[str, str]) -> bool:
    if load(session, user, exercise) is not None:
        return False
    session.add(Draft(user_id=user.id, assignment_exercise_id=exercise.id, version=1, **values))
    try:
        session.flush()
    except IntegrityError:  # a second tab was faster
        session.rollback()
        return False
    return True


def _advance(
    session: Session, user: User, exercise: AssignmentExercise, values: Mapping[str, str], expected_version: int
) -> bool:
    result = session.execute(
        update(Draft)
        .where(Draft.user_id == user.id, Draft.assignment_exercise_id == exercise.id)
        .where(Draft.version == expected_version)
        .values(**values, version=Draft.version + 1, updated_at=utcnow())
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", result).rowcount == 1
