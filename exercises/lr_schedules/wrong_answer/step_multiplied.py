"""Title: step_decay multiplies by the number of drops instead of taking the power.
Nudge: What is the rate at step 0?
Hint: Two drops multiply by drop twice: take the power.
Explanation: lr * drop * (step // every) is 0 before the first drop and grows afterwards. k drops multiply by drop k
    times: lr * drop ** (step // every).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop * (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
