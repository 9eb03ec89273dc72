"""Title: cosine_decay gives 0 after total instead of lr_min.
Nudge: What is the rate long after the last step, if lr_min is 0.01?
Hint: After total the rate stays at lr_min.
Explanation: Training may go on after total, at the rate at which the curve ended. That is lr_min, which is 0 only by
    default.
Stage: properties
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    if step > total:
        return 0.0
    progress = step / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
