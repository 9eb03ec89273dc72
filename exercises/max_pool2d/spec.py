"""The specification of ``max_pool2d``."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from exercises.spec import Array, Bounds, Case, LayerSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

Size: TypeAlias = int | tuple[int, int]


def distinct(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Return distinct numbers from -2 to 2 in random order, far enough apart that every maximum is clear."""
    size = int(np.prod(shape))
    numbers = (rng.permutation(size) + rng.uniform(0.0, 0.5, size=size)) * (4.0 / size) - 2.0
    return numbers.reshape(shape)


def cases(rng: np.random.Generator) -> list[Case]:
    def case(
        x: Array, kernel_size: Size, stride: Size, what: str = "", *, group: str | None = None, gradcheck: bool = False
    ) -> Case:
        name = f"x {x.shape}, windows of {kernel_size}, stride {stride}"
        return Case(
            f"{name}, {what}" if what else name,
            {"x": x},
            {"kernel_size": kernel_size, "stride": stride},
            group=group,
            gradcheck=gradcheck,
            part="pairs" if group is None and tuple in (type(kernel_size), type(stride)) else "",
        )

    shared = distinct(rng, (2, 2, 7, 5))
    shared[:, :, 2, 2] = rng.uniform(3.0, 5.0, size=(2, 2))  # in four windows, and the maximum of each
    negative = -5.0 + distinct(rng, (2, 3, 7, 6))
    after_relu = np.maximum(distinct(rng, (2, 2, 5, 6)), 0.0)
    after_relu[0, 0, :3, :2] = 0.0  # a window whose maximum is 0 with every seed
    few_values = rng.integers(0, 3, size=(2, 1, 6, 4)).astype(np.float64)
    close = 1.0 + 1e-7 * distinct(rng, (2, 2, 4, 5))
    close[1] = 1e-14 * distinct(rng, (2, 4, 5))  # far apart only by ratio
    return [
        case(distinct(rng, (2, 3, 4, 6)), 2, 2),
        case(shared, 3, 2, "one pixel is the maximum of four windows"),
        case(-5.0 + distinct(rng, (2, 3, 6, 5)), 2, 3, "all values negative"),
        case(distinct(rng, (2, 2, 4, 3)) - 5.0, 2, 1, gradcheck=True),
        case(distinct(rng, (2, 2, 4, 2)), (3, 1), 1),
        case(distinct(rng, (2, 3, 4, 5)), 1, (2, 1), "one pixel in each window"),
        case(negative, (2, 3), (3, 1), "all values negative"),
        case(distinct(rng, (3, 2, 6, 9)), (3, 2), (1, 3)),
        case(distinct(rng, (2, 2, 5, 6)), (2, 4), (2, 1)),
        case(1000.0 * distinct(rng, (2, 1, 5, 4)), (2, 3), 1, "values around 1000", group="extremes"),
        case(1e12 * (distinct(rng, (2, 1, 4, 5)) - 5.0), (3, 2), 2, "large negative values", group="extremes"),
        case(distinct(rng, (1, 3, 5, 4)), (2, 3), (2, 1), group="single_image"),
        case(distinct(rng, (2, 3, 3, 4)), (3, 4), 1, group="single_window"),
        case(np.full((1, 1, 2, 3), rng.normal()), (2, 3), 1, "all equal", group="ties"),
        case(after_relu, (3, 2), (2, 1), "the output of a ReLU", group="ties"),
        case(few_values, (2, 3), (1, 1), "only three different values", group="ties"),
        case(close, (2, 3), 1, "close but not equal", group="ties"),
    ]


def subgradients(case: Case, grad_output: Array) -> Bounds:
    """Return the bounds of the gradient: a unique maximum gets all of it; tied ones may get any share from 0 to 1."""
    x = np.asarray(case.inputs["x"])
    kernel, stride = (_pair(case.construct[name]) for name in ("kernel_size", "stride"))
    low, high = np.zeros(x.shape), np.zeros(x.shape)
    for i, j in np.ndindex(*grad_output.shape[2:]):
        rows = slice(i * stride[0], i * stride[0] + kernel[0])
        columns = slice(j * stride[1], j * stride[1] + kernel[1])
        window, g = x[:, :, rows, columns], grad_output[:, :, i, j, None, None]
        wins = window == window.max(axis=(2, 3), keepdims=True)
        alone = wins.sum(axis=(2, 3), keepdims=True) == 1
        low[:, :, rows, columns] += wins * np.where(alone, g, np.minimum(g, 0.0))
        high[:, :, rows, columns] += wins * np.where(alone, g, np.maximum(g, 0.0))
    return low, high


def _pair(size: Size) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size


SPEC = LayerSpec(
    title="MaxPool2d",
    summary="The largest value in each window wins and receives the whole gradient.",
    version=5,
    class_name="MaxPool2d",
    arguments=("kernel_size", "stride"),
    reference=F.max_pool2d,
    cases=cases,
    rows=20,
    many_calls=5,
    subgradients=subgradients,
    conserves_total=True,
    points=Points(forward=40, backward=35, gradcheck=10, properties=15),
)
