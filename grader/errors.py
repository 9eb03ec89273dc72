"""What can go wrong around a grading, apart from the submission itself, which is never an exception.

GraderError
├── GradingCanceled   the caller's event was set; there is no report
└── JudgeFailed        a planned check could not be judged: our fault, reported as IE
"""

from __future__ import annotations


class GraderError(Exception):
    """Something around a grading went wrong."""


class GradingCanceled(GraderError):  # noqa: N818 - it says what happened, and nothing failed
    """The grading was canceled by its caller."""
