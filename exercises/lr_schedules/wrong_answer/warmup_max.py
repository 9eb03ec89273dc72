"""Title: warmup uses max instead of min.
Nudge: What is the rate in the first step, and what long after the warm-up?
Hint: The factor must not exceed 1: take the smaller of the two.
Explanation: max(1, …) is 1 during the warm-up and grows afterwards, the opposite of what it should be. min(1, …) grows
    to 1 and stays there.
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
    return lr * max(1.0, (step + 1) / warmup_steps)
