"""Submit a file and wait for its report."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from rich.console import Console

from grader.cli.errors import NOT_RIGHT, OK, OUR_FAULT, Misused, NotYourCode
from grader.cli.files import exercise_for, read_source, title_of
from grader.cli.remote.client import Remote
from grader.cli.remote.outbox import client_key
from grader.cli.remote.storage import Login
from grader.cli.rendering.report import exit_code, print_report
from grader.cli.terminal import Page, clean_line, progress
from grader.report import Report

FIRST_POLL_S, SLOWEST_POLL_S = 0.1, 2.0
WAITING = frozenset({"queued", "running"})
Json = dict[str, Any]


def submit_file(
    out: Console,
    login: Login,
    path: Path,
    *,
    slug: str | None,
    course: str | None,
    wait_s: float,
    verbose: bool,
) -> int:
    """Submit `path` and print its report, or only its id if `wait_s` is 0. Return the exit code."""
    source = _text(path)
    exercise = exercise_for(path, slug)
    with Remote(login) as remote:
        with client_key(login.server, exercise.slug, source) as key:
            accepted = remote.submit(exercise.slug, source, key, course)
        identifier = clean_line(accepted.get("id", ""))
        out.print(f"Submitted {clean_line(path.name)} to {login.server} as {identifier}.", soft_wrap=True)
        if wait_s <= 0:
            out.print(f"To see the result, run: grader status {identifier}", soft_wrap=True)
            return OK
        with progress(out, "waiting in the queue") as say:
            seen = _wait_for(remote, identifier, wait_s, say)
    out.print()
    return print_submission(out, login.server, seen, filename=path.name, verbose=verbose)


def _text(path: Path) -> str:
    try:
        return read_source(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misused(f"{clean_line(path)} is not UTF-8 text.", "Save it as UTF-8 in your editor.") from error


def _wait_for(remote: Remote, identifier: str, wait_s: float, say: Callable[[str], None]) -> Json:
    """Poll, less and less often, until the submission is done.

    Raises:
        NotYourCode: if it is not done after `wait_s` seconds.
    """
    deadline = time.monotonic() + wait_s
    pause_s = FIRST_POLL_S
    while (seen := remote.submission(identifier)).get("state") in WAITING:
        if time.monotonic() + pause_s > deadline:
            message = f"The server did not grade it within {wait_s:.0f} s. Your submission is saved."
            raise NotYourCode(message, f"Check again with: grader status {identifier}")
        say(_standing(seen))
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.3, SLOWEST_POLL_S)
    return seen


def _standing(seen: Json) -> str:
    if seen.get("state") == "running":
        return "being graded"
    ahead = (seen.get("place") or {}).get("ahead")
    return f"waiting, {ahead} ahead" if isinstance(ahead, int) and ahead > 0 else "waiting in the queue"


def print_submission(out: Console, server: str, seen: Json, *, filename: str, verbose: bool) -> int:
    """Print a submission as returned by the API. Return the exit code."""
    page = Page(out)
    slug, state = clean_line(seen.get("exercise", "")), clean_line(seen.get("state", ""))
    if state in WAITING:
        page.line(f"{title_of(slug)}: {_standing(seen)}.")
        return OK
    if state == "superseded":
        page.line(f"{title_of(slug)}: not graded because a newer submission replaced it.")
        return NOT_RIGHT
    report = _report(server, seen)
    if report is None:
        page.line(f"{title_of(slug)}: grading failed on the server. This is not your code's fault.")
        page.line("Your submission is saved, and the course staff can see it.")
        return OUR_FAULT
    print_report(out, report, title=title_of(slug), filename=filename or f"{slug}.py", verbose=verbose)
    if url := seen.get("url"):
        page.line(clean_line(urljoin(f"{server}/", str(url))), indent=2)
    return exit_code(report)


def _report(server: str, seen: Json) -> Report | None:
    if seen.get("report") is None:
        return None
    try:
        return Report.from_json(seen["report"])
    except (KeyError, TypeError, ValueError) as error:
        message = f"The report from {server} has a different version from this command."
        raise NotYourCode(message, "Install the version of grader that your course uses.") from error
