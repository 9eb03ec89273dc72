"""Title: warmup goes on growing beyond lr.
Nudge: What is the rate long after the warm-up?
Hint: Limit the factor to 1.
Explanation: (step + 1) / warmup_steps exceeds 1 when the warm-up is over. From there on the rate stays at lr: min(1,
    (step + 1) / warmup_steps).
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
    return lr * (step + 1) / warmup_steps
