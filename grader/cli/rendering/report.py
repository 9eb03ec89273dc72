"""Print a report in the terminal: the diagnosis, the stages, and the failed checks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from grader.cli.errors import NOT_RIGHT, OK, OUR_FAULT
from grader.cli.rendering.failures import print_failure
from grader.cli.terminal import Page, clean, clean_line, safe
from grader.report import Check, Diagnosis, Outcome, Report, Stage, Verdict
from grader.stage_names import stage_name

MARGIN = 2
DETAIL_INDENT = 4
SCORE_COLUMNS = 5  # 40/40; a stage worth all points may be wider
SUFFIX_COLUMNS = 30  # a narrower column next to a stage is hard to read
SHOWN_FAILURES = 3  # per stage unless verbose, so that the first failures stay visible
SURE, LIKELY = 0.9, 0.6
FAULT = "The grader failed. This is not your code's fault. Try again. If it happens again, tell your course staff."
UNKNOWN = "These numbers match no known mistake. Start with the first failed check."
ENDED = {
    Verdict.TLE: "time limit exceeded",
    Verdict.MLE: "memory limit exceeded",
    Verdict.OLE: "output limit exceeded",
    Verdict.RTE: "raised an exception",
    Verdict.SC: "stopped by the sandbox",
}


def print_report(console: Console, report: Report, *, title: str, filename: str, verbose: bool = False) -> None:
    """Print `report`.

    Args:
        console: the console to print on.
        report: the report to print; no text in it is trusted.
        title: the title of the exercise.
        filename: the name of the student's file, for tracebacks.
        verbose: show every check, every diagnosis and the whole fingerprint.
    """
    page = Page(console, MARGIN)
    Page(console).line(_headline(report, title), hang=MARGIN)
    page.line()
    if report.outcome is Outcome.GRADED:
        _print_summary(page, report, verbose)
        _print_stages(page, report, filename, verbose)
    else:
        _print_ungraded(page, report, filename)
    _print_output(page, report)
    page.line()
    page.line(Text(_footer(report, verbose), "dim"))


def exit_code(report: Report) -> int:
    """Return the exit code for scripts: 0 if everything is correct, 3 if the fault is ours."""
    if report.outcome is Outcome.ERROR:
        return OUR_FAULT
    return OK if report.verdict is Verdict.AC else NOT_RIGHT


def _headline(report: Report, title: str) -> Text:
    line = Text(clean_line(title), "bold").append("  ")
    if report.outcome is Outcome.NOT_GRADABLE:
        return line.append("does not load", style="bold red")
    if report.outcome is Outcome.ERROR:
        return line.append("not graded", style="bold red")
    style = "bold green" if report.verdict is Verdict.AC else "bold red" if report.points == 0 else "bold"
    line.append(f"{report.points}/{report.max_points}", style=style)
    if report.verdict in ENDED:
        line.append(f"  {'not written yet' if _is_unwritten(report) else ENDED[report.verdict]}", style="red")
    return line


def _is_unwritten(report: Report) -> bool:
    """Return whether every failure is a stub of the starter."""
    failed = [check for check in report.checks if _failed(check)]
    return all(check.details.get("exception", {}).get("type") == "NotImplementedError" for check in failed)


def _print_summary(page: Page, report: Report, verbose: bool) -> None:
    """Print the likely mistakes and what to do next, before any list."""
    main, others = report.main_diagnosis, report.other_diagnoses
    if report.verdict is Verdict.AC:
        page.line("Everything is correct.")
    elif main is None and report.verdict not in ENDED:
        page.line(_first_failure(report))
    if main is not None:
        _print_diagnosis(page, main, verbose)
    for other in others[:2]:
        if verbose:
            _print_diagnosis(page, other, verbose)
        else:
            page.line(f"Also: {clean_line(other.title)}", hang=2)
    if report.verdict is Verdict.AC or report.diagnoses or report.verdict not in ENDED:
        page.line()


def _first_failure(report: Report) -> str:
    """Return the sentence to show without a diagnosis: that of the first failure, unless it is about numbers."""
    failed = report.first_failure
    return UNKNOWN if failed is None or failed.is_about_numbers else failed.message


def _print_diagnosis(page: Page, diagnosis: Diagnosis, verbose: bool) -> None:
    certainty = (
        "matches" if diagnosis.confidence >= SURE else "looks like" if diagnosis.confidence >= LIKELY else "may be"
    )
    name = f": {clean_line(diagnosis.id)}" if verbose else ""  # for authors; students read the title
    source = Text(f"({certainty} a known mistake{name})", "dim")
    title = safe(diagnosis.title, "bold")
    beside = page.fits(title, source)
    page.line(title, suffix=source if beside else "")
    page.line(diagnosis.hint)
    if verbose and diagnosis.explanation:
        page.line(diagnosis.explanation)
    if not beside:
        page.line(source)


def _print_ungraded(page: Page, report: Report, filename: str) -> None:
    if report.outcome is Outcome.ERROR:
        page.line(FAULT)
    for check in report.checks:
        if _failed(check):
            print_failure(page, check, filename, indent=0)


def _print_stages(page: Page, report: Report, filename: str, verbose: bool) -> None:
    groups = {stage: [check for check in report.checks if check.stage is stage] for stage in Stage}
    names = [_short_name(check) for check in report.checks if verbose or _failed(check)]
    titles = {stage: stage_name(report.exercise, stage) for stage in groups}
    width = max(10, *map(len, titles.values()), *(len(name) + 2 for name in names))
    for stage, checks in groups.items():
        if checks:
            _print_stage(page, titles[stage], checks, width)
            _print_checks(page, checks, width, filename, report.first_failure, verbose)


def _print_stage(page: Page, stage: str, checks: Sequence[Check], width: int) -> None:
    row, suffix = _stage_row(page, stage, checks, width)
    column = row.cell_len + 2
    if suffix and page.width - column >= SUFFIX_COLUMNS:
        page.line(Text.assemble(row, "  ", suffix), hang=column)
    else:
        page.line(row, suffix=suffix, hang=DETAIL_INDENT)


def _stage_row(page: Page, stage: str, checks: Sequence[Check], width: int) -> tuple[Text, Text]:
    points, max_points = sum(c.points for c in checks), sum(c.max_points for c in checks)
    if any(_failed(check) for check in checks):
        return _row(page.marks.bad, stage, points, max_points, width, "red"), Text()
    waiting = next((check for check in checks if check.verdict is Verdict.SKIP), None)
    if waiting is not None:
        row = _row(page.marks.skipped, stage, points, max_points, width, "dim")
        return row, Text(clean_line(waiting.message), "dim")
    row = _row(page.marks.ok, stage, points, max_points, width, "green")
    errors: list[float] = [error for check in checks if isinstance(error := check.details.get("error"), float)]
    largest = max(errors, default=0.0)
    return row, Text(f"largest error {largest:.0e}" if largest else "", "dim")


def _row(glyph: str, name: str, points: int, max_points: int, width: int, style: str) -> Text:
    score = f"{points}/{max_points}" if max_points else ""
    return Text.assemble((f"{glyph} ", style), f"{name:<{width}}  {score:>{SCORE_COLUMNS}}")


def _print_checks(
    page: Page, checks: Sequence[Check], width: int, filename: str, first: Check | None, verbose: bool
) -> None:
    """Print the failed checks; the `first` with its arrays, because those of all would bury the sentences."""
    failed = [check for check in checks if _failed(check)]
    listed = list(checks) if verbose else failed[:SHOWN_FAILURES]
    printed: list[tuple[object, ...]] = []
    for check in listed:
        if len(checks) > 1 or verbose:  # a stage with a single check needs no second line
            row = _row(_mark(page, check), _short_name(check), check.points, check.max_points, width - 2, _style(check))
            page.line(row, indent=2)
        if _failed(check) and _shown_content(check) in printed:
            page.line(Text("as above", "dim"), indent=DETAIL_INDENT)
        elif _failed(check):
            print_failure(page, check, filename, DETAIL_INDENT, values=verbose or check is first)
            printed.append(_shown_content(check))
        elif check.verdict is not Verdict.SKIP and check.message:  # the stage says why it was skipped
            page.line(safe(check.message, "dim"), indent=DETAIL_INDENT)
    if more := len(failed) - len(listed) if not verbose else 0:
        page.line(Text(f"… and {more} more failed check{'s' if more > 1 else ''} (-v shows all)", "dim"), indent=2)


def _shown_content(check: Check) -> tuple[object, ...]:
    """Return what is shown of a failure, because one cause often fails several checks in the same way."""
    return check.message, check.details.get("exception"), check.details.get("worst")


def _mark(page: Page, check: Check) -> str:
    if check.verdict is Verdict.SKIP:
        return page.marks.skipped
    return page.marks.bad if _failed(check) else page.marks.ok


def _style(check: Check) -> str:
    return "dim" if check.verdict is Verdict.SKIP else "red" if _failed(check) else "green"


def _failed(check: Check) -> bool:
    return check.verdict not in {Verdict.AC, Verdict.SKIP}


def _short_name(check: Check) -> str:
    """Return the name of a check without its stage, under which it is listed."""
    return clean_line(check.id).removeprefix(f"{check.stage}.")


def _print_output(page: Page, report: Report) -> None:
    """Print the output of the code once, even if several checks have it."""
    printed = dict.fromkeys(clean(check.details["output"]) for check in report.checks if "output" in check.details)
    if text := "\n".join(printed).rstrip():
        page.line()
        page.line(Text("Your code printed:", "dim"))
        for line, repeated in groupby(text.split("\n")):
            count = len(list(repeated))
            page.line(Text(f"│ {line}"), hang=2, suffix=Text(f"({count} times)" if count > 1 and line else "", "dim"))


def _footer(report: Report, verbose: bool) -> str:
    prints = report.fingerprint
    parts = [f"seed {report.seed}", f"engine {prints.engine_version}", f"{report.elapsed_ms:.0f} ms"]
    if verbose:
        parts.append(f"sandbox {prints.sandbox_tier}")
        parts += [f"{report.exercise} version {report.exercise_version}", f"files {prints.exercise_hash[:12]}"]
        parts += [
            f"NumPy {prints.numpy_version}",
            f"Python {prints.python_version}",
            f"policy {prints.policy_hash[:12]}",
        ]
    return " · ".join(clean_line(part) for part in parts)
