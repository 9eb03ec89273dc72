"""What each role may do in a course: the one table that decides it."""

from __future__ import annotations

from enum import StrEnum

from server.courses.models import Role


class Right(StrEnum):
    """One thing that somebody may or may not do; its value finishes the sentence "may …"."""

    SEE_UNOPENED = "see exercises before they open"
    SEE_WORK = "see everybody's scores, code and reports"
    COMMENT = "comment on code"
    CHANGE_SCORES = "override scores, excuse, and grant extensions"
    REGRADE = "grade submissions again"
    SEE_SIMILARITY = "see which sources resemble each other"
    EXPORT = "download scores"
    ANNOUNCE = "announce"
    EDIT_ASSIGNMENTS = "change assignments"
    EDIT_ROSTER = "enrol, invite and drop people"
    VIEW_AS = "see the course as a student does"
    SEE_AUDIT = "read the audit log"
    EDIT_COURSE = "change, copy and export the course"


_STUDENT: frozenset[Right] = frozenset()
_ASSISTANT = _STUDENT | {
    Right.SEE_UNOPENED,
    Right.SEE_WORK,
    Right.COMMENT,
    Right.CHANGE_SCORES,
    Right.SEE_SIMILARITY,
    Right.EXPORT,
    Right.ANNOUNCE,
}
_INSTRUCTOR = frozenset(Right)

RIGHTS = {Role.STUDENT: _STUDENT, Role.ASSISTANT: frozenset(_ASSISTANT), Role.INSTRUCTOR: _INSTRUCTOR}
