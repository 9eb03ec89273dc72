"""Check a file again each time it is saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import watchfiles
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from grader.cli.check import grade_locally, installed_for, new_seed, open_sandbox, print_local
from grader.cli.errors import OK, CliError, Misused
from grader.cli.files import read_source
from grader.cli.streams import output_is_lost
from grader.cli.terminal import ASCII_GLYPHS, Page, clean_line, progress
from grader.report import Outcome, Report

DEBOUNCE_MS = 150  # editors write a file in several steps
LOOK_EVERY_MS = 1000
SETTLE_S = 0.5


def watch_file(out: Console, path: Path, slug: str | None, *, seed: int | None, verbose: bool) -> int:
    """Check `path` now and after each save, until Ctrl+C. Return the exit code.

    The whole session uses one seed, so that reports differ because of the code and not because of the inputs.
    """
    read_source(path)  # a file that does not exist at the start is a usage error
    exercise = installed_for(path, slug)
    seed = new_seed() if seed is None else seed
    page = Page(out)
    rule = "─" if page.marks != ASCII_GLYPHS else "-"
    last: Report | None = None
    with open_sandbox() as sandbox:
        try:
            for source in sources(path):
                out.print(Rule(Text(_heading(last)), align="left", style="dim", characters=rule))
                if output_is_lost():  # nobody reads what follows
                    break
                if isinstance(source, CliError):
                    page.line(f"{source} Waiting for it to appear.")
                    page.line()
                    continue
                with progress(out, "checking") as say:
                    last = grade_locally(exercise, source, seed, sandbox, say)
                print_local(out, last, exercise, path, verbose=verbose)
                page.line()
                page.line(Text(f"Watching {clean_line(path.name)}. Press Ctrl+C to stop.", "dim"))
                page.line()
        except KeyboardInterrupt:  # the normal way to end a watch
            out.print()
    return OK


def _heading(last: Report | None) -> str:
    now = time.strftime("%H:%M:%S")
    if last is None or last.outcome is not Outcome.GRADED:
        return now
    return f"{now}, previously {last.points}/{last.max_points}"


def sources(path: Path) -> Iterator[bytes | CliError]:
    """Yield the content of `path` now and whenever it changes; report a missing file once.

    The folder is watched, not the file: many editors write a new file and move it over the old one.
    """
    seen: bytes | str | None = None
    for _ in _ticks(path):
        try:
            found: bytes | CliError = _settled(path)
        except Misused as error:
            found = error
        if (key := found if isinstance(found, bytes) else str(found)) != seen:
            seen = key
            yield found


def _settled(path: Path) -> bytes:
    """Return the content of `path`; an empty file gets a moment, since some editors empty a file before they write it.

    Raises:
        Misused: as `read_source`.
    """
    source = read_source(path)
    if not source:
        time.sleep(SETTLE_S)
        source = read_source(path)
    return source


def _ticks(path: Path) -> Iterator[None]:
    """Yield at once, after each change, and every second, because some file systems send no events."""
    yield None
    for _ in watchfiles.watch(
        path.absolute().parent,
        watch_filter=lambda _, changed: Path(changed).name == path.name,
        debounce=DEBOUNCE_MS,
        rust_timeout=LOOK_EVERY_MS,
        yield_on_timeout=True,
        recursive=False,
    ):
        yield None
