"""Title: step_decay uses the remainder instead of the quotient.
Nudge: What is the rate at step 0 and at step every?
Hint: The number of stairs is the quotient: //, not %.
Explanation: step % every runs from 0 to every - 1 and starts again, so the rate jumps back up. The number of whole
    stairs is step // every.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step % every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
