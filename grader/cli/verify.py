"""Verify exercises: accepted solutions pass, the starter earns no points, and known mistakes are named."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

import exercises
from grader.cli.check import open_sandbox
from grader.cli.errors import NOT_RIGHT, OK, Misused
from grader.cli.files import load
from grader.cli.terminal import Page, clean_line, glyphs, progress
from grader.exercise_texts import Failure
from grader.verify import VerifyResult, verify_exercise

SHOWN_SEEDS = 5


def verify_exercises(out: Console, slugs: Sequence[str], seeds: int) -> int:
    """Verify the exercises called `slugs`, or all, with the first `seeds` seeds. Return the exit code."""
    asked = [load(slug) for slug in slugs or exercises.catalog().slugs]
    if not any(exercise.accepted for exercise in asked):
        raise Misused("There are no solutions to verify.", "The student package does not include them.")
    results: list[tuple[VerifyResult, float]] = []
    with progress(out, "starting") as say, open_sandbox() as sandbox:
        for number, exercise in enumerate(asked, 1):
            say(f"verifying {exercise.slug} ({number} of {len(asked)})")
            started = time.perf_counter()
            result = verify_exercise(exercise, range(seeds), sandbox=sandbox)
            results.append((result, time.perf_counter() - started))
    page = Page(out)
    page.block(_table(out, results))
    broken = [result for result, _ in results if not result.ok]
    for result in broken:
        page.line()
        page.line(Text(result.slug, "bold"))
        _print_failures(page, result.failures)
    page.line()
    page.line(_summary(results, len(broken), seeds))
    return NOT_RIGHT if broken else OK


def _table(out: Console, results: Sequence[tuple[VerifyResult, float]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("exercise", "accepted", "starter", "mistakes", "texts"):
        table.add_column(heading, no_wrap=True)
    for heading in ("gradings", "time"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result, elapsed_s in results:
        failed = [failure.rule for failure in result.failures]
        texts = sum(rule not in {"accepted", "starter", "wrong_answer"} for rule in failed)
        table.add_row(
            Text(result.slug),
            _cell(out, _broken(result, "accepted"), f"{result.accepted}"),
            _cell(out, _broken(result, "starter"), "0 points"),
            _cell(out, _broken(result, "wrong_answer"), f"{result.wrong_answers}"),
            _cell(out, texts, ""),
            f"{result.gradings}",
            f"{elapsed_s:.1f} s",
        )
    return table


def _broken(result: VerifyResult, rule: str) -> int:
    """Return the number of files that break a rule with any seed."""
    return len({failure.what for failure in result.failures if failure.rule == rule})


def _cell(out: Console, failed: int, text: str) -> Text:
    marks = glyphs(out)
    mark, style = (marks.bad, "red") if failed else (marks.ok, "green")
    return Text.assemble((mark, style), f" {failed} of {text}" if failed and text.isdigit() else f" {text}".rstrip())


def _print_failures(page: Page, failures: Sequence[Failure]) -> None:
    """Print one line for each problem with all of its seeds."""
    seeds: dict[tuple[str, str, str], list[int]] = {}
    for failure in failures:
        shown_in = seeds.setdefault((failure.rule, failure.what, failure.problem), [])
        shown_in += [failure.seed] if failure.seed is not None else []
    for (rule, what, problem), shown_in in seeds.items():
        where = {"accepted": f"accepted/{what}.py", "wrong_answer": f"mistake {what}"}.get(rule, what)
        page.line(f"{page.marks.bad} {clean_line(where)} {clean_line(problem)}", 2, suffix=_seeds(shown_in), hang=4)


def _seeds(seeds: Sequence[int]) -> Text:
    if not seeds:
        return Text()
    more = f" and {len(seeds) - SHOWN_SEEDS} more" if len(seeds) > SHOWN_SEEDS else ""
    listed = ", ".join(map(str, seeds[:SHOWN_SEEDS]))
    return Text(f"(seed{'s' if len(seeds) > 1 else ''} {listed}{more})", "dim")


def _summary(results: Sequence[tuple[VerifyResult, float]], broken: int, seeds: int) -> Text:
    if broken:
        return Text(f"{broken} of {len(results)} exercises failed.", "red")
    what = "The exercise passed" if len(results) == 1 else f"All {len(results)} exercises passed"
    return Text(f"{what} with {seeds} seed{'' if seeds == 1 else 's'}.", "green")
