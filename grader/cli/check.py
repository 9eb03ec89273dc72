"""Check a file on this machine, with the same engine and report as on a server."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from exercises import Exercise
from grader.cli.errors import Misused, NotYourCode
from grader.cli.files import NotInstalled, exercise_for, read_source
from grader.cli.rendering.html import write_report
from grader.cli.rendering.report import exit_code, print_report
from grader.cli.terminal import Page, clean_line, progress
from grader.grading import StageEvent, grade
from grader.report import Report, Verdict
from grader.sandbox import Sandbox, SandboxUnavailable
from grader.sandbox.types import Tier
from grader.stage_names import stage_name

SEEDS = 2**31
UNSAFE_NOTE = (
    "Note: this machine has no strong sandbox, so the file ran as an ordinary process with limits (tier T4). "
    "That is fine for your own code. Do not check code that you do not trust."
)


FEWER_MISTAKES = (
    "This package recognizes only general kinds of mistakes. Your course's server also recognizes the common mistakes "
    "in this exercise. To check your file there without using an attempt, add --remote."
)


def check_file(
    out: Console,
    path: Path,
    slug: str | None,
    *,
    seed: int | None,
    as_json: bool,
    verbose: bool,
    page: Path | None = None,
) -> int:
    """Grade `path`, print the report, and also write it to `page` as HTML if given. Return the exit code."""
    source = read_source(path)
    exercise = installed_for(path, slug)
    if page is not None:
        _refuse_to_overwrite(path, page)
    with progress(out, "starting") as say, open_sandbox(once=True) as sandbox:
        report = grade_locally(exercise, source, new_seed() if seed is None else seed, sandbox, say)
    if page is not None:
        write_report(page, report, title=exercise.title, filename=path.name, source=source.decode(errors="replace"))
    if as_json:
        out.file.write(json.dumps(report.to_json(), indent=2) + "\n")
    else:
        print_local(out, report, exercise, path, verbose=verbose)
    return exit_code(report)


def installed_for(path: Path, slug: str | None) -> Exercise:
    """Return the exercise of a file, as `exercise_for`; for one that only the server has, the error says so."""
    try:
        return exercise_for(path, slug)
    except NotInstalled as error:
        from grader.cli.remote.exercise import only_on_server

        raise only_on_server(path, slug, error) from error


def _refuse_to_overwrite(path: Path, page: Path) -> None:
    if page.suffix == ".py" or (page.exists() and page.samefile(path)):
        raise Misused(
            f"The report would overwrite {clean_line(page)}.", "Choose another file, for example --report report.html."
        )


def new_seed() -> int:
    """Return a fresh seed, so that code that passed by luck is tested on other inputs. The report shows the seed."""
    return secrets.randbelow(SEEDS)


def open_sandbox(*, once: bool = False) -> Sandbox:
    """Start the strongest available sandbox; the weakest is enough for the user's own code.

    Args:
        once: whether only one file will be graded.

    Raises:
        NotYourCode: if no sandbox starts.
    """
    try:
        return Sandbox.start(floor=Tier.T4, allow_unsafe=True, once=once)
    except SandboxUnavailable as error:
        raise NotYourCode(f"The sandbox did not start: {error}.", "Run grader doctor for details.") from error


def grade_locally(
    exercise: Exercise, source: bytes, seed: int, sandbox: Sandbox, say: Callable[[str], None] = lambda message: None
) -> Report:
    """Grade one source and show which stage is running."""

    def tell(event: StageEvent) -> None:
        if event.state == "running":
            say(f"checking {stage_name(exercise.slug, event.stage)}")

    return grade(exercise, source, seed=seed, sandbox=sandbox, on_stage=tell)


def print_local(out: Console, report: Report, exercise: Exercise, path: Path, *, verbose: bool) -> None:
    """Print a local report, and mention a weak sandbox or a package without solutions."""
    print_report(out, report, title=exercise.title, filename=path.name, verbose=verbose)
    if not exercise.wrong_answers and report.verdict not in {Verdict.AC, Verdict.CE}:
        Page(out).line(Text(FEWER_MISTAKES, "dim"), indent=2)
    if report.fingerprint.sandbox_tier == Tier.T4:
        Page(out).line(Text(UNSAFE_NOTE, "dim"), indent=2)
