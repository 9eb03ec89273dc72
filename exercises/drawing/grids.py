"""Small arrays as pictures: panels of numbered cells side by side, with windows laid over them.

Presentation attributes and no style sheet, as in `reference.svg`. A window has a colour and a dash pattern of its own,
so that it is recognised without colours too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from exercises.expectations import Array

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


def draw(title: str, description: str, panels: Sequence[Panel]) -> str:
    """The panels from left to right as one SVG element.

    Args:
        title: The name of the picture.
        description: What it shows, for those who do not see it.
        panels: At least one.
    """
    tallest = max(panel.values.shape[0] for panel in panels)
    height = 2 * MARGIN + CAPTION + CELL * tallest
    width = 2 * MARGIN + GAP * (len(panels) - 1) + CELL * sum(panel.values.shape[1] for panel in panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
    ]
    x = MARGIN
    for panel in panels:
        y = MARGIN + CAPTION + CELL * (tallest - panel.values.shape[0]) // 2
        parts += _panel(panel, x, y)
        x += CELL * panel.values.shape[1] + GAP
    return "\n".join([*parts, "</svg>"])


def _panel(panel: Panel, x: int, y: int) -> list[str]:
    rows, columns = panel.values.shape
    parts = [f'<text x="{x + CELL * columns / 2:g}" y="{y - 9}" fill="currentColor">{escape(panel.caption)}</text>']
    for row in range(rows):
        for column in range(columns):
            inside = panel.pale <= row < rows - panel.pale and panel.pale <= column < columns - panel.pale
            parts += _cell(panel, (row, column), (x + CELL * column, y + CELL * row), 1.0 if inside else 0.45)
    return parts + [_window(window, x, y) for window in panel.windows]


def _cell(panel: Panel, place: tuple[int, int], corner: tuple[int, int], opacity: float) -> list[str]:
    x, y = corner
    middle = x + CELL / 2, y + CELL / 2
    number = f"{panel.values[place] + 0.0:.4g}".replace("-", "−")
    parts = [
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="none" stroke="currentColor" '
        'stroke-opacity="0.25"/>',
        f'<text x="{middle[0]:g}" y="{middle[1] + 5:g}" fill="currentColor" fill-opacity="{opacity:g}">{number}</text>',
    ]
    if place in panel.circled:
        parts.append(
            f'<circle cx="{middle[0]:g}" cy="{middle[1]:g}" r="14" fill="none" stroke="currentColor" '
            'stroke-width="1.5"/>'
        )
    return parts


def _window(window: Window, x: int, y: int) -> str:
    """An outline; each style lies a little deeper inside its cells, so that windows which overlap can be told apart."""
    inset = 2 + 2 * window.style
    colour, dashes = STROKES[window.style]
    return (
        f'<rect x="{x + CELL * window.left + inset}" y="{y + CELL * window.top + inset}" '
        f'width="{CELL * window.width - 2 * inset}" height="{CELL * window.height - 2 * inset}" rx="5" fill="none" '
        f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    )
