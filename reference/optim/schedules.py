"""Learning-rate schedules as functions of the step, counted from 0."""

from __future__ import annotations

import math


def step_decay(lr: float, step: int, drop: float, every: int) -> float:
    """Return lr · drop^⌊step / every⌋."""
    return float(lr * drop ** (step // every))


def exponential_decay(lr: float, step: int, rate: float) -> float:
    """Return lr · exp(−rate · step)."""
    return lr * math.exp(-rate * step)


def cosine_decay(lr: float, step: int, total: int, lr_min: float = 0.0) -> float:
    """Return half a cosine, from lr at step 0 to lr_min at step `total` and beyond.

    Source: Loshchilov & Hutter 2017, https://arxiv.org/abs/1608.03983, without restarts.
    """
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * min(step, total) / total)) / 2


def warmup(lr: float, step: int, warmup_steps: int) -> float:
    """Return lr · min(1, (step + 1) / warmup_steps)."""
    return lr * min(1.0, (step + 1) / warmup_steps)
