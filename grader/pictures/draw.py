"""Pictures as SVG elements with a title and a description; colours come from the classes of the page's style sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import count, pairwise
from typing import Any

import numpy as np

from grader.pictures.contours import contours

Picture = Mapping[str, Any]

WIDTH, HEIGHT = 340, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 28
CELL, GAP = 18, 1
TICKS = 5

_ids = count(1)


def draw(picture: Picture) -> str:
    """Return the picture as one SVG element."""
    body, width, height = _DRAWN[picture["kind"]](picture)
    number = next(_ids)
    title, text = describe(picture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="picture{number} picture{number}-more">'
        f'<title id="picture{number}">{escape(title)}</title><desc id="picture{number}-more">{escape(text)}</desc>'
        f"{body}</svg>"
    )


def describe(picture: Picture) -> tuple[str, str]:
    """Return the picture's title and, in words, what it shows."""
    if picture["kind"] == "curve":
        what = "output" if picture["of"] == "output" else "local slope (gradient divided by upstream)"
        points = list(zip(picture["x"], picture["expected"], picture["got"], strict=True))
        x, expected, got = max(points, key=lambda point: _distance(point[1], point[2]))
        return (
            f"Expected and got: {what} over the input.",
            f"{len(points)} inputs. Furthest apart at x = {x}: expected {expected}, got {got}.",
        )
    if picture["kind"] == "heatmap":
        of = f"{picture['wrong']} of {picture['size']} elements are wrong"
        return "Where the array is wrong.", f"{of}, the largest error is {picture['largest']}. {_where(picture)}"
    start, expected, got = (", ".join(map(str, picture[name])) for name in ("from", "expected", "got"))
    return (
        "The step that went elsewhere, in the first two numbers.",
        f"From ({start}) the step should lead to ({expected}); it led to ({got}).",
    )


def _where(picture: Picture) -> str:
    """Which rows and columns are wrong throughout; the picture shows an array of more axes as rows of its last."""
    wrong = np.array(picture["rows"]) > 0
    said = []
    for name, places in (("row", np.flatnonzero(wrong.all(axis=1))), ("column", np.flatnonzero(wrong.all(axis=0)))):
        if places.size:
            said.append(f"{name} {', '.join(map(str, places))}")
    return f"Wrong throughout: {'; '.join(said)}." if said else "No row or column is wrong throughout."


def _distance(one: float | str, other: float | str) -> float:
    if isinstance(one, str) or isinstance(other, str):
        return float("inf")
    return abs(one - other)


