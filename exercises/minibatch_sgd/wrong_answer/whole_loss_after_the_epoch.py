"""Title: history is computed with another call on all rows after each epoch.
Nudge: How often is loss_and_grads called in one epoch?
Hint: Use the losses that the batches returned.
Explanation: The extra call costs as much as the whole epoch, and gives another number: the loss at the last
    parameters instead of the mean of what the batches had.
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
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(loss_and_grads(params, x, y)[0])
    return params, history
