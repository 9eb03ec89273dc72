"""Draw pictures as SVG elements with a title and a description; the page's style sheet sets the colors by class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import count, pairwise
from typing import Any

import numpy as np

from grader.pictures.arrays import name_of_matrix
from reference.svg import Plane, Point, contour, element, ticks

Picture = Mapping[str, Any]

WIDTH, HEIGHT, LEFT = 340, 200, 44
BOX = (44.0, 328.0, 12.0, 172.0)
CELL, GAP = 18, 1
LEVELS = 8
TITLE_COLUMNS = 6
MOST_NAMED = 6

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
    """Return the picture's title and a description of its content in words."""
    if picture["kind"] == "curve":
        what = "output" if picture["of"] == "output" else "local slope (gradient divided by upstream gradient)"
        points = list(zip(picture["x"], picture["expected"], picture["got"], strict=True))
        x, expected, got = max(points, key=lambda point: _distance(point[1], point[2]))
        return (
            f"Expected and actual values of the {what}, plotted against the input.",
            f"{len(points)} inputs. The largest difference is at x = {x}: expected {expected}, got {got}.",
        )
    if picture["kind"] == "heatmap":
        of = f"Wrong elements: {picture['wrong']} of {picture['size']}."
        error = f"The largest error is {picture['largest']}."
        if isinstance(picture["largest"], str):  # what JSON cannot hold is a text
            error = "At least one of them is not finite."
        return "The wrong elements of the array.", f"{of} {error} {_where(picture)}"
    start, expected, got = (", ".join(map(str, picture[name])) for name in ("from", "expected", "got"))
    return (
        "The step that differs, shown for the first two parameters.",
        f"From ({start}), the step should lead to ({expected}), but it leads to ({got}).",
    )


def _where(picture: Picture) -> str:
    """Return which rows and columns are entirely wrong; of an array with more axes, which of its matrices."""
    wrong = np.array(picture["rows"]) > 0
    said: list[str] = []
    if len(picture["shape"]) > 2:
        height = picture["shape"][-2]
        whole = [name for name, rows in _matrices(picture) if wrong[rows].all() and len(wrong[rows]) == height]
        more = [f"and {len(whole) - MOST_NAMED} more"] if len(whole) > MOST_NAMED else []
        shown = ", ".join([*whole[:MOST_NAMED], *more])
        return f"Entirely wrong: {shown}." if whole else "No matrix along the last two axes is entirely wrong."
    for name, places in (("row", np.flatnonzero(wrong.all(axis=1))), ("column", np.flatnonzero(wrong.all(axis=0)))):
        if places.size:
            said.append(f"{name} {', '.join(map(str, places))}")
    return f"Entirely wrong: {'; '.join(said)}." if said else "No row or column is entirely wrong."


def _matrices(picture: Picture) -> Iterator[tuple[str, slice]]:
    """Yield the index of each matrix along the last two axes, as in the sentences, and its rows in the picture."""
    height = max(picture["shape"][-2], 1)
    for number, start in enumerate(range(0, len(picture["rows"]), height)):
        yield name_of_matrix(number, picture["shape"]), slice(start, min(start + height, len(picture["rows"])))


def _distance(one: float | str, other: float | str) -> float:
    if isinstance(one, str) or isinstance(other, str):
        return float("inf")
    return abs(one - other)


def _plane(points: Sequence[Point]) -> Plane:
    """Return a plane that contains the points."""
    across, up = (_span(values) for values in zip(*points, strict=True))
    return Plane(*across, *up, BOX)


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or max(0.5, 0.1 * abs(high))
    return low - room, high + room


def _axes(plane: Plane) -> Iterator[str]:
    """Yield a frame with a few numbers."""
    left, right, top, bottom = plane.box
    yield _line([(left, top), (left, bottom), (right, bottom)], "axis")
    if plane.bottom < 0.0 < plane.top:
        yield _line([(left, plane.down(0.0)), (right, plane.down(0.0))], "zero")
    for x in ticks(plane.left, plane.right, 5):
        yield _tick(plane.across(x), HEIGHT - 10.0, f"{x:g}", "middle")
    for y in ticks(plane.bottom, plane.top, 4):
        yield _tick(left - 6.0, plane.down(y) + 4, f"{y:g}", "end")


def _line(places: Sequence[Point], kind: str) -> str:
    return element("polyline", class_=kind, points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places))


def _dot(place: Point, kind: str, radius: float = 2.5) -> str:
    return element("circle", class_=kind, cx=place[0], cy=place[1], r=radius)


