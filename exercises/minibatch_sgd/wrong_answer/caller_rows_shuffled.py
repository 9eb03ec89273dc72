"""Title: The caller's rows are shuffled in place.
Nudge: In which order are the caller's rows after train?
Hint: rng.shuffle changes the array that it gets.
Explanation: Shuffling x itself changes the caller's data, here together with y, but for good. Shuffle indices
    instead.
Stage: properties
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        x[:], y[:] = x[order], y[order]
        order = range(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = list(order[start : start + batch_size])
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
