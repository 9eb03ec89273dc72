"""Optimizers whose gradients are computed at lookahead points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reference.optim.base import Array, Optimizer, Rule
from reference.optim.descent import Nesterov


class LookaheadOptimizer(Optimizer):
    """Apply Nesterov's rule to gradients that were computed at `lookahead(params)`."""

    rule: Nesterov

    def lookahead(self, params: Sequence[Array]) -> list[Array]:
        """Return the points where the next gradients are taken, as new arrays."""
        slots = self._slots or [{} for _ in params]
        return [
            np.asarray(self.rule.ahead(param, slot), dtype=np.asarray(param).dtype)
            for param, slot in zip(params, slots, strict=True)
        ]


def start(rule: Rule) -> Optimizer:
    """Return an optimizer that applies `rule` and has taken no steps."""
    return LookaheadOptimizer(rule) if isinstance(rule, Nesterov) else Optimizer(rule)
