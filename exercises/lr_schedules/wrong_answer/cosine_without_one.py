"""Title: cosine_decay multiplies by the cosine itself.
Nudge: Can the rate become negative?
Hint: Shift the cosine up before it is scaled: (1 + cos) / 2.
Explanation: cos runs from 1 to -1, so in the second half the rate lies below lr_min, or even below 0. (1 + cos) / 2
    runs from 1 to 0.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * math.cos(math.pi * progress)


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
