"""Title: warmup is 0 during the warm-up and lr afterwards.
Nudge: How does the rate get from almost nothing to lr?
Hint: The rate grows by the same amount in every step.
Explanation: A jump from 0 to lr warms nothing up. The rate grows in a straight line, lr / warmup_steps in each step: lr
    * min(1, (step + 1) / warmup_steps).
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
    return lr if step >= warmup_steps else 0.0
