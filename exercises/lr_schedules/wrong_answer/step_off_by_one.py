"""Title: step_decay drops one step too early.
Nudge: Which rate belongs to step every - 1, if the first step is 0?
Hint: The first step is 0: do not add 1 to it.
Explanation: (step + 1) // every drops at step every - 1, after one step less than a whole stair. With the first step as
    0 the steps 0 to every - 1 are the first stair: lr * drop ** (step // every).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** ((step + 1) // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
