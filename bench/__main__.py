"""``python -m bench [PART ...]``: measure side by side in one run, and print a table."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from rich.console import Console
from rich.table import Table

PARTS = {
    "grade": "grading `linear`: sandboxed, in a bare fork, in this process, in a fresh process",
    "exercises": "CPU of grading each exercise, sandbox and diagnosis included",
    "sandbox": "one submission in the sandbox",
    "pipeline": "from POST to verdict",
    "gradebook": "the gradebook of a class of ten thousand (minutes to fill; CHAINRULE_BENCH_STUDENTS=1000 is quick)",
    "engine": "forward and backward of the reference engine",
}


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
        table = Table("", "figure", "", "goal", "", title=PARTS[part], title_justify="left", box=None, pad_edge=False)
        for column in (1, 3):
            table.columns[column].justify = "right"
        for row in importlib.import_module(f"bench.{part}").rows():
            table.add_row(row.name, f"{row.value:.3g}", row.unit, row.goal, row.verdict)
        console.print()
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
