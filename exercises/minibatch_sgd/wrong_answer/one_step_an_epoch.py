"""Title: There is one step an epoch, with the mean of the batches' gradients.
Nudge: Which parameters does the second batch see?
Hint: A step for each batch.
Explanation: The mean of all gradients of an epoch is the gradient of all rows: one step of plain gradient descent, at
    the price of an epoch. Each batch takes its step before the next one is looked at.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        summed = [0.0 for _ in params]
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            summed = [one + grad * len(batch) / n for one, grad in zip(summed, grads)]
        params = [param - lr * grad for param, grad in zip(params, summed)]
        history.append(total / n)
    return params, history
