"""Title: cosine_decay is not divided by 2.
Nudge: What is 1 + cos(0)?
Hint: 1 + cos lies between 0 and 2: divide by 2.
Explanation: 1 + cos(0) is 2, so the first rate is 2 lr - lr_min. Divided by 2 the factor runs from 1 to 0.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress))


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