def _tick(x: float, y: float, words: str, anchor: str | None = None) -> str:
    return element("text", words, class_="tick", x=x, y=y, text_anchor=anchor)


def _curve(picture: Picture) -> tuple[str, float, float]:
    xs, expected, got = picture["x"], picture["expected"], picture["got"]
    line = list(zip(picture["line"]["x"], picture["line"]["y"], strict=True))
    right = list(zip(xs, expected, strict=True))
    reach = 3.0 * max(map(abs, expected)) + 1.0
    near = [(x, y) for x, y in zip(xs, got, strict=True) if not isinstance(y, str) and abs(y) <= reach]
    plane = _plane([*line, *right, *near])
    parts = [
        *_axes(plane),
        _line(plane.places(line), "expected"),
        *(_dot(place, "got") for place in plane.places(near)),
    ]
    parts += [_dot(place, "expected-dot", 1.5) for place in plane.places(right)]
    return "".join([*parts, *_legend("expected", "got")]), WIDTH, HEIGHT + 20


def _legend(expected: str, got: str) -> Iterator[str]:
    y = HEIGHT + 10
    for x, kind, words in ((LEFT, "expected", expected), (LEFT + 90, "got", got)):
        yield element("line", class_=kind, x1=x, y1=y, x2=x + 18, y2=y)
        if kind == "got":
            yield _dot((x + 9, y), "got")
        yield _tick(x + 24, y + 4, words)


def _heatmap(picture: Picture) -> tuple[str, float, float]:
    """Draw a cell for each element, with row and column numbers; matrices along the last two axes have a title each."""
    has_matrices = len(picture["shape"]) > 2
    titles = {rows.start: name for name, rows in _matrices(picture)} if has_matrices else {}
    parts = []
    step = CELL + GAP
    rows, columns = len(picture["rows"]) + len(titles), max(map(len, picture["rows"]), default=0)
    down, first = 1, 0
    for row, levels in enumerate(picture["rows"]):
        if row in titles:
            parts.append(_tick(step, step * (down + 0.7), titles[row]))
            down, first = down + 1, row
        parts.append(_tick(step - 5, step * (down + 0.7), str(row - first), "end"))
        down += 1
        for column, level in enumerate(levels):
            x, y = step * (column + 1), step * (down - 1)
            parts.append(element("rect", class_=f"off{int(level)}", x=x, y=y, width=CELL, height=CELL))
            if level:  # not only by color
                parts.append(_dot((x + CELL / 2, y + CELL / 2), "mark", 1.5 + 1.5 * level))
    parts += [_tick(step * (column + 1) + CELL / 2, step - 5, str(column), "middle") for column in range(columns)]
    width = max(columns + 1, TITLE_COLUMNS if titles else 0)
    return "".join(parts), step * width, step * (rows + 1)


def contours(surface: Mapping[str, Any]) -> Iterator[tuple[Point, Point]]:
    """Yield short segments of the contour lines at a few levels, denser near the lowest point.

    Args:
        surface: the corners ``low`` and ``high`` (x, y), and ``values[j][i]`` at the i-th x and the j-th y.
    """
    values = np.array(surface["values"], dtype=np.float64)
    xs, ys = (
        np.linspace(low, high, size)
        for low, high, size in zip(surface["low"], surface["high"], values.shape[::-1], strict=True)
    )
    low, high = float(values.min()), float(values.max())
    for share in np.linspace(0.0, 1.0, LEVELS + 2)[1:-1]:
        yield from contour(values, xs, ys, low + (high - low) * share**2)


def _path(picture: Picture) -> tuple[str, float, float]:
    route: list[Point] = [(x, y) for x, y in picture["route"]]
    start, expected, got = ((picture[name][0], picture[name][1]) for name in ("from", "expected", "got"))
    surface = picture.get("surface")
    plane = _plane([surface["low"], surface["high"]] if surface else [*route, start, expected, got])
    parts = [*_axes(plane)]
    if surface:
        parts += [_line(plane.places(piece), "contour") for piece in contours(surface)]
    parts += [_line(plane.places(pair), "expected") for pair in pairwise(route)]
    parts += [_dot(place, "expected-dot", 2.0) for place in plane.places(route)]
    step = plane.places([start, got])
    parts += [_line(step, "got-line"), _dot(step[1], "got", 3.5)]
    return "".join([*parts, *_legend("reference", "this step")]), WIDTH, HEIGHT + 20


_DRAWN: Mapping[str, Callable[[Picture], tuple[str, float, float]]] = {
    "curve": _curve,
    "heatmap": _heatmap,
    "path": _path,
}
