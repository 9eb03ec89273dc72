"""The table of the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.table import Table

from bench.peers.interface import Grader
from bench.peers.measuring import Cost


class Missing(NamedTuple):
    """A grader that cannot be measured here.

    Attributes:
        name: how it is called in the table.
        reason: why.
    """

    name: str
    reason: str


def table(title: str, graders: Sequence[Grader], costs: Sequence[Sequence[Cost]], missing: Sequence[Missing]) -> Table:
    """Return a table with the cost of each submission; the ratios compare the sum of both with the first grader."""
    shown = Table(title=title, title_justify="left", box=None, pad_edge=False)
    shown.add_column("", max_width=34)
    for name in (
        "correct\nwall ms",
        "correct\nCPU ms",
        "mistake\nwall ms",
        "mistake\nCPU ms",
        "× warm\nwall",
        "× warm\nCPU",
    ):
        shown.add_column(name, justify="right")
    shown.add_column("does not have", max_width=30)
    first = costs[0]
    for grader, own in zip(graders, costs, strict=True):
        wall = sum(cost.wall_ms for cost in own) / sum(cost.wall_ms for cost in first)
        cpu = sum(cost.cpu_ms for cost in own) / sum(cost.cpu_ms for cost in first)
        figures = [f"{figure:.0f}" for cost in own for figure in cost]
        shown.add_row(grader.name, *figures, f"{wall:.3g}", f"{cpu:.3g}", grader.lacks)
    for one in missing:
        shown.add_row(one.name, *["–"] * 6, one.reason)
    return shown
