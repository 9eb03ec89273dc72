"""Submit a file and wait for its report."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from grader.cli.errors import OK, Misused, NotYourCode
from grader.cli.files import read_source
from grader.cli.remote.client import Remote
from grader.cli.remote.exercise import find_slug
from grader.cli.remote.outbox import client_key
from grader.cli.remote.storage import Login
from grader.cli.remote.submission import WAITING, print_submission, progress_text
from grader.cli.terminal import clean_line, progress

FIRST_POLL_S, SLOWEST_POLL_S = 0.1, 2.0
Json = dict[str, Any]


def submit_file(
    out: Console,
    login: Login,
    path: Path,
    *,
    slug: str | None,
    course: str | None,
    purpose: str,
    wait_s: float,
    verbose: bool,
) -> int:
    """Submit `path`, or have it checked, and print the report, or only the id if `wait_s` is 0. Return the exit code.

    Args:
        out: the console to print on.
        login: the server and the token.
        path: the file.
        slug: the exercise; None if the file name identifies it.
        course: the course; None if only one has the exercise.
        purpose: "submit" for a graded attempt, or "check", which uses no attempt.
        wait_s: how long to wait for the report, in seconds.
        verbose: show every check and every diagnosis.
    """
    source = _text(path)
    with Remote(login) as remote:
        found = find_slug(remote, path, slug)
        pending = found if purpose == "submit" else f"{purpose} {found}"
        with client_key(login.server, pending, source) as key:
            accepted = remote.submit(found, source, key, course, purpose)
        identifier = clean_line(accepted.get("id", ""))
        what, goal = ("Submitted", "") if purpose == "submit" else ("Sent", " for a check")
        out.print(f"{what} {clean_line(path.name)} to {login.server} as {identifier}{goal}.", soft_wrap=True)
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
    """Poll at growing intervals until the submission is graded.

    Raises:
        NotYourCode: if it is not graded within `wait_s` seconds.
    """
    deadline = time.monotonic() + wait_s
    pause_s = FIRST_POLL_S
    while (seen := remote.submission(identifier)).get("state") in WAITING:
        if time.monotonic() + pause_s > deadline:
            message = f"Your submission is saved, but the server did not grade it within {wait_s:.0f} s."
            raise NotYourCode(message, f"Check again with: grader status {identifier}")
        say(progress_text(seen))
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.3, SLOWEST_POLL_S)
    return seen
