"""Checks of the record of one call: each function returns a sentence about the first problem, or an empty string."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exercises.minibatch_sgd.run import Notes, Run
from exercises.scenario import Array


def differs(one: Array, other: Array) -> bool:
    """Return whether two arrays of the same shape differ by more than rounding errors."""
    return not np.max(np.abs(one - other), initial=0.0) <= 1e-9 * np.max(np.abs(other), initial=0.0) + 1e-11


def batches_are_right(run: Run, notes: Notes) -> str:
    """Check the sizes of the batches, and that each epoch uses each row once."""
    wanted = run.batches * run.epochs
    sizes = [int(size) for size in notes.sizes]
    if sizes != wanted:
        called = f"called with batches of {_listed(sizes)} rows" if sizes else "never called"
        return (
            f"loss_and_grads was {called}; expected batches of {_listed(wanted)} rows. Each of the {run.epochs} epochs "
            f"splits {len(run.x)} rows into batches of {run.batch_size}, and its last batch may be shorter."
        )
    for epoch, rows in enumerate(notes.rows.reshape(run.epochs, -1), 1):
        if sorted(rows) != list(range(len(run.x))):
            used = len(set(rows) - {-1})
            return f"Epoch {epoch} used {used} of the {len(run.x)} rows; each row must be used exactly once."
    return ""


def pairs_are_right(_: Run, notes: Notes) -> str:
    """Check that every row comes with its own target."""
    apart = int(np.sum(~notes.pairs))
    if not apart:
        return ""
    return f"{apart} of {len(notes.pairs)} rows {'was' if apart == 1 else 'were'} paired with the wrong target."


def steps_are_right(run: Run, notes: Notes) -> str:
    """Check that each step subtracts lr times the mean gradient of its batch, and that the result is returned."""
    params, begin = run.start, 0
    if not len(notes.sizes) or len(notes.rows) != int(notes.sizes.sum()) or (notes.rows < 0).any():
        return "The batches do not consist of rows of the data, so the steps cannot be checked."
    for number, (size, seen) in enumerate(zip(notes.sizes, notes.params_seen, strict=True), 1):
        if differs(seen, params):
            right = "the initial params" if number == 1 else f"the params after step {number - 1}"
            return f"For batch {number}, loss_and_grads was not called with {right}."
        rows = notes.rows[begin : begin + int(size)]
        begin += int(size)
        if len(rows):
            params = params - run.lr * run.gradient(params, rows)
    return "The params that train returns are not those after the last step." if differs(notes.params, params) else ""


def history_is_right(run: Run, notes: Notes) -> str:
    """Check that there is one number per epoch: the mean of its batch losses, weighted by the number of rows."""
    if len(notes.history) != run.epochs:
        many = f"{len(notes.history)} number{'s' * (len(notes.history) != 1)}"
        return f"history has {many}; expected {run.epochs}, one per epoch."
    if len(notes.losses) != run.epochs * len(run.batches):
        return "The batches are wrong, so the history cannot be checked."
    losses = notes.losses.reshape(run.epochs, -1)
    right = losses @ np.array(run.batches) / len(run.x)
    if not differs(notes.history, right):
        return ""
    epoch = int(np.argmax(np.abs(notes.history - right)))
    return (
        f"history[{epoch}] is {notes.history[epoch]:.6g}; expected {right[epoch]:.6g}, the mean over all rows of that "
        f"epoch. Its batches of {_listed(run.batches)} rows had losses of {_listed(losses[epoch].round(6))}."
    )


def _listed(numbers: Sequence[float] | Array) -> str:
    shown = ", ".join(f"{number:g}" for number in list(numbers)[:8])
    return shown + ", …" * (len(numbers) > 8)


def falls_far(_: Run, notes: Notes) -> str:
    """Check that the last loss is far below the first one."""
    first, last = notes.history[0], notes.history[-1]
    return (
        ""
        if last < 0.05 * first
        else f"On noiseless data, the loss went from {first:.4g} to {last:.4g}; it should fall almost to 0."
    )
