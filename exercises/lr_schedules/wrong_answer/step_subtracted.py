"""Title: step_decay subtracts instead of multiplying.
Nudge: Can the rate become negative?
Hint: Multiply by drop at each stair.
Explanation: lr - drop * k falls by a fixed amount and below 0. drop is a factor, for example 0.5 to halve: lr * drop **
    (step // every).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr - drop * (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
