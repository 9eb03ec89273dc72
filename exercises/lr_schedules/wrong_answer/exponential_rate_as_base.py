"""Title: exponential_decay takes rate for the base of the power.
Nudge: What is the rate at step 1, if rate is 0.1: a tenth, or nine tenths?
Hint: The base is e: rate stands in the exponent.
Explanation: rate ** step multiplies by rate in every step, to a tenth with rate = 0.1. Here rate says how fast it
    falls: lr * exp(-rate * step), which multiplies by exp(-0.1) = 0.905.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * rate**step


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
