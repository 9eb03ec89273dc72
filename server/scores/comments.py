"""What staff write beside a submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.core.db import utcnow
from server.scores.errors import ScoreRefused
from server.scores.models import LineComment
from server.submissions.models import Submission

MAX_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its author; `line` None is about the whole."""

    id: int
    line: int | None
    text: str
    author: User


def of(session: Session, submission_id: int) -> Sequence[Comment]:
    """The comments on a submission, by line, the ones about the whole first."""
    query = (
        select(LineComment, User)
        .join(User, User.id == LineComment.author_id)
        .where(LineComment.submission_id == submission_id, LineComment.deleted_at.is_(None))
        .order_by(LineComment.id)
    )
    found = [Comment(row.id, row.line, row.body, author) for row, author in session.execute(query)]
    return sorted(found, key=lambda comment: comment.line or 0)


def add(session: Session, author: User, submission: Submission, line: str, text: str) -> None:
    """Write a comment; the caller commits.

    Args:
        session: the caller commits.
        author: who writes.
        submission: beside which.
        line: the number of a line of the source as typed; empty for the whole.
        text: at most `MAX_CHARS` characters.

    Raises:
        ScoreRefused: if there is no such line, or the text is missing or too long.
    """
    text = text.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MAX_CHARS:
        raise ScoreRefused(f"A comment has 1 to {MAX_CHARS} characters; this one has {len(text)}.")
    lines = len(submission.source.splitlines())
    number: int | None = None
    if line.strip():
        number = int(line) if line.strip().isdecimal() and len(line) < 8 else 0
        if not 1 <= number <= lines:
            raise ScoreRefused(f"This code has the lines 1 to {lines}; there is no line {line.strip()[:20]!r}.")
    session.add(LineComment(submission_id=submission.id, line=number, body=text, author_id=author.id))


def remove(session: Session, comment: LineComment) -> None:
    """Take a comment away; it stays in the database. The caller commits."""
    comment.deleted_at = utcnow()


def submission_of(session: Session, comment: LineComment) -> Submission:
    """What it was written beside."""
    return session.get_one(Submission, comment.submission_id)
