"""Groups of bars side by side, each with its number at its end: vectors as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reference.svg import element, text


def bars(
    middles: Sequence[float],
    floor: float,
    heights: Sequence[float],
    labels: Sequence[str],
    *,
    width: float,
    above: float,
    below: float,
    label: Mapping[str, object],
    **style: object,
) -> Iterator[str]:
    """Yield bars that stand on the floor, or hang from it, and their labels.

    Args:
        middles: where each bar stands.
        floor: its height in the picture.
        heights: in pixels, negative for a bar that hangs.
        labels: of each bar.
        width: of each bar.
        above: from the end of a standing bar to its label.
        below: from the end of a hanging one.
        label: attributes of the labels.
        style: attributes of the bars.
    """
    for x, height, words in zip(middles, heights, labels, strict=True):
        top = floor - height if height > 0 else floor
        size = abs(height)
        yield element("rect", x=x - width / 2, y=top, width=width, height=size, **style)
        yield text(x, top - above if height > 0 else top + size + below, words, **label)
