"""Title: warmup gives 0 until it is over: the quotient is rounded down.
Nudge: What is 1 // 5?
Hint: Use the division with a fraction: /.
Explanation: (step + 1) // warmup_steps is 0 for all steps of the warm-up but the last. The rate grows in a straight
    line: (step + 1) / warmup_steps.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1, (step + 1) // warmup_steps)
