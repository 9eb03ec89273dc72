"""What may be wrong with the notes about one call: each function says it in a sentence, or returns an empty one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.minibatch_sgd.run import Notes, Run
from exercises.scenario import Array


def differs(one: Array, other: Array) -> bool:
    """Whether two arrays of the same shape differ by more than rounding."""
    return not np.max(np.abs(one - other), initial=0.0) <= 1e-9 * np.max(np.abs(other), initial=0.0) + 1e-11


def batches_are_right(run: Run, notes: Notes) -> str:
    """The sizes of the batches, and each row once an epoch."""
    wanted = run.batches * run.epochs
    sizes = [int(size) for size in notes.sizes]
    if sizes != wanted:
        return (
            f"loss_and_grads was called with batches of {_listed(sizes)} rows; expected are {_listed(wanted)}: "
            f"{len(run.x)} rows in batches of {run.batch_size}, the rest as the last batch, {run.epochs} times."
        )
    for epoch, rows in enumerate(notes.rows.reshape(run.epochs, -1), 1):
        if sorted(rows) != list(range(len(run.x))):
            return f"In epoch {epoch} not every row was used once: {len(set(rows) - {-1})} of {len(run.x)} were."
    return ""


def pairs_are_right(_: Run, notes: Notes) -> str:
    """Every row with its own target."""
    apart = int(np.sum(~notes.pairs))
    return f"{apart} of {len(notes.pairs)} rows came with the target of another row." if apart else ""


def steps_are_right(run: Run, notes: Notes) -> str:
    """Every batch moves the parameters by lr times its mean gradient, and the last ones are returned."""
    params, begin = run.start, 0
    if not len(notes.sizes) or len(notes.rows) != int(notes.sizes.sum()) or (notes.rows < 0).any():
        return "The batches are not rows of the data, so the steps cannot be followed."
    for number, (size, seen) in enumerate(zip(notes.sizes, notes.params_seen, strict=True), 1):
        if differs(seen, params):
            before = "are not those passed in" if number == 1 else f"are not those after step {number - 1}"
            return f"The params given to loss_and_grads with batch {number} {before}."
        rows = notes.rows[begin : begin + int(size)]
        begin += int(size)
        if len(rows):
            params = params - run.lr * run.gradient(params, rows)
    return "The returned params are not those after the last step." if differs(notes.params, params) else ""


def history_is_right(run: Run, notes: Notes) -> str:
    """One number an epoch: the mean over its rows of the losses of their batches."""
    if len(notes.history) != run.epochs:
        return f"history has {len(notes.history)} numbers for {run.epochs} epochs."
    if len(notes.losses) != run.epochs * len(run.batches):
        return "The batches are not as they should be, so the history cannot be followed."
    losses = notes.losses.reshape(run.epochs, -1)
    right = losses @ np.array(run.batches) / len(run.x)
    if not differs(notes.history, right):
        return ""
    epoch = int(np.argmax(np.abs(notes.history - right)))
    return (
        f"history[{epoch}] is {notes.history[epoch]:.6g}; expected is {right[epoch]:.6g}, the mean over all rows of "
        f"that epoch, whose batches of {_listed(run.batches)} rows had the losses {_listed(losses[epoch].round(6))}."
    )


def _listed(numbers: Sequence[float] | Array) -> str:
    shown = ", ".join(f"{number:g}" for number in list(numbers)[:8])
    return shown + ", …" * (len(numbers) > 8) or "none"


def is_shuffled(run: Run, notes: Notes) -> str:
    """Each epoch has an order of its own, and none is that of the data."""
    orders = [tuple(order) for order in notes.rows.reshape(run.epochs, -1)]
    if tuple(range(len(run.x))) in orders:
        return f"In epoch {orders.index(tuple(range(len(run.x)))) + 1} the rows came in the order of the data."
    return "Two epochs have the same order." if len(set(orders)) < run.epochs else ""


def falls_far(_: Run, notes: Notes) -> str:
    """The loss ends far below where it began."""
    first, last = notes.history[0], notes.history[-1]
    return "" if last < 0.05 * first else f"On exact data the history goes from {first:.4g} to {last:.4g} only."
