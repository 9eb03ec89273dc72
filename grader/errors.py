"""Errors around a grading; a wrong submission is never an exception.

GraderError
├── GradingCanceled   the caller set its cancel event; there is no report
└── JudgeFailed        a planned check could not be judged: our fault, reported as IE
"""

from __future__ import annotations


class GraderError(Exception):
    """Something went wrong around a grading."""


class GradingCanceled(GraderError):  # noqa: N818 - the name says what happened; nothing failed
    """The caller canceled the grading."""
