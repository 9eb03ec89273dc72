"""Draw a graph in layers as SVG: inputs on the left, the result on the right.

It uses presentation attributes and no style sheet, so that a page can embed it under a strict content security policy
and recolor it with the classes graph-value and graph-gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from reference.svg import GRADIENT_COLOR, VALUE_COLOR

COLUMN, ROW, MARGIN, RADIUS = 140, 56, 40, 18
LABEL = 56  # length of the horizontal part of an edge, which holds its labels


class Vertex(NamedTuple):
    """One vertex of the drawing and the labels of the edges that leave it."""

    symbol: str
    is_operation: bool
    sources: tuple[int, ...]
    value: str
    gradient: str


class Place(NamedTuple):
    """The position of a vertex."""

    x: float
    y: float


def render(vertices: Sequence[Vertex], result: str, title: str) -> str:
    """Return the drawing as one SVG element.

    Args:
        vertices: In topological order, sources first; the last one is the result.
        result: The name of the result.
        title: The text alternative of the drawing.
    """
    places = _places(vertices)
    end = Place(places[-1].x + COLUMN, places[-1].y)
    width, height = end.x + MARGIN, max(place.y for place in places) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" font-family="sans-serif" font-size="14" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
    ]
    for vertex, place in zip(vertices, places, strict=True):
        ends = sorted((places[source].y, slot, source) for slot, source in enumerate(vertex.sources))
        for rank, (_, _, source) in enumerate(ends):
            entry = (rank - (len(ends) - 1) / 2) * 2 * RADIUS / (len(ends) + 1)
            parts.append(_edge(vertices[source], places[source], Place(place.x - _half_width(vertex), place.y + entry)))
    parts.append(_edge(vertices[-1], places[-1], Place(end.x - RADIUS, end.y)))
    for vertex, place in zip(vertices, places, strict=True):
        parts += _vertex(vertex, place)
    parts += _vertex(Vertex(result, False, (), "", ""), end)
    return "\n".join([*parts, "</svg>"])


def _places(vertices: Sequence[Vertex]) -> list[Place]:
    """Place each vertex in the column of its longest path from an input, inputs in rows, operations amid their sources.

    An input stands one column before its first use. Rows are assigned by a depth-first walk from the result, so a tree
    has no crossings.
    """
    depths = [0] * len(vertices)
    for i, vertex in enumerate(vertices):
        depths[i] = 1 + max((depths[source] for source in vertex.sources), default=-1)
    for i, vertex in enumerate(vertices):
        if not vertex.sources:
            depths[i] = min((depths[j] for j, user in enumerate(vertices) if i in user.sources), default=1) - 1
    rows: dict[int, float] = {}
    for i in _as_asked_for(vertices):
        if not vertices[i].sources:
            rows[i] = float(len(rows))
    rows = {i: float(rank) for rank, i in enumerate(sorted(rows, key=lambda i: rows[i]))}
    taken: set[tuple[int, float]] = {(depths[i], row) for i, row in rows.items()}
    for i, vertex in enumerate(vertices):
        if vertex.sources:
            row = sum(rows[source] for source in vertex.sources) / len(vertex.sources)
            while any(depth == depths[i] and abs(row - other) < 1 for depth, other in taken):
                row += 0.5
            taken.add((depths[i], row))
            rows[i] = row
    return [Place(MARGIN + COLUMN * depths[i], MARGIN + ROW * rows[i]) for i in range(len(vertices))]


def _as_asked_for(vertices: Sequence[Vertex]) -> list[int]:
    """Return all positions in depth-first order from the result, each before its sources."""
    found: dict[int, None] = {}
    waiting = [len(vertices) - 1]
    while waiting:
        i = waiting.pop()
        if i not in found:
            found[i] = None
            waiting += reversed(vertices[i].sources)
    return list(found)


def _edge(source: Vertex, start: Place, end: Place) -> str:
    """Return an edge: first horizontal, with room for its labels, then bent toward its end."""
    x1, x2 = start.x + _half_width(source) + 2, end.x - 2
    level = x1 + LABEL
    bend = (x2 - level) / 2
    path = f"M{x1:g} {start.y:g} H{level:g} C{level + bend:g} {start.y:g} {x2 - bend:g} {end.y:g} {x2:g} {end.y:g}"
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>'


def _half_width(vertex: Vertex) -> float:
    """Return half the width of a circle, or of the pill that a longer name needs."""
    return max(float(RADIUS), 4.2 * len(vertex.symbol) + 6)


def _vertex(vertex: Vertex, place: Place) -> list[str]:
    """Draw an operation in a circle or a pill, an input as its name, and value and gradient on the outgoing edge."""
    half = _half_width(vertex)
    parts = []
    if vertex.is_operation:
        parts.append(
            f'<rect x="{place.x - half:g}" y="{place.y - RADIUS:g}" width="{2 * half:g}" height="{2 * RADIUS}" '
            f'rx="{RADIUS}" fill="#8881" stroke="currentColor"/>'
        )
    x = place.x + half + 2 + LABEL / 2
    parts.append(_text(place.x, place.y + 5, vertex.symbol, "graph-name", "currentColor"))
    parts.append(_text(x, place.y - 6, vertex.value, "graph-value", VALUE_COLOR))
    parts.append(_text(x, place.y + 17, vertex.gradient, "graph-gradient", GRADIENT_COLOR))
    return [part for part in parts if part]


def _text(x: float, y: float, text: str, kind: str, color: str) -> str:
    """Return one label, or "" if the text is empty."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" fill="{color}">{escape(text)}</text>' if text else ""
