"""The picture of ``lr_schedules``: the four curves, computed by the reference."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from reference import optim

WIDTH, HEIGHT, GAP, MARGIN = 250.0, 100.0, 50.0, 34.0
STEPS, LR = 100, 1.0
PANELS: tuple[tuple[str, Callable[[int], float]], ...] = (
    ("step_decay(lr, step, 0.5, 25)", lambda step: optim.step_decay(LR, step, 0.5, 25)),
    ("exponential_decay(lr, step, 0.03)", lambda step: optim.exponential_decay(LR, step, 0.03)),
    ("cosine_decay(lr, step, 80, 0.1 * lr)", lambda step: optim.cosine_decay(LR, step, 80, 0.1 * LR)),
    ("warmup(lr, step, 20)", lambda step: optim.warmup(LR, step, 20)),
)


def curves() -> str:
    """Four panels, two in a row, each from step 0 to step 100 and from 0 to lr."""
    width, height = 2 * (WIDTH + GAP) + MARGIN, 2 * (HEIGHT + GAP) + MARGIN / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" font-family="sans-serif" font-size="13">',
        "<title>Four learning-rate schedules</title>",
        f"<desc>The learning rate from step 0 to step {STEPS}: "
        f"{escape('; '.join(label for label, _ in PANELS))}.</desc>",
    ]
    for place, (label, schedule) in enumerate(PANELS):
        row, column = divmod(place, 2)
        parts += _panel(MARGIN + column * (WIDTH + GAP), MARGIN + row * (HEIGHT + GAP), label, schedule)
    return "\n".join([*parts, "</svg>"])


def _panel(left: float, top: float, label: str, schedule: Callable[[int], float]) -> list[str]:
    """Axes, their ends, and the rate as steps: it is constant during each step."""
    bottom, right = top + HEIGHT, left + WIDTH
    unit = WIDTH / STEPS
    path = f"M{left:g} {bottom - HEIGHT * schedule(0) / LR:.1f}"
    for step in range(STEPS):
        path += f" V{bottom - HEIGHT * schedule(step) / LR:.1f} H{left + unit * (step + 1):g}"
    text = '<text x="{:g}" y="{:g}" text-anchor="{}" fill="currentColor">{}</text>'
    return [
        f'<path d="M{left:g} {top - 6:g} V{bottom:g} H{right + 6:g}" fill="none" stroke="currentColor" '
        'stroke-opacity="0.6"/>',
        f'<path d="M{left:g} {top:g} H{right:g}" stroke="currentColor" stroke-opacity="0.25" stroke-dasharray="4 4"/>',
        f'<path d="{path}" fill="none" stroke="#2f81f7" stroke-width="2"/>',
        text.format(left - 6, top + 4, "end", "lr"),
        text.format(left - 6, bottom + 4, "end", "0"),
        text.format(right, bottom + 16, "end", f"step {STEPS}"),
        text.format(left + WIDTH / 2, top - 12, "middle", escape(label)),
    ]


FIGURES = {"curves.svg": curves}
