"""Title: exponential_decay uses 1 - rate in place of exp(-rate).
Nudge: For which rates is 1 - rate nearly exp(-rate)?
Hint: Use the exponential function: exp(-rate * step).
Explanation: (1 - rate) ** step is the first approximation, near for small rates and negative for rates above 1. The
    formula is lr * exp(-rate * step).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * (1 - rate) ** step


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
