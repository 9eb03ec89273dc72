"""Title: All gradients of an epoch are taken at the parameters with which it began.
Nudge: Which parameters does the second batch see?
Hint: Hand the current parameters to loss_and_grads.
Explanation: Each batch is asked at the parameters after the step of the one before. Here a list from the start of the
    epoch is passed.
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
        begin = params
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(begin, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
