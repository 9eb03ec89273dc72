"""Title: cosine_decay ignores lr_min.
Nudge: What is the rate at step total, if lr_min is 0.01?
Hint: The curve ends at lr_min: scale lr - lr_min and add lr_min.
Explanation: lr * (1 + cos) / 2 ends at 0 whatever lr_min is. The curve runs between lr and lr_min: lr_min + (lr -
    lr_min) * (1 + cos) / 2.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
