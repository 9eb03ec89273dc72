"""Optimizers: `step(params, grads) -> new params`, and learning-rate schedules."""

from reference.optim.adaptive import Adam

__all__ = ["Adam"]
