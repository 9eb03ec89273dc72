"""Exercises that only the course's server has: which one a file is for, and its statement and starter."""

from __future__ import annotations

from pathlib import Path

import exercises
from grader.cli.errors import Misused, NotRight, NotYourCode
from grader.cli.files import Texts, normal, slug_of, unknown
from grader.cli.quoting import quote
from grader.cli.remote.client import Remote
from grader.cli.remote.storage import login_path, read_login
from grader.cli.terminal import clean_line

LOG_IN = "If only your course has the exercise, log in first: grader login URL"


def find_slug(remote: Remote, path: Path, slug: str | None) -> str:
    """Return the slug of the exercise; the server is asked unless this package has it under exactly that name.

    Args:
        remote: the server.
        path: the file, whose name identifies the exercise if `slug` is None.
        slug: the exercise as the user named it.

    Raises:
        Misused: if neither knows it.
    """
    asked = path.stem if slug is None else normal(slug)
    ours = exercises.catalog().slugs
    if asked in ours:
        return asked
    theirs = (str(item.get("slug", "")) for item in remote.exercises().get("exercises", ()))
    slugs = tuple(dict.fromkeys((*filter(exercises.is_slug, theirs), *ours)))
    if slug is None:
        return slug_of(path.name, slugs)
    if asked not in slugs:
        raise unknown(slug, slugs)
    return asked


def fetch_texts(slug: str, not_here: Misused) -> Texts:
    """Return the texts of an exercise from the server of the stored login.

    Args:
        slug: the exercise as the user named it.
        not_here: the error that says that this machine does not have it.

    Raises:
        Misused: `not_here`, if the server does not have it either, or there is no login; then it says how to log in.
        NotRight: if the server refuses, for example because the exercise is not open yet.
        NotYourCode: if the server cannot be reached, or its answer cannot be read.
    """
    asked = normal(slug)
    if not exercises.is_slug(asked):
        raise not_here
    if not login_path().exists():
        raise type(not_here)(str(not_here), f"{not_here.hint} {LOG_IN}") from not_here
    with Remote(read_login()) as remote:
        found = remote.exercise(asked, missing=not_here)
    try:
        return Texts(
            slug=asked,
            title=clean_line(found["title"]),
            unit=clean_line(found["unit"]),
            version=int(found["version"]),
            max_points=int(found["max_points"]),
            statement=str(found["statement"]),
            starter=str(found["starter"]).encode().decode(),  # half of a surrogate pair cannot be written
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"{remote.server} sent {asked} in a format that this version of grader cannot read."
        raise NotYourCode(message, "Install the version of grader that your course uses.") from error


def only_on_server(path: Path, slug: str | None, not_here: Misused) -> Misused:
    """Return the error for a file that cannot be graded here: if the server has the exercise, how to grade it there.

    Args:
        path: the file.
        slug: the exercise; None if the file name should identify it.
        not_here: the error that says that this machine does not have it.
    """
    if not login_path().exists():
        return type(not_here)(str(not_here), f"{not_here.hint} {LOG_IN}")
    try:
        with Remote(read_login()) as remote:
            found = find_slug(remote, path, slug)
    except (Misused, NotRight, NotYourCode):  # this machine does not have it: that is what matters
        return not_here
    if found in exercises.catalog().slugs:
        return not_here
    words = [quote(clean_line(path)), *(["--exercise", found] if slug is not None else [])]
    what = " ".join(words)
    return Misused(
        f"{found} is not installed on this machine; only {remote.server} can grade it.",
        f"To check your file there without using an attempt, run: grader check --remote {what}. To submit it, run: "
        f"grader submit {what}",
    )
