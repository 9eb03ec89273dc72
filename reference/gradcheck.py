"""Compare gradients with central differences.

A passing check shows that a rule agrees with its forward pass, but not that the forward pass is the intended one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from reference.graph import no_grad
from reference.rules import stack
from reference.tensor import Tensor
from reference.transforms import vjp

Array: TypeAlias = np.ndarray[Any, Any]
Function: TypeAlias = Callable[..., Tensor]

STEP = 1e-5
# Elements whose one-sided slopes differ by more than this, relative to the slope, are examined for a kink.
KINK = 1e-3


@dataclass(frozen=True)
class Comparison:
    """One derivative, computed by the rules and by central differences.

    Attributes:
        where: The element as text, such as "input 0 at (2, 1)".
        analytic: The derivative according to the engine's rules.
        numeric: The derivative by central differences.
        allowed: The largest accepted difference.
    """

    where: str
    analytic: float
    numeric: float
    allowed: float

    @property
    def error(self) -> float:
        """The absolute difference between the two derivatives."""
        return abs(self.analytic - self.numeric)

    @property
    def badness(self) -> float:
        """The error as a multiple of `allowed`; infinite if either derivative is NaN."""
        ratio = self.error / self.allowed
        return ratio if np.isfinite(ratio) else np.inf


@dataclass(frozen=True)
class GradcheckResult:
    """The result of a gradient check.

    Attributes:
        checked: The number of derivatives compared.
        worst: The comparison with the largest error relative to `allowed`; None if nothing was compared.
        kinks: The elements that were skipped because the function has a kink there.
    """

    checked: int
    worst: Comparison | None
    kinks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether all comparisons agree; False if every element was skipped at a kink."""
        if self.worst is None:
            return not self.kinks
        return self.worst.badness <= 1

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        skipped = f", {len(self.kinks)} skipped at a kink" if self.kinks else ""
        if self.worst is None:
            return f"gradcheck: nothing was compared{skipped}"
        w = self.worst
        return (
            f"gradcheck {'passed' if self.ok else 'FAILED'}: {self.checked} compared{skipped}; worst is {w.where}: "
            f"analytic {w.analytic:.10g}, numeric {w.numeric:.10g}, difference {w.error:.2g}, allowed {w.allowed:.2g}"
        )


def gradcheck(
    f: Function,
    inputs: Sequence[Any],
    *,
    upstream: Any = None,
    directions: int | None = None,
    order: int = 1,
    rng: np.random.Generator | None = None,
    atol: float = 1e-8,
    rtol: float = 1e-6,
) -> GradcheckResult:
    """Compare the gradients of a function with central differences.

    Args:
        f: A function of tensors that returns one tensor.
        inputs: The arguments of `f`; converted to float64.
        upstream: The gradient with respect to the result; by default drawn from N(0, 1), since ones hide mistakes.
        directions: If given, compare along this many random directions instead of element by element.
        order: 1 for the gradient, 2 for the gradient of the gradient.
        rng: The source of random numbers; by default a generator with seed 0.
        atol: The difference that is always allowed.
        rtol: A further tolerance relative to the largest gradient or, along a direction, to the norm of all gradients.

    Returns:
        A result that is true if all comparisons agree.
    """
    rng = np.random.default_rng(0) if rng is None else rng
    arrays = [np.array(x, dtype=np.float64) for x in inputs]
    if order == 2:
        f, arrays = _gradient_as_function(f, arrays, rng)
    value, pullback = vjp(f, *arrays)
    seed = rng.standard_normal(value.shape) if upstream is None else np.asarray(upstream, dtype=np.float64)
    gradients = [np.asarray(g) for g in pullback(seed)]

    @no_grad()
    def objective(*xs: Array) -> float:
        return float(np.sum(seed * f(*[Tensor(x) for x in xs]).data))

    if directions is None:
        found = _elementwise(objective, arrays, gradients, atol, rtol)
    else:
        found = _along(objective, arrays, gradients, directions, rng, atol, rtol)
    return _summary(found)


