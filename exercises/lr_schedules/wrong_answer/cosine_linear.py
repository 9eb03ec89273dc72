"""Title: cosine_decay falls in a straight line.
Nudge: How fast does the rate fall in the first steps, compared with the middle?
Hint: Put the progress into a cosine.
Explanation: 1 - progress is a straight line. The cosine starts gently, falls fastest in the middle and levels out: (1 +
    cos(pi * progress)) / 2.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 - progress)


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
