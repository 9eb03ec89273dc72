"""Title: cosine_decay cuts the curve off at lr_min.
Nudge: Does the curve reach lr_min at step total, or earlier?
Hint: lr_min is where the curve ends, not a limit that cuts it.
Explanation: max(lr_min, …) follows the curve to 0 and cuts off its end. The whole curve is squeezed between lr and
    lr_min: lr_min + (lr - lr_min) * (1 + cos) / 2.
Stage: forward
"""

import math


def step_decay(lr, step, drop, every):
    return lr * drop ** (step // every)


def exponential_decay(lr, step, rate):
    return lr * math.exp(-rate * step)


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return max(lr_min, lr * (1 + math.cos(math.pi * progress)) / 2)


def warmup(lr, step, warmup_steps):
    return lr * min(1.0, (step + 1) / warmup_steps)
