"""Title: step_decay remembers the rate of the call before.
Nudge: What does step_decay give for step 7 when it was never asked for step 6?
Hint: Compute the rate from the arguments alone.
Explanation: The rate is changed whenever a call hits a multiple of every, so it depends on the calls before: asked out
    of order, or twice for the same step, it is wrong. A schedule is a function of its arguments: lr * drop ** (step //
    every).
Stage: properties
"""

import math

current = [0.0]


def step_decay(lr, step, drop, every):
    if step == 0:
        current[0] = lr
    elif step % every == 0:
        current[0] *= drop
    return current[0]


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
