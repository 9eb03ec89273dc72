"""Title: cosine_decay reaches the end one step too early.
Nudge: At which step is the rate lr_min for the first time?
Hint: Divide by total, not by total - 1.
Explanation: step / (total - 1) is 1 at step total - 1. The end belongs to step total: step / total.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total - 1) / (total - 1)
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
