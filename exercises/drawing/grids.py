"""Draw small arrays: panels of numbered cells side by side, with windows over them.

Each window has its own color and dash pattern, so that it is recognizable without color.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from exercises.expectations import Array
from reference.svg import element, number, picture, text

CELL, MARGIN, GAP, CAPTION = 38, 14, 46, 24
STROKES = (("#0969da", "none"), ("#bc4c00", "7 3"), ("#1a7f37", "2 3"), ("#8250df", "10 3 2 3"))


class Window(NamedTuple):
    """A rectangle of cells.

    Attributes:
        top: the first row.
        left: the first column.
        height: the number of rows.
        width: the number of columns.
        style: the index in `STROKES`; the same style in several panels shows that the windows belong together.
    """

    top: int
    left: int
    height: int
    width: int
    style: int


@dataclass(frozen=True, slots=True)
class Panel:
    """An array to draw.

    Attributes:
        caption: the text above it.
        values: of shape (rows, columns).
        windows: the windows over the cells.
        pale: the width of the padding at each edge, drawn pale.
        circled: cells with a circle, as (row, column).
    """

    caption: str
    values: Array
    windows: Sequence[Window] = ()
    pale: int = 0
    circled: Sequence[tuple[int, int]] = ()


def cell(
    x: float, y: float, size: float, label: str = "", *, outline: Mapping[str, object], **style: object
) -> Iterator[str]:
    """Yield one cell with a centered label; `outline` has the attributes of the cell, `style` those of the label."""
    usual = {"fill": "none", "stroke": "currentColor"}
    yield element("rect", x=x, y=y, width=size, height=size, **{**usual, **outline})
    if label:
        yield text(x + size / 2, y + size / 2 + 5, label, **style)


def draw(title: str, description: str, panels: Sequence[Panel]) -> str:
    """Draw the panels from left to right as one SVG element.

    Args:
        title: The title of the picture.
        description: A description of the picture for screen readers.
        panels: At least one.
    """
    tallest = max(panel.values.shape[0] for panel in panels)
    height = 2 * MARGIN + CAPTION + CELL * tallest
    width = 2 * MARGIN + GAP * (len(panels) - 1) + CELL * sum(panel.values.shape[1] for panel in panels)
    parts: list[str] = []
    x = MARGIN
    for panel in panels:
        y = MARGIN + CAPTION + CELL * (tallest - panel.values.shape[0]) // 2
        parts += _panel(panel, x, y)
        x += CELL * panel.values.shape[1] + GAP
    return picture(width, height, title, description, parts, size=14)


def _panel(panel: Panel, x: int, y: int) -> Iterator[str]:
    rows, columns = panel.values.shape
    yield text(x + CELL * columns / 2, y - 9, panel.caption)
    for (row, column), value in np.ndenumerate(panel.values):
        inside = panel.pale <= row < rows - panel.pale and panel.pale <= column < columns - panel.pale
        left, top = x + CELL * column, y + CELL * row
        opacity = 1.0 if inside else 0.45
        yield from cell(left, top, CELL, number(value, 4), outline={"stroke_opacity": 0.25}, fill_opacity=opacity)
        if (row, column) in panel.circled:
            ring = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.5}
            yield element("circle", cx=left + CELL / 2, cy=top + CELL / 2, r=14, **ring)
    yield from (_window(window, x, y) for window in panel.windows)


def _window(window: Window, x: int, y: int) -> str:
    """Return an outline; each style is inset a little further, so that overlapping windows stay distinct."""
    inset = 2 + 2 * window.style
    color, dashes = STROKES[window.style]
    return element(
        "rect",
        x=x + CELL * window.left + inset,
        y=y + CELL * window.top + inset,
        width=CELL * window.width - 2 * inset,
        height=CELL * window.height - 2 * inset,
        rx=5,
        fill="none",
        stroke=color,
        stroke_width=2,
        stroke_dasharray=dashes,
    )
