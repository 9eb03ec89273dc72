"""Title: The default of lr_min is not 0.
Nudge: What does cosine_decay(lr, total, total) give when nothing is said about lr_min?
Hint: The signature is cosine_decay(lr, step, total, lr_min=0.0).
Explanation: The default is part of the contract: without lr_min the curve ends at 0.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=1e-3):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
