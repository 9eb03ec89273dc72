"""Title: step_decay takes drop for the part that is lost.
Nudge: What is left of the rate after a drop of 0.1: a tenth, or nine tenths?
Hint: drop is the factor that stays: multiply by it.
Explanation: (1 - drop) keeps nine tenths with drop = 0.1. In the convention here, as in PyTorch's gamma, drop is the
    factor itself: lr * drop ** (step // every).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * (1 - drop) ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
