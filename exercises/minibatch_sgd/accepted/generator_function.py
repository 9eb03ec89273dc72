import numpy as np


def batches(x, y, size, rng):
    left = list(rng.permutation(len(x)))
    while left:
        now, left = left[:size], left[size:]
        yield np.array([x[i] for i in now]), np.array([y[i] for i in now])


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    current, history = tuple(params), []
    for _ in range(epochs):
        losses, weights = [], []
        for x_batch, y_batch in batches(*data, batch_size, rng):
            loss, grads = loss_and_grads(list(current), x_batch, y_batch)
            current = tuple(np.subtract(p, np.multiply(lr, g)) for p, g in zip(current, grads))
            losses.append(loss)
            weights.append(len(x_batch))
        history.append(float(np.average(losses, weights=weights)))
    return list(current), history
