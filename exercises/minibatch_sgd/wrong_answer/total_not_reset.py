"""Title: The total of the losses goes on from epoch to epoch.
Nudge: What is in the total when the second epoch begins?
Hint: Begin each epoch with zero.
Explanation: total = 0.0 belongs inside the loop over epochs; else every number holds all epochs before it.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    total = 0.0
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
