"""Title: exponential_decay has already decayed in the first step.
Nudge: What is the rate at step 0?
Hint: The first step is 0: do not add 1 to it.
Explanation: exp(-rate * (step + 1)) is less than 1 at step 0. The first step has the whole rate: lr * exp(-rate * 0) =
    lr.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * (step + 1))


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
