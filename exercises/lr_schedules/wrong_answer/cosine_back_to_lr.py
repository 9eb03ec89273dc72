"""Title: cosine_decay goes back to lr after total.
Nudge: What is the rate long after the last step?
Hint: After total the rate stays where the curve ended.
Explanation: step % total starts a new curve from lr, and at step total itself lr is returned instead of lr_min. There
    are no restarts here: use min(step, total) / total.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = step % total / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
