"""Title: The functions return arrays of one number instead of numbers.
Nudge: What is the shape of the result?
Hint: Return a plain number.
Explanation: An array of shape (1,) spreads into everything it is multiplied with and changes shapes there. A rate is a
    single number.
Stage: forward
"""

import numpy as np


def step_decay(lr, step, drop, every):
    return np.array([lr * drop ** (step // every)])


def exponential_decay(lr, step, rate):
    return np.array([lr * np.exp(-rate * step)])


def cosine_decay(lr, step, total, lr_min=0.0):
    progress = min(step, total) / total
    return np.array([lr_min + (lr - lr_min) * (1 + np.cos(np.pi * progress)) / 2])


def warmup(lr, step, warmup_steps):
    return np.array([lr * min(1.0, (step + 1) / warmup_steps)])
