"""Title: warmup limits the rate to 1 instead of the factor.
Nudge: What is limited to 1: the factor in front of lr, or the product?
Hint: Take the minimum first, then multiply by lr.
Explanation: min(1, lr * …) only stops at a rate of 1, far above lr. The factor is limited: lr * min(1, (step + 1) /
    warmup_steps).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return min(1.0, lr * (step + 1) / warmup_steps)
