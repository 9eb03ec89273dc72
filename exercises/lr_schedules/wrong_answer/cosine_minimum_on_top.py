"""Title: cosine_decay adds lr_min to the whole curve.
Nudge: What is the rate at step 0?
Hint: Scale lr - lr_min, not lr.
Explanation: lr_min + lr * (1 + cos) / 2 starts at lr + lr_min. Only the distance from lr_min is scaled: lr_min + (lr -
    lr_min) * (1 + cos) / 2.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + lr * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
