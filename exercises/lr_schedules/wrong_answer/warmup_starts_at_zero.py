"""Title: warmup begins with a rate of 0.
Nudge: How far do the parameters move in step 0?
Hint: The first step already has a part of lr: count from 1 here.
Explanation: step / warmup_steps is 0 in the first step, which is wasted. The first of n steps gets lr / n and the last
    one lr: (step + 1) / warmup_steps.
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
    return lr * min(1.0, step / warmup_steps)
