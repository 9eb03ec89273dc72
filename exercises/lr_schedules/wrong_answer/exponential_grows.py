"""Title: exponential_decay grows: the minus in the exponent is missing.
Nudge: Is the rate at step 1 larger or smaller than at step 0?
Hint: Look at the sign of the exponent.
Explanation: exp(rate * step) grows. For a decay the exponent is negative: lr * exp(-rate * step).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
