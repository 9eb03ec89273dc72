"""Title: step_decay rounds the quotient to the nearest integer, so each drop comes half a stair too early.
Nudge: Which rate belongs to the last step before the first drop?
Hint: Round down: step // every.
Explanation: round(step / every) is 1 from the middle of the first stair on. The first drop comes at step = every: lr *
    drop ** (step // every).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** round(step / every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
