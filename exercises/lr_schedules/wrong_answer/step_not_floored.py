"""Title: step_decay falls a little in every step: the quotient is not rounded down.
Nudge: How many different rates are there among the first every steps?
Hint: Use the integer division: step // every.
Explanation: step / every is a fraction, so the rate falls smoothly. A staircase has whole stairs: lr * drop ** (step //
    every) stays at lr for the first every steps.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step / every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
