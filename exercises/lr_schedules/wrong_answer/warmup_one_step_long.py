"""Title: warmup takes one step too many.
Nudge: At which step is the rate lr for the first time?
Hint: The divisor is warmup_steps itself.
Explanation: (step + 1) / (warmup_steps + 1) is still below 1 in the last step of the warm-up. The last of n steps, step
    n - 1, has the whole rate: (step + 1) / warmup_steps.
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
    return lr * min(1.0, (step + 1) / (warmup_steps + 1))
