"""Learning-rate schedules: the learning rate as a function of the step, of which the first one is 0.

Worked example:

    step_decay(0.8, 5, 0.5, 2)         ->  0.2      two drops: 0.8 * 0.5 * 0.5
    exponential_decay(0.8, 5, 0.1)     ->  0.4852   0.8 * exp(-0.5)
    cosine_decay(0.8, 5, 10, 0.2)      ->  0.5      half-way, so half-way between 0.8 and 0.2
    cosine_decay(0.8, 50, 10, 0.2)     ->  0.2      after the end
    warmup(0.8, 0, 4)                  ->  0.2      the first of four steps
"""


def step_decay(lr, step, drop, every):
    """Return lr * drop to the power of the number of whole stairs of `every` steps.

    Args:
        lr: the rate at step 0.
        step: number of the step, an integer from 0 on.
        drop: the factor of each drop, between 0 and 1.
        every: how many steps a stair has, an integer of at least 1.

    Returns:
        The learning rate of this step, a single number.
    """
    raise NotImplementedError("write step_decay")


def exponential_decay(lr, step, rate):
    """Return lr * exp(-rate * step).

    Args:
        lr: the rate at step 0.
        step: number of the step, an integer from 0 on.
        rate: how fast it falls, at least 0.

    Returns:
        The learning rate of this step, a single number.
    """
    raise NotImplementedError("write exponential_decay")


def cosine_decay(lr, step, total, lr_min=0.0):
    """Return half a cosine from lr at step 0 to lr_min at step `total`, and lr_min after it.

    Args:
        lr: the rate at step 0.
        step: number of the step, an integer from 0 on.
        total: the step at which the curve ends, an integer of at least 1.
        lr_min: the rate at its end.

    Returns:
        The learning rate of this step, a single number.
    """
    raise NotImplementedError("write cosine_decay")


def warmup(lr, step, warmup_steps):
    """Return lr * min(1, (step + 1) / warmup_steps).

    Args:
        lr: the rate after the warm-up.
        step: number of the step, an integer from 0 on.
        warmup_steps: how many steps it takes, an integer of at least 1.

    Returns:
        The learning rate of this step, a single number.
    """
    raise NotImplementedError("write warmup")
