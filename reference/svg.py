"""Draw SVG pictures: elements, and a coordinate plane that maps numbers to pixels.

It uses presentation attributes and no style sheet, so that a page can embed a picture under a strict content security
policy and recolor it by class.
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
    """Return one element; `stroke_width` becomes stroke-width, `class_` becomes class, and None omits an attribute."""
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
    """Return an SVG picture of the given elements with its text alternatives.

    Args:
        width: The width in pixels.
        height: The height in pixels.
        title: The title of the picture.
        description: A description of the picture for screen readers.
        parts: The elements.
        size: The font size.
        anchor: The text anchor of labels: "middle", or None for the start.
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
    """A section of the coordinate plane and the box of the picture that shows it.

    Attributes:
        left: The lowest x.
        right: The highest x.
        bottom: The lowest y.
        top: The highest y.
        box: The left, right, top and bottom edges of the box in pixels; y grows downward.
    """

    left: float
    right: float
    bottom: float
    top: float
    box: tuple[float, float, float, float]

    def across(self, x: float) -> float:
        """Return the horizontal pixel coordinate of x."""
        return self.box[0] + (x - self.left) / (self.right - self.left) * (self.box[1] - self.box[0])

    def down(self, y: float) -> float:
        """Return the vertical pixel coordinate of y."""
        return self.box[2] + (self.top - y) / (self.top - self.bottom) * (self.box[3] - self.box[2])

    def places(self, points: Iterable[Iterable[float]]) -> list[Point]:
        """Return the pixel coordinates of points."""
        return [(self.across(float(x)), self.down(float(y))) for x, y in points]


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return roughly `about` round numbers from low to high: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return multiples(low, high, step)


def multiples(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of `step` from low to high."""
    return [round(step * k, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def contour(values: Array, xs: Array, ys: Array, level: float) -> Iterator[tuple[Point, Point]]:
    """Yield the segments of a contour line by marching squares; ``values[j, i]`` is at the i-th x and the j-th y."""
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
    """Return a coordinate with two decimals: pictures have many, and a hundredth of a pixel is invisible."""
    return f"{round(value, 2) + 0.0:g}"
