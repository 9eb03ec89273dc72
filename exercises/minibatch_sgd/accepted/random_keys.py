import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    """Sorts random keys for an order, and cuts it at multiples of the batch size."""
    x, y = data
    params = list(params)
    history = []
    for _ in range(epochs):
        order = np.argsort(rng.random(len(y)))
        seen = []
        for batch in np.split(order, range(batch_size, len(order), batch_size)):
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            for i in range(len(params)):
                params[i] = params[i] - lr * grads[i]
            seen += [loss] * len(batch)
        history.append(np.mean(seen))
    return params, history
