"""Title: cosine_decay uses a quarter of a wave, from 1 down to 0.
Nudge: How fast does the rate fall near the end: slowly or at full speed?
Hint: Use 1 + cos over half a wave, divided by 2.
Explanation: cos(pi / 2 * progress) goes from 1 to 0 too, but arrives at full speed and lies above the right curve. The
    schedule levels out at both ends: (1 + cos(pi * progress)) / 2.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * math.cos(math.pi / 2 * progress)


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
