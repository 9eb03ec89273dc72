"""Write docs/feedback.md: ten wrong submissions with the feedback they get, `python -m tests.feedback.write`."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from exercises import load
from grader.cli.rendering.report import print_report
from grader.grading import grade
from grader.sandbox import Sandbox

SUBMISSIONS = sorted((Path(__file__).parent / "submissions").glob("*.py"))
DOCUMENT = Path(__file__).parents[2] / "docs" / "feedback.md"
SEED = 7
COLUMNS = 100
HEAD = """\
# What students read

This page shows ten wrong submissions. Each is followed by the report that `grader check` prints with seed 7, and by the
first and last steps of help. None of the submissions is copied from an exercise's known mistakes; they make the same
mistakes in a different style. `python -m tests.feedback.write` generates this page, and a test compares it with the
current reports.
"""


def feedback(path: Path, sandbox: Sandbox) -> str:
    """Return the report on one submission, without the line that depends on the machine."""
    exercise = load(slug_of(path))
    report = grade(exercise, path.read_bytes(), seed=SEED, sandbox=sandbox)
    out = io.StringIO()
    console = Console(file=out, width=COLUMNS, color_system=None, force_terminal=False, highlight=False)
    print_report(console, report, title=exercise.title, filename=exercise.filename)
    text = re.sub(r"\n\n  seed \d+ · .*\Z", "", out.getvalue().rstrip(), flags=re.DOTALL)
    steps = report.diagnoses[0] if report.diagnoses else None
    if steps is None:
        return text
    return f"{text}\n\n  first question:  {steps.nudge}\n  explanation:     {steps.explanation}"


def slug_of(path: Path) -> str:
    """Return the exercise of a submission: its file name without the number."""
    return path.stem.partition("_")[2]


def document(sandbox: Sandbox) -> str:
    """Return the whole page."""
    parts = [HEAD]
    for number, path in enumerate(SUBMISSIONS, 1):
        exercise = load(slug_of(path))
        parts.append(f"## {number}. {exercise.title}\n")
        parts.append(f"```python\n{path.read_text().strip()}\n```\n")
        parts.append(f"```text\n{feedback(path, sandbox)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    with Sandbox.start() as sandbox:
        DOCUMENT.write_text(document(sandbox), encoding="utf-8")


if __name__ == "__main__":
    main()
