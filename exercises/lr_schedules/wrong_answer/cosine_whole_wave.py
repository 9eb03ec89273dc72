"""Title: cosine_decay runs through a whole wave instead of half of one.
Nudge: What is the rate at step total?
Hint: The angle goes from 0 to pi.
Explanation: cos(2 pi * progress) is back at 1 when step is total, so the rate is back at lr. Half a wave falls from 1
    to -1: the angle is pi * step / total.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(2 * math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
