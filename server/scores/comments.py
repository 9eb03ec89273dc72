"""Comments of staff on a submission or on one of its lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from exercises import source_lines
from server.accounts.models import User
from server.core.db import utcnow
from server.scores.errors import ScoreRefused
from server.scores.models import LineComment
from server.submissions.models import Submission
from server.text.characters import BROKEN, is_broken
from server.text.numbers import whole

MAX_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its author; `line` is None for a comment on the whole submission."""

    id: int
    line: int | None
    text: str
    author: User


def comments_of(session: Session, submission_id: int) -> Sequence[Comment]:
    """List the comments on a submission: first those on the whole, then by line."""
    query = (
        select(LineComment, User)
        .join(User, User.id == LineComment.author_id)
        .where(LineComment.submission_id == submission_id, LineComment.deleted_at.is_(None))
        .order_by(LineComment.id)
    )
    found = [Comment(row.id, row.line, row.body, author) for row, author in session.execute(query)]
    return sorted(found, key=lambda comment: comment.line or 0)


@dataclass(frozen=True, slots=True)
class Commented:
    """How many comments the attempts at an exercise have, and the newest attempt that has one."""

    count: int
    public_id: str


def commented(session: Session, user_id: int, item_ids: Collection[int]) -> dict[int, Commented]:
    """Return where staff commented on the work of a student, by exercise of the course."""
    query = (
        select(Submission.assignment_exercise_id, Submission.public_id)
        .join(LineComment, LineComment.submission_id == Submission.id)
        .where(Submission.user_id == user_id, Submission.assignment_exercise_id.in_(item_ids))
        .where(LineComment.deleted_at.is_(None))
        .order_by(Submission.id)
    )
    found: dict[int, Commented] = {}
    for item_id, public_id in session.execute(query):
        before = found.get(item_id)
        found[item_id] = Commented(before.count + 1 if before else 1, public_id)
    return found


def add_comment(session: Session, author: User, submission: Submission, line: str, text: str) -> None:
    """Add a comment.

    Args:
        session: the session to write to.
        author: the author of the comment.
        submission: the submission that it is about.
        line: a line number as typed; empty for the whole submission.
        text: the text, at most `MAX_CHARS` characters.

    Raises:
        ScoreRefused: if there is no such line, or the text is empty or too long.
    """
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MAX_CHARS:
        raise ScoreRefused(f"Enter a comment of 1 to {MAX_CHARS} characters. Yours has {len(text)}.")
    if is_broken(text):
        raise ScoreRefused(BROKEN)
    lines = len(source_lines(submission.source))
    number: int | None = None
    if line.strip():
        number = whole(line.strip(), 1, lines)
        if number is None:
            raise ScoreRefused(f"There is no line {line.strip()[:20]!r}. This code has {lines} lines.")
    session.add(LineComment(submission_id=submission.id, line=number, body=text, author_id=author.id))


def remove_comment(session: Session, comment: LineComment) -> None:
    """Mark a comment as deleted; its row stays."""
    comment.deleted_at = utcnow()


def submission_of(session: Session, comment: LineComment) -> Submission:
    """Return the submission that a comment is about."""
    return session.get_one(Submission, comment.submission_id)
