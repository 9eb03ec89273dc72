"""The cells of the grid as HTML: a page has thousands, too many for the template to put together piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from server.gradebook.filters import By
from server.gradebook.grid import Grid, Row


def drawer(grid: Grid, by: By, titles: Mapping[str, str], address: str) -> Callable[[Row], Markup]:
    """What draws the cells of a row of the grid.

    Args:
        grid: the page.
        by: what its columns are.
        titles: of the exercises.
        address: of the gradebook; where a cell leads goes on from there.
    """
    base = escape(address)
    if by is By.EXERCISE:
        slugs = [column.item.slug for column in grid.columns]
        heads = [(escape(f"/{slug}"), escape(f"{titles[slug]}: ")) for slug in slugs]
    else:
        heads = [(escape(f"#assignment-{assignment.id}"), Markup("")) for assignment, _ in grid.assignments]

    def draw(row: Row) -> Markup:
        whose = f"{base}/{row.student.user_id}"
        cells = [
            f'<td class="cell {cell.kind}">'
            f'<a href="{whose}{where}" title="{title}{cell.safe_words}">{cell.inside}</a></td>'
            for (where, title), cell in zip(heads, row.cells, strict=True)
        ]
        return Markup("\n".join(cells))  # noqa: S704 - every part of it is escaped, once for many cells

    return draw
