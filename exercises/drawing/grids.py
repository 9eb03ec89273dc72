"""Small arrays as pictures: panels of numbered cells side by side, with windows laid over them.

A window has a color and a dash pattern of its own, so that it is recognized without colors too.
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
        top: its first row.
        left: its first column.
        height: how many rows.
        width: how many columns.
        style: which of `STROKES` it is drawn with; the same in several panels says that they belong together.
    """

    top: int
    left: int
    height: int
    width: int
    style: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One array.

    Attributes:
        caption: what stands above it.
        values: of shape (rows, columns).
        windows: drawn over the cells.
        pale: how many rows and columns at each edge are a frame of padding, drawn pale.
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
    """Yield one cell with its label in the middle; `outline` are attributes of the cell, `style` those of the label."""
    usual = {"fill": "none", "stroke": "currentColor"}
    yield element("rect", x=x, y=y, width=size, height=size, **{**usual, **outline})
    if label:
        yield text(x + size / 2, y + size / 2 + 5, label, **style)


def draw(title: str, description: str, panels: Sequence[Panel]) -> str:
    """Draw the panels from left to right as one SVG element.

    Args:
        title: The name of the picture.
        description: What it shows, for those who do not see it.
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
    """Return an outline; each style lies a little deeper inside its cells, so that windows which overlap differ."""
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
