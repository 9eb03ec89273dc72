"""Recognize the known mistake behind a submission's numbers."""

from __future__ import annotations

from grader.diagnosis.ranking import diagnose

__all__ = ["diagnose"]
