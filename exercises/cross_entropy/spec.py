"""The specification of ``cross_entropy``."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from exercises.spec import Array, Case, LossSpec, Points
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

# The loss of one row in each plain case. The other rows are far less wrong. So a small epsilon inside
# the logarithm shows in this row or nowhere, with every seed.
WRONG = 10.0
# The loss of one row with large logits: an epsilon of 1e-15 and probabilities clipped to 1e-15 give different losses.
VERY_WRONG = 36.0
FAR = [
    [1000.0, -1000.0, 0.0, 999.0],  # confident and wrong
    [
        -1000.0,
        -1001.0,
        -999.0,
        -1000.5,
    ],  # all of them small, next to a row of large ones: a maximum over the whole array would underflow
    [-1000.0, 1000.0, 0.0, 500.0],  # confident and correct
    [1000.0, 1000.0, 1000.0, 1000.0],
    [-1000.0, -1000.0, 0.0, 1000.0],
]


def cases(rng: np.random.Generator) -> list[Case]:
    def case(rows: int, classes: int, *, scale: float = 2.0, group: str | None = None, gradcheck: bool = False) -> Case:
        many = f"{rows} rows" if rows > 1 else "1 row"
        name = f"{many}, {classes} classes"
        logits, target = scale * rng.normal(size=(rows, classes)), labels(rng, rows, classes)
        if scale == 2.0:
            logits = rng.uniform(-2.5, 2.5, size=(rows, classes))
        make_wrong(logits[0], target[0], WRONG if scale == 2.0 else VERY_WRONG)
        inputs: dict[str, Any] = {"prediction": logits, "target": target}
        return Case(
            name if scale == 2.0 else f"{name}, logits around {scale:g}", inputs, group=group, gradcheck=gradcheck
        )

    sure = np.array([[1000.0, 0.0, -1000.0], [0.0, -1000.0, 1000.0]])
    return [
        case(4, 3, gradcheck=True),
        case(2, 5, gradcheck=True),
        case(3, 3),
        case(7, 2),
        case(5, 4),
        Case(
            "logits from -1000 to 1000",
            {"prediction": np.array(FAR), "target": np.array([1, 0, 1, 3, 0])},
            group="extremes",
        ),
        Case("confident and correct predictions", {"prediction": sure, "target": np.array([0, 2])}, group="extremes"),
        case(4, 3, scale=100.0, group="extremes"),
        case(1, 4, group="single_row"),
    ]


def make_wrong(logits: Array, label: int, loss: float) -> None:
    """Set the logit of the label in place, so that the row has this loss."""
    others = np.delete(logits, label)
    logits[label] = np.logaddexp.reduce(others) - np.log(np.expm1(loss))


def labels(rng: np.random.Generator, rows: int, classes: int) -> npt.NDArray[np.int64]:
    """Return class indices in random order, repeated only if there are more rows than classes."""
    return rng.permutation(classes)[rng.permutation(rows) % classes].astype(np.int64)


SPEC = LossSpec(
    title="Cross-entropy",
    summary="The standard loss for classifiers: softmax and logarithm in one numerically stable formula.",
    version=4,
    class_name="CrossEntropyLoss",
    reference=F.cross_entropy,
    cases=cases,
    points=Points(forward=35, backward=35, gradcheck=10, properties=20),
    weights={"properties.extremes": 7},
)
