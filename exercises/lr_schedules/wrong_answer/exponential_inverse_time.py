"""Title: exponential_decay divides by 1 + rate * step.
Nudge: By which factor does the rate fall from step 10 to 11, and by which from 100 to 101?
Hint: The factor is the same in every step: use exp.
Explanation: lr / (1 + rate * step) is the 1/t decay, which falls ever more slowly. Exponential decay multiplies by the
    same factor in every step: lr * exp(-rate * step).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr / (1 + rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
