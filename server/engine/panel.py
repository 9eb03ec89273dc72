"""Draw a report that was computed in the browser, with the templates of the result panel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.submissions.results import present

_TEMPLATES = Path(__file__).parents[1] / "templates"


def panel(report: Mapping[str, Any], note: str, with_help: bool) -> str:
    """Return the result panel as HTML.

    Args:
        report: the data of `grader.report.Report.to_json`.
        note: one sentence that says why the browser computed it.
        with_help: whether the course gives all help with mistakes; without it, no diagnosis is shown.
    """
    shown = report if with_help else {**report, "diagnoses": []}
    return _environment().get_template("courses/_browser_result.html").render(result=present(shown), note=note)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
