"""``python -m bench [PART ...]``: measure side by side in one run, and print a table."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from rich.console import Console
from rich.table import Table

from bench.calibration import pace
from bench.row import Row

PARTS = {
    "grade": "grading `linear`: sandboxed, in a bare fork, in this process, in a fresh process",
    "exercises": "CPU of grading each exercise, sandbox and diagnosis included",
    "sandbox": "one submission in the sandbox",
    "accept": "accepting a submission",
    "pipeline": "from POST to verdict",
    "starts": "commands in a new process, and the first pages after a start",
    "gradebook": "the gradebook of a class of ten thousand (minutes to fill; CHAINRULE_BENCH_STUDENTS=1000 is quick)",
    "engine": "forward and backward of the reference engine",
    "browser": "Python and the playground in Chromium",
}


MS = {"µs": 1e-3, "ms": 1.0, "s": 1e3}
"""The milliseconds in a unit."""


def main(parts: list[str]) -> int:
    """Print the rows of `parts`, or of all parts; a missed goal is shown but is not a failure."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}; medians of one run"
    )
    for part in parts or PARTS:
        before = pace()
        rows = importlib.import_module(f"bench.{part}").rows()
        after = pace()
        console.print()
        console.print(_table(PARTS[part], rows, (before.wall_ms + after.wall_ms) / 2))
        console.print(f"The fixed work (fw) took {before} before this part and {after} after it.")
    return 0


def _table(title: str, rows: list[Row], fixed_ms: float) -> Table:
    """Return the rows as a table; times are also given as multiples of the fixed work, to compare machines."""
    table = Table("", "figure", "", "fw", "goal", "", title=title, title_justify="left", box=None, pad_edge=False)
    for column in (1, 3, 4):
        table.columns[column].justify = "right"
    for row in rows:
        in_fixed = f"{row.value * MS[row.unit] / fixed_ms:.3g}" if row.unit in MS else ""
        table.add_row(row.name, f"{row.value:.3g}", row.unit, in_fixed, row.goal, row.verdict)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
