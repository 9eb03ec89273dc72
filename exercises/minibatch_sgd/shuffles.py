"""Checks of the orders in which a call used the rows: every epoch is shuffled, and evenly.

A fair shuffle fails `is_even` by bad luck with a probability below 1e-12; `FEW_ROWS` and `EPOCHS` are chosen for that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from exercises.minibatch_sgd.run import Notes, Run

FEW_ROWS, EPOCHS = 6, 200
# How often a fair shuffle of FEW_ROWS = 6 rows may do the same in EPOCHS = 200 epochs. For one pair of a row and a
# place (or of neighbors), the count has the binomial distribution B(200, 1/6), with a mean of 33:
#   P(count = 0) = (5/6)^200 < 1.5e-16, and P(count >= 90) <= exp(-200 KL(0.45 || 1/6)) < 1.1e-19.
# For the rows in their own place, over all epochs, all factorial moments are at most those of Poisson(200):
#   P(count >= 340) <= exp(-200) (200 e / 340)^340 < 3e-18.
# The three tables below have fewer than 110 counts together, so the probability of a false alarm is below 2e-14.
MOST_OFTEN, MOST_KEPT = 90, 340

Orders = npt.NDArray[np.int64]


def is_shuffled(run: Run, notes: Notes) -> str:
    """Check that every epoch has a different order, and that none uses the order of the data.

    With 16 rows and 4 epochs, a fair shuffle fails with a probability below 10 / 16! < 5e-13.
    """
    orders = [tuple(order) for order in notes.rows.reshape(run.epochs, -1)]
    if tuple(range(len(run.x))) in orders:
        return f"Epoch {orders.index(tuple(range(len(run.x)))) + 1} used the rows in their original order."
    return "Two epochs used the rows in the same order." if len(set(orders)) < run.epochs else ""


def is_even(run: Run, notes: Notes) -> str:
    """Check that in many epochs every row comes to every place, next to every other row and whatever came before."""
    orders = notes.rows.reshape(run.epochs, -1)
    places = np.argsort(orders, axis=1)
    return (
        _keeps_places(_counts(np.broadcast_to(np.arange(FEW_ROWS), places.shape), places))
        or _keeps_neighbors(_counts(orders[:, :-1], orders[:, 1:]))
        or _depends_on_the_last(_counts(places[:-1], places[1:]))
    )


def _counts(one: Orders, other: Orders) -> Orders:
    """Count how often each pair of numbers occurs at the same index."""
    found = np.zeros((FEW_ROWS, FEW_ROWS), dtype=np.int64)
    np.add.at(found, (one.ravel(), other.ravel()), 1)
    return found


def _keeps_places(found: Orders) -> str:
    """Check the counts of rows by their place in the order."""
    row, place = np.unravel_index(int(np.argmax(found)), found.shape)
    if found[row, place] >= MOST_OFTEN:
        return f"In {found[row, place]} of {EPOCHS} epochs, row {row} was at position {place}; {_EXPECTED}"
    if not found.all():
        row, place = np.argwhere(found == 0)[0]
        return f"In {EPOCHS} epochs, row {row} was never at position {place}; {_EXPECTED}"
    kept = int(np.trace(found))
    if kept >= MOST_KEPT:
        return f"In {EPOCHS} epochs, rows were in their original positions {kept} times; expected about {EPOCHS} times."
    return ""


def _keeps_neighbors(found: Orders) -> str:
    """Check the counts of rows by the row that came directly before them."""
    before, row = np.unravel_index(int(np.argmax(found)), found.shape)
    if found[before, row] >= MOST_OFTEN:
        return f"In {found[before, row]} of {EPOCHS} epochs, row {row} came directly after row {before}; {_EXPECTED}"
    missing = np.argwhere((found == 0) & ~np.eye(FEW_ROWS, dtype=bool))
    if len(missing):
        before, row = missing[0]
        return f"In {EPOCHS} epochs, row {row} never came directly after row {before}; {_EXPECTED}"
    return ""


def _depends_on_the_last(found: Orders) -> str:
    """Check the counts of rows by their place in the epoch before."""
    if found.all() and np.max(found) < MOST_OFTEN and np.trace(found) < MOST_KEPT:
        return ""
    return (
        "The position of a row depends on its position in the previous epoch. Draw a new order of all rows in every "
        "epoch."
    )


_EXPECTED = f"expected about {EPOCHS // FEW_ROWS} times. Every order of the rows must be possible in every epoch."
