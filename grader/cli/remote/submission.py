"""Print a submission that the API returned: its report, or why there is none, and its points."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from rich.console import Console

from grader.cli.errors import NOT_RIGHT, OK, OUR_FAULT, NotYourCode
from grader.cli.files import title_of
from grader.cli.remote.times import in_words, local_time, moment, zone
from grader.cli.rendering.report import exit_code, print_report
from grader.cli.terminal import Page, clean_line
from grader.report import Report

WAITING = frozenset({"queued", "running"})
Json = dict[str, Any]


def print_submission(out: Console, server: str, seen: Json, *, filename: str, verbose: bool) -> int:
    """Print a submission. Return the exit code."""
    page = Page(out)
    slug, state = clean_line(seen.get("exercise", "")), clean_line(seen.get("state", ""))
    if state in WAITING:
        page.line(f"{title_of(slug)}: {progress_text(seen)}.")
        return OK
    if state == "superseded":
        page.line(f"{title_of(slug)}: not graded because a newer submission replaced it.")
        return NOT_RIGHT
    report = _report(server, seen)
    if report is not None:
        print_report(out, report, title=title_of(slug), filename=filename or f"{slug}.py", verbose=verbose)
        code = exit_code(report)
    elif seen.get("report_withheld"):
        page.line(title_of(slug))
        page.line()
        page.line(_why_withheld(seen), indent=2)
        page.line()
        code = OK
    else:
        page.line(f"{title_of(slug)}: grading failed on the server. This is not your code's fault.")
        page.line("Your submission is saved, and the course staff can see it.")
        return OUR_FAULT
    if text := _attempt(seen):
        page.line(text, indent=2)
    if url := seen.get("url"):
        page.line(clean_line(urljoin(f"{server}/", str(url))), indent=2)
    return code


def progress_text(seen: Json) -> str:
    """Return how far a waiting submission is."""
    if seen.get("state") == "running":
        return "being graded"
    ahead = (seen.get("place") or {}).get("ahead")
    return f"waiting, {ahead} ahead" if isinstance(ahead, int) and ahead > 0 else "waiting in the queue"


def _report(server: str, seen: Json) -> Report | None:
    if seen.get("report") is None:
        return None
    try:
        return Report.from_json(seen["report"])
    except (KeyError, TypeError, ValueError) as error:
        message = f"The report from {server} is in a format that this version of grader cannot read."
        raise NotYourCode(message, "Install the version of grader that your course uses.") from error


def _why_withheld(seen: Json) -> str:
    when = moment(seen.get("report_from"))
    if when is None:
        return "Received and graded. Your course does not show reports for this assignment."
    where, name = zone(seen.get("timezone"))
    return f"Received and graded. You can see the report after {local_time(when, where)} ({name})."


def _attempt(seen: Json) -> str:
    """Return the number, lateness and points of an attempt that the server gives; empty for a check."""
    number = seen.get("number")
    if not isinstance(number, int):
        return ""
    late, counts = _late(seen), _counts(seen)
    text = f"Attempt {number}{_limit(number, seen)}{f' · {late}' if late else ''}"
    return f"{text}{':' if late else ' ·'} {counts}" if counts else text


def _limit(number: int, seen: Json) -> str:
    """Return the limit; numbers count every attempt, but some, such as code that does not load, use none."""
    used, limit = seen.get("attempts_used"), seen.get("attempt_limit")
    if not isinstance(limit, int):
        return ""
    return f" of {limit}" if number == used else f" ({clean_line(used)} of {limit} used)"


def _late(seen: Json) -> str:
    if not seen.get("is_late"):
        return ""
    received, due = moment(seen.get("received_at")), moment(seen.get("due_at"))
    return f"late by {in_words(received - due)}" if received and due and received > due else "late"


def _counts(seen: Json) -> str:
    points = seen.get("counts_points")
    if points is None:
        return ""
    best = seen.get("best_points")
    rule = "last attempt counts" if best is None else f"best so far {clean_line(best)}"
    return f"counts {clean_line(points)}/{clean_line(seen.get('max_points'))} ({rule})"
