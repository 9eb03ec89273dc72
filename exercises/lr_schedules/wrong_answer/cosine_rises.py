"""Title: cosine_decay rises from lr_min to lr.
Nudge: What is the rate at step 0?
Hint: Look at the sign in front of the cosine.
Explanation: (1 - cos) / 2 goes from 0 to 1. The decay starts at lr: (1 + cos(pi * progress)) / 2 goes from 1 to 0.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 - math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
