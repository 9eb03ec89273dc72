"""A result that the browser computed looks like one of the server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from exercises import load
from grader.browser.checking import check
from server.engine.panel import panel

NOTE = "Checked in your browser because of a test."


def mistaken(slug: str, id_: str) -> str:
    return next(one.source for one in load(slug).wrong_answers if one.id == id_)


def test_a_failed_check_shows_its_message_numbers_and_input() -> None:
    report = check(mistaken("linear", "unsummed_bias"), "linear", 3)
    html = panel(report, NOTE, with_help=True)
    failed = next(one for one in report["checks"] if one["verdict"] == "WA")
    assert NOTE in html
    assert f'data-check="{failed["id"]}"' in html
    assert 'data-values="' in html
    assert "<template data-cell>" in html


def test_text_of_the_student_is_escaped() -> None:
    html = panel(check("raise ValueError('<b>bold</b>')", "linear", 0), NOTE, with_help=True)
    assert "&lt;b&gt;bold" in html
    assert "<b>bold" not in html


def test_a_course_that_withholds_help_gets_no_diagnosis() -> None:
    report = check(load("linear").accepted[0].source, "linear", 0)
    loads, failed, *others = report["checks"]
    report |= {"verdict": "WA", "checks": [loads, {**failed, "verdict": "WA", "points": 0}, *others]}
    diagnosis = {"id": "one", "title": "TITLE", "hint": "HINT", "confidence": 1.0, "check": failed["id"]}
    report["diagnoses"] = [diagnosis]
    assert "TITLE" in panel(report, NOTE, with_help=True)
    assert "TITLE" not in panel(report, NOTE, with_help=False)


@pytest.mark.process
def test_the_panel_needs_neither_flask_nor_the_database() -> None:
    code = (
        "import sys; import server.engine.panel; "
        "print([name for name in ('flask', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
