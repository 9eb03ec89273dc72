import numpy as np


def step_decay(lr, step, drop, every):
    return lr * np.power(drop, np.floor(step / every))


def exponential_decay(lr, step, rate):
    return lr * np.exp(-step * rate)


def cosine_decay(lr, step, total, lr_min=0.0):
    part = np.clip(step / total, 0.0, 1.0)
    weight = 0.5 + 0.5 * np.cos(np.pi * part)
    return weight * lr + (1.0 - weight) * lr_min


def warmup(lr, step, warmup_steps):
    return lr * np.minimum(1.0, (step + 1) / warmup_steps)
