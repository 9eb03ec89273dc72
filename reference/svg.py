"""SVG from numbers: the elements that every picture is drawn with, and the plane of numbers that it may show.

Presentation attributes and no style sheet: a page may show a picture inline under a strict content policy, and recolor
it by classes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

VALUE_COLOR, GRADIENT_COLOR = "#1a7f37", "#cf222e"
Array = npt.NDArray[np.float64]
Point = tuple[float, float]


def element(tag: str, content: object = None, **attributes: object) -> str:
    """Return one element; `stroke_width` becomes stroke-width, `class_` class, and None leaves an attribute out."""
    present = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    written = "".join(f' {name}="{_written(value)}"' for name, value in present.items())
    return f"<{tag}{written}/>" if content is None else f"<{tag}{written}>{content}</{tag}>"


def text(x: float, y: float, words: str, fill: object = "currentColor", **attributes: object) -> str:
    """Return one label."""
    return element("text", escape(words), x=x, y=y, fill=fill, **attributes)


def path(*lines: Iterable[Point], stroke: object = "currentColor", **attributes: object) -> str:
    """Return lines through points as one element."""
    drawn = " ".join("M" + " L".join(f"{_short(x)} {_short(y)}" for x, y in line) for line in lines)
    return element("path", d=drawn, fill="none", stroke=stroke, **attributes)


def picture(
    width: float,
    height: float,
    title: str,
    description: str,
    parts: Iterable[str],
    *,
    size: int = 13,
    anchor: str | None = "middle",
) -> str:
    """Return the parts as one SVG element with its text alternatives.

    Args:
        width: in pixels.
        height: in pixels.
        title: what the picture is called.
        description: what there is to see, for readers who do not see it.
        parts: elements.
        size: of letters.
        anchor: where labels are held; "middle", or None for their beginning.
    """
    content = "\n".join(["", element("title", escape(title)), element("desc", escape(description)), *parts, ""])
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        width=width,
        height=height,
        role="img",
        font_family="sans-serif",
        font_size=size,
        text_anchor=anchor,
    )


def number(value: float, digits: int = 6) -> str:
    """Return a number for a label, with a true minus sign."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Plane:
    """A part of the plane of numbers, and the box of a picture that shows it.

    Attributes:
        left: the lowest x.
        right: the highest x.
        bottom: the lowest y.
        top: the highest y.
        box: the box's left, right, upper and lower edge; pictures count from the top.
    """

    left: float
    right: float
    bottom: float
    top: float
    box: tuple[float, float, float, float]

    def across(self, x: float) -> float:
        """Return the horizontal place of x."""
        return self.box[0] + (x - self.left) / (self.right - self.left) * (self.box[1] - self.box[0])

    def down(self, y: float) -> float:
        """Return the vertical place of y."""
        return self.box[2] + (self.top - y) / (self.top - self.bottom) * (self.box[3] - self.box[2])

    def places(self, points: Iterable[Iterable[float]]) -> list[Point]:
        """Return where points are drawn."""
        return [(self.across(float(x)), self.down(float(y))) for x, y in points]


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return round numbers between two others: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return multiples(low, high, step)


def multiples(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of `step` from low to high."""
    return [round(step * k, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def contour(values: Array, xs: Array, ys: Array, level: float) -> Iterator[tuple[Point, Point]]:
    """Yield the pieces of one contour line by marching squares, with ``values[j, i]`` at the i-th x and the j-th y."""
    for j in range(len(ys) - 1):
        for i in range(len(xs) - 1):
            corners = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
            crossed = []
            for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
                first, second = float(values[one]), float(values[other])
                if (first < level) is not (second < level):
                    share = (level - first) / (second - first)
                    x = xs[one[1]] + share * (xs[other[1]] - xs[one[1]])
                    y = ys[one[0]] + share * (ys[other[0]] - ys[one[0]])
                    crossed.append((float(x), float(y)))
            yield from zip(crossed[::2], crossed[1::2], strict=False)


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else escape(str(value))


def _short(value: float) -> str:
    """Return a coordinate of a line; pictures have many of them, and less than a hundredth of a pixel is not seen."""
    return f"{round(value, 2) + 0.0:g}"
