"""Learning-rate schedules: each maps the number of a step, counted from 0, to the learning rate."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

Schedule: TypeAlias = Callable[[int], float]


def step_decay(lr: float, drop: float, every: int) -> Schedule:
    """Return the schedule lr · drop^⌊step / every⌋."""
    return lambda step: float(lr * drop ** (step // every))


def exponential_decay(lr: float, rate: float) -> Schedule:
    """Return the schedule lr · exp(−rate · step)."""
    return lambda step: lr * math.exp(-rate * step)


def cosine_decay(lr: float, total: int, lr_min: float = 0.0) -> Schedule:
    """Return half a cosine, from lr at step 0 to lr_min at step `total` and beyond.

    Source: Loshchilov & Hutter 2017, https://arxiv.org/abs/1608.03983, without restarts.
    """
    return lambda step: lr_min + (lr - lr_min) * (1 + math.cos(math.pi * min(step, total) / total)) / 2


def warmup(lr: float, warmup_steps: int) -> Schedule:
    """Return the schedule lr · min(1, (step + 1) / warmup_steps)."""
    return lambda step: lr * min(1.0, (step + 1) / warmup_steps)
