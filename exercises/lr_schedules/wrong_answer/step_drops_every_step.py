"""Title: step_decay drops in every step: every is ignored.
Nudge: For how many steps should the rate stay at lr?
Hint: Divide step by every first, with //.
Explanation: drop ** step is 0.5, 0.25, 0.125 in the first steps. The exponent is the number of whole stairs: step //
    every.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop**step


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
