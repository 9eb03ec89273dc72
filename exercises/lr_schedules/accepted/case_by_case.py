from math import cos, e, pi


def step_decay(lr, step, drop, every):
    while step >= every:
        lr *= drop
        step -= every
    return lr


def exponential_decay(lr, step, rate):
    return lr * (e**-rate) ** step


def cosine_decay(lr, step, total, lr_min=0.0):
    """With half the angle: (1 + cos a) / 2 is the square of cos(a / 2)."""
    if step >= total:
        return lr_min
    return lr_min + (lr - lr_min) * cos(pi / 2 * step / total) ** 2


def warmup(lr, step, warmup_steps):
    if step + 1 < warmup_steps:
        return lr / warmup_steps * (step + 1)
    return lr
