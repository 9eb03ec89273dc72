"""The picture of ``lr_schedules``: the four curves, computed by the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reference import optim
from reference.svg import Plane, path, picture, text

WIDTH, HEIGHT, GAP, MARGIN = 250.0, 100.0, 50.0, 34.0
STEPS, LR = 100, 1.0
PANELS: tuple[tuple[str, Callable[[int], float]], ...] = (
    ("step_decay(lr, step, 0.5, 25)", optim.step_decay(LR, 0.5, 25)),
    ("exponential_decay(lr, step, 0.03)", optim.exponential_decay(LR, 0.03)),
    ("cosine_decay(lr, step, 80, 0.1 * lr)", optim.cosine_decay(LR, 80, 0.1 * LR)),
    ("warmup(lr, step, 20)", optim.warmup(LR, 20)),
)


def curves() -> str:
    """Draw four panels, two per row, each from step 0 to step 100 and from 0 to lr."""
    parts: list[str] = []
    for place, (label, schedule) in enumerate(PANELS):
        row, column = divmod(place, 2)
        parts += _panel(MARGIN + column * (WIDTH + GAP), MARGIN + row * (HEIGHT + GAP), label, schedule)
    return picture(
        2 * (WIDTH + GAP) + MARGIN,
        2 * (HEIGHT + GAP) + MARGIN / 2,
        "Four learning-rate schedules",
        f"The learning rate from step 0 to step {STEPS}: {'; '.join(label for label, _ in PANELS)}.",
        parts,
        anchor=None,
    )


def _panel(left: float, top: float, label: str, schedule: Callable[[int], float]) -> Iterator[str]:
    """Yield axes, the labels of their ends, and the rate as a step function: it is constant during each step."""
    bottom, right = top + HEIGHT, left + WIDTH
    plane = Plane(0, STEPS, 0.0, LR, (left, right, top, bottom))
    yield path([(left, top - 6), (left, bottom), (right + 6, bottom)], stroke_opacity=0.6)
    yield path([(left, top), (right, top)], stroke_opacity=0.25, stroke_dasharray="4 4")
    rates = [(at, schedule(step)) for step in range(STEPS) for at in (step, step + 1)]
    yield path(plane.places(rates), stroke="#2f81f7", stroke_width=2)
    yield text(left - 6, top + 4, "lr", text_anchor="end")
    yield text(left - 6, bottom + 4, "0", text_anchor="end")
    yield text(right, bottom + 16, f"step {STEPS}", text_anchor="end")
    yield text(left + WIDTH / 2, top - 12, label, text_anchor="middle")


FIGURES = {"curves.svg": curves}
