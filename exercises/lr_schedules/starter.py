"""Learning-rate schedules: the learning rate as a function of the step, counted from 0.

Worked example:

    step_decay(0.8, 5, 0.5, 2)         ->  0.2      two drops: 0.8 * 0.5 * 0.5
    exponential_decay(0.8, 5, 0.1)     ->  0.4852   0.8 * exp(-0.5)
    cosine_decay(0.8, 5, 10, 0.2)      ->  0.5      halfway, so halfway between 0.8 and 0.2
    cosine_decay(0.8, 50, 10, 0.2)     ->  0.2      after the end
    warmup(0.8, 0, 4)                  ->  0.2      the first of four steps
"""


def step_decay(lr, step, drop, every):
    """Return lr multiplied by drop once for every `every` completed steps.

    Args:
        lr: the learning rate at step 0.
        step: the step number, an integer starting at 0.
        drop: the factor applied at each drop, between 0 and 1.
        every: the number of steps between drops, an integer, at least 1.

    Returns:
        The learning rate for this step, a single number.
    """
    raise NotImplementedError("write step_decay")


def exponential_decay(lr, step, rate):
    """Return lr * exp(-rate * step).

    Args:
        lr: the learning rate at step 0.
        step: the step number, an integer starting at 0.
        rate: how fast the learning rate decays, a number of at least 0.

    Returns:
        The learning rate for this step, a single number.
    """
    raise NotImplementedError("write exponential_decay")


def cosine_decay(lr, step, total, lr_min=0.0):
    """Return the value of half a cosine wave from lr at step 0 to lr_min at step `total`, and lr_min after that.

    Args:
        lr: the learning rate at step 0.
        step: the step number, an integer starting at 0.
        total: the step at which the curve ends, an integer, at least 1.
        lr_min: the learning rate at the end.

    Returns:
        The learning rate for this step, a single number.
    """
    raise NotImplementedError("write cosine_decay")


def warmup(lr, step, warmup_steps):
    """Return lr * min(1, (step + 1) / warmup_steps).

    Args:
        lr: the learning rate after the warm-up.
        step: the step number, an integer starting at 0.
        warmup_steps: the number of warm-up steps, an integer, at least 1.

    Returns:
        The learning rate for this step, a single number.
    """
    raise NotImplementedError("write warmup")
