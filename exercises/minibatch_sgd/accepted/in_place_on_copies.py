import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    """Shuffles copies of the data together with one state of the generator, and steps in place on copies."""
    params = [np.array(param, dtype=np.float64) for param in params]
    n = data[0].shape[0]
    indices = np.arange(n)
    history = np.zeros(epochs)
    for epoch in range(epochs):
        rng.shuffle(indices)
        x, y = np.take(data[0], indices, axis=0), np.take(data[1], indices, axis=0)
        for i in range(-(-n // batch_size)):
            rows = slice(i * batch_size, min((i + 1) * batch_size, n))
            loss, grads = loss_and_grads(params, x[rows], y[rows])
            for param, grad in zip(params, grads):
                param -= lr * grad
            history[epoch] += loss * (rows.stop - rows.start) / n
    return params, history
