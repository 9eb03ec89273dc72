"""Title: exponential_decay divides step by rate.
Nudge: Does a larger rate make the decay faster or slower?
Hint: Multiply: rate * step.
Explanation: exp(-step / rate) takes rate for a time. Here it is a speed, larger means faster: lr * exp(-rate * step).
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-step / rate)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
