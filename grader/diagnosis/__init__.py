"""Which known mistake do the numbers of a submission look like?"""

from __future__ import annotations

from grader.diagnosis.ranking import diagnose

__all__ = ["diagnose"]