class _Plane:
    """A coordinate system that holds some points, with its axes."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self._x, self._y = _span(xs), _span(ys)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is drawn."""
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (y - self._y[0]) / (self._y[1] - self._y[0])
        return round(LEFT + across * (WIDTH - LEFT - RIGHT), 1), round(
            HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1
        )

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> str:
        """A line through points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in (self.place(*point) for point in points))
        return f'<polyline class="{kind}" points="{path}"/>'

    def dot(self, x: float, y: float, kind: str, radius: float = 2.5) -> str:
        """A point."""
        left, top = self.place(x, y)
        return f'<circle class="{kind}" cx="{left:g}" cy="{top:g}" r="{radius:g}"/>'

    def axes(self) -> str:
        """A frame with a few numbers."""
        low, high = self.place(self._x[0], self._y[0]), self.place(self._x[1], self._y[1])
        frame = f'<path class="axis" d="M{low[0]:g} {high[1]:g} V{low[1]:g} H{high[0]:g}"/>'
        zero = ""
        if self._y[0] < 0.0 < self._y[1]:
            level = self.place(self._x[0], 0.0)[1]
            zero = f'<path class="zero" d="M{low[0]:g} {level:g} H{high[0]:g}"/>'
        below = "".join(
            f'<text class="tick" x="{self.place(x, 0)[0]:g}" y="{HEIGHT - 10}" text-anchor="middle">{x:g}</text>'
            for x in _ticks(*self._x, TICKS)
        )
        beside = "".join(
            f'<text class="tick" x="{LEFT - 6}" y="{self.place(0, y)[1] + 4:g}" text-anchor="end">{y:g}</text>'
            for y in _ticks(*self._y, 4)
        )
        return frame + zero + below + beside


def _ticks(low: float, high: float, about: int) -> list[float]:
    """Return round numbers between two others: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [round(step * k, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or max(0.5, 0.1 * abs(high))
    return low - room, high + room


def _curve(picture: Picture) -> tuple[str, float, float]:
    xs, expected, got = picture["x"], picture["expected"], picture["got"]
    line = list(zip(picture["line"]["x"], picture["line"]["y"], strict=True))
    right = list(zip(xs, expected, strict=True))
    came = [(x, y) for x, y in zip(xs, got, strict=True) if not isinstance(y, str)]
    reach = 3.0 * max(map(abs, expected)) + 1.0
    near = [(x, y) for x, y in came if abs(y) <= reach]
    plane = _Plane(xs, [y for _, y in (*line, *right, *near)])
    parts = [plane.axes(), plane.line(line, "expected"), *(plane.dot(x, y, "got") for x, y in near)]
    parts += [plane.dot(x, y, "expected-dot", 1.5) for x, y in right]
    return "".join([*parts, _legend(("expected", "expected"), ("got", "got"))]), WIDTH, HEIGHT + 20


def _legend(*entries: tuple[str, str]) -> str:
    parts = []
    for place, (kind, text) in enumerate(entries):
        x, y = LEFT + 90 * place, HEIGHT + 10
        parts.append(f'<line class="{kind}" x1="{x}" y1="{y}" x2="{x + 18}" y2="{y}"/>')
        if kind == "got":
            parts.append(f'<circle class="got" cx="{x + 9}" cy="{y}" r="2.5"/>')
        parts.append(f'<text class="tick" x="{x + 24}" y="{y + 4}">{text}</text>')
    return "".join(parts)


def _heatmap(picture: Picture) -> tuple[str, float, float]:
    """Cells in place of elements, with the numbers of rows and columns beside them."""
    parts = []
    step = CELL + GAP
    rows, columns = len(picture["rows"]), max(map(len, picture["rows"]), default=0)
    for row, levels in enumerate(picture["rows"]):
        parts.append(_number(step - 5, step * (row + 1.7), row, "end"))
        for column, level in enumerate(levels):
            x, y = step * (column + 1), step * (row + 1)
            parts.append(f'<rect class="off{int(level)}" x="{x}" y="{y}" width="{CELL}" height="{CELL}"/>')
            if level:  # not by colour alone
                middle = CELL / 2
                parts.append(
                    f'<circle class="mark" cx="{x + middle:g}" cy="{y + middle:g}" r="{1.5 + 1.5 * level:g}"/>'
                )
    parts += [_number(step * (column + 1) + CELL / 2, step - 5, column, "middle") for column in range(columns)]
    return "".join(parts), step * (columns + 1), step * (rows + 1)


def _number(x: float, y: float, number: int, anchor: str) -> str:
    return f'<text class="tick" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{number}</text>'


def _path(picture: Picture) -> tuple[str, float, float]:
    route: list[tuple[float, float]] = [(x, y) for x, y in picture["route"]]
    start, expected, got = ((picture[name][0], picture[name][1]) for name in ("from", "expected", "got"))
    surface = picture.get("surface")
    corners = [surface["low"], surface["high"]] if surface else [*route, start, expected, got]
    plane = _Plane([point[0] for point in corners], [point[1] for point in corners])
    parts = [plane.axes()]
    if surface:
        parts += [plane.line(segment, "contour") for segment in contours(surface)]
    parts += [plane.line(list(pair), "expected") for pair in pairwise(route)]
    parts += [plane.dot(x, y, "expected-dot", 2.0) for x, y in route]
    parts += [plane.line([start, got], "got-line"), plane.dot(got[0], got[1], "got", 3.5)]
    return "".join([*parts, _legend(("expected", "reference"), ("got", "this step"))]), WIDTH, HEIGHT + 20


_DRAWN: Mapping[str, Callable[[Picture], tuple[str, float, float]]] = {
    "curve": _curve,
    "heatmap": _heatmap,
    "path": _path,
}
