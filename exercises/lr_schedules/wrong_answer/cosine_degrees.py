"""Title: cosine_decay gives the cosine an angle in degrees.
Nudge: In which unit does math.cos take its angle?
Hint: Half a wave is pi, not 180.
Explanation: math.cos takes radians, so cos(180 * progress) swings wildly. Half a wave is pi: cos(pi * progress).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(180 * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
