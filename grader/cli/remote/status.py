"""Show the status of one submission, or the points in every exercise of the user's courses."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text

from grader.cli.errors import OK
from grader.cli.remote.client import Remote
from grader.cli.remote.storage import Login
from grader.cli.remote.submission import print_submission
from grader.cli.remote.times import local_time, moment, zone
from grader.cli.terminal import Page, clean_line

Json = dict[str, Any]


def show_submission(out: Console, login: Login, submission: str, *, verbose: bool) -> int:
    """Print the status of a submission. Return the exit code.

    Args:
        out: where to print.
        login: the login of its author.
        submission: its id, or the address of its page.
        verbose: show every check of its report.
    """
    identifier = urlsplit(submission).path.rstrip("/").rpartition("/")[2]
    with Remote(login) as remote:
        seen = remote.submission(identifier)
    return print_submission(out, login.server, seen, filename="", verbose=verbose)


def show_status(out: Console, login: Login, now: datetime) -> int:
    """Print points, attempts and due dates of every open exercise. Return the exit code."""
    with Remote(login) as remote:
        found = remote.exercises().get("exercises") or []
    page = Page(out)
    page.line(Text(f"{login.name} · {login.server}", "dim"))
    if not found:
        page.line()
        page.line("No exercises are open to you. Are you enrolled in a course?")
    width = max((len(clean_line(item.get("slug"))) for item in found), default=0)
    score_width = max((len(_score(item)) for item in found), default=0)
    for (course, unit), group in groupby(found, key=lambda item: (item.get("course"), item.get("unit"))):
        items = list(group)
        where, name = zone(items[0].get("timezone"))
        times = f" · times in {clean_line(name)}" if any(item.get("due_at") for item in items) else ""
        page.line()
        page.line(Text(clean_line(unit), "bold"), suffix=Text(f"{clean_line(course)}{times}", "dim"))
        for item in items:
            page.line(
                _row(item, width, max(7, score_width)),
                indent=2,
                suffix=Text(_due(item.get("due_at"), where, now), "dim"),
            )
    return OK


def _score(item: Json) -> str:
    points = item.get("points")
    return "–" if points is None else f"{clean_line(points)}/{clean_line(item.get('max_points'))}"


def _row(item: Json, width: int, score_width: int) -> Text:
    points, most, attempts = item.get("points"), item.get("max_points"), item.get("attempts") or 0
    style = "dim" if points is None else "green" if points == most else ""
    tries = f"{attempts} attempt{'' if attempts == 1 else 's'}"
    return Text.assemble(
        f"{clean_line(item.get('slug')):<{width}}  ", (f"{_score(item):>{score_width}}", style), f"  {tries:<11}"
    )


def _due(text: object, where: tzinfo, now: datetime) -> str:
    """Return the due date in a time zone with its distance from now."""
    if not text:
        return ""
    due = moment(text)
    return f"due {local_time(due, where)} ({_distance(due - now)})" if due else f"due {clean_line(text)}"


def _distance(span: timedelta) -> str:
    hours = abs(span) // timedelta(hours=1)
    size = f"{hours // 24} days" if hours >= 48 else f"{hours} hours" if hours >= 2 else "less than 2 hours"
    return f"in {size}" if span > timedelta() else f"{size} ago"
