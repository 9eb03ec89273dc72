"""Title: history has a number for each batch.
Nudge: How many numbers should history have?
Hint: Look at how far the append is indented.
Explanation: history has one number for each epoch: append after the batches of the epoch.
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
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            history.append(loss)
            params = [param - lr * grad for param, grad in zip(params, grads)]
    return params, history
