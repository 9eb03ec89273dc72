"""Title: cosine_decay rises again after total.
Nudge: What is the rate long after the last step?
Hint: Limit step to total before it is divided.
Explanation: The cosine is a wave: after half of it the rate climbs back to lr. The schedule is over at total and stays
    at lr_min: use min(step, total) / total.
Stage: properties
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = step / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
