"""Title: The rates are rounded to four decimals.
Nudge: How many digits does a rate of 0.000123456 keep?
Hint: Return the number as it is.
Explanation: round(…, 4) turns small rates into 0.0001 or 0. Rounding is for printing: return the whole number.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return round(lr * drop ** (step // every), 4)


def exponential_decay(lr, step, rate):
    return round(lr * math.exp(-rate * step), 4)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return round(lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2, 4)


def warmup(lr, step, warmup_steps):
    return round(lr * min(1.0, (step + 1) / warmup_steps), 4)