def assert_gradcheck(f: Function, inputs: Sequence[Any], **options: Any) -> None:
    """Raise an AssertionError that names the worst element unless `gradcheck` passes with the same arguments."""
    result = gradcheck(f, inputs, **options)
    if not result:
        raise AssertionError(str(result))


def _gradient_as_function(f: Function, arrays: list[Array], rng: np.random.Generator) -> tuple[Function, list[Array]]:
    """Return the randomly weighted gradient of f as a function of f's inputs and the upstream gradient."""
    with no_grad():
        shape = f(*[Tensor(x) for x in arrays]).shape
    weights = [rng.standard_normal(x.shape) for x in arrays]

    def weighted(*primals: Tensor) -> Tensor:
        *xs, upstream = primals
        _, pullback = vjp(f, *xs)
        parts = [(g * weight).sum() for g, weight in zip(pullback(upstream), weights, strict=True)]
        total: Tensor = stack(parts)
        return total

    return weighted, [*arrays, rng.standard_normal(shape)]


def _elementwise(
    objective: Callable[..., float], arrays: list[Array], gradients: list[Array], atol: float, rtol: float
) -> Iterator[Comparison | str]:
    """Yield a comparison for each element, or only its name if the function has a kink there."""
    middle = objective(*arrays)
    for i, (x, g) in enumerate(zip(arrays, gradients, strict=True)):
        allowed = atol + rtol * float(np.max(np.abs(g), initial=0.0))
        for index in np.ndindex(x.shape):
            step = np.zeros_like(x)
            step[index] = STEP * max(1.0, abs(float(x[index])))
            moves = [step if j == i else np.zeros(()) for j in range(len(arrays))]
            where = f"input {i} at {tuple(map(int, index))}"
            slope = _slope(objective, arrays, moves, middle, float(step[index]))
            yield where if slope is None else Comparison(where, float(g[index]), slope, allowed)


def _along(
    objective: Callable[..., float],
    arrays: list[Array],
    gradients: list[Array],
    directions: int,
    rng: np.random.Generator,
    atol: float,
    rtol: float,
) -> Iterator[Comparison | str]:
    """Yield a comparison for each of several random directions through all inputs at once."""
    middle = objective(*arrays)
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    allowed = atol + rtol * float(norm)
    for k in range(directions):
        ways = [rng.standard_normal(x.shape) * np.maximum(1.0, np.abs(x)) for x in arrays]
        slope = _slope(objective, arrays, [STEP * way for way in ways], middle, STEP)
        with np.errstate(invalid="ignore"):  # ∞ − ∞ gives NaN, which is reported as such
            analytic = float(sum(np.sum(g * way) for g, way in zip(gradients, ways, strict=True)))
        where = f"direction {k}"
        yield where if slope is None else Comparison(where, analytic, slope, allowed)


def _slope(
    objective: Callable[..., float], arrays: list[Array], moves: list[Array], middle: float, step: float
) -> float | None:
    """Return the central difference, or None at a kink."""

    def beside(fraction: float) -> float:
        return objective(*[x + fraction * move for x, move in zip(arrays, moves, strict=True)])

    def gap(fraction: float) -> float:
        """Return how far the two one-sided slopes disagree."""
        return (beside(fraction) + beside(-fraction) - 2 * middle) / (fraction * step)

    ahead, behind = beside(1.0), beside(-1.0)
    slope = (ahead - behind) / (2 * step)
    full = (ahead + behind - 2 * middle) / step
    # The one-sided slopes of a smooth function differ by step · f″: half the step, half the gap. At a kink it stays.
    if abs(full) > KINK * (1 + abs(slope)):
        halves = abs(gap(1 / 2) / full - 1 / 2) < 0.1 and abs(gap(1 / 4) / full - 1 / 4) < 0.1
        return slope if halves else None
    return slope


def _summary(found: Iterator[Comparison | str]) -> GradcheckResult:
    """Combine all comparisons into one result."""
    comparisons, kinks = [], []
    for item in found:
        if isinstance(item, Comparison):
            comparisons.append(item)
        else:
            kinks.append(item)
    worst = max(comparisons, key=lambda c: c.badness, default=None)
    return GradcheckResult(len(comparisons), worst, tuple(kinks))
