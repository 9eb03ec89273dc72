"""Title: history adds the losses of the batches.
Nudge: Does the loss of an epoch grow when the batches get smaller?
Hint: A mean over the rows is asked for.
Explanation: The sum grows with the number of batches. history is (1/N) Σ |B| loss.
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
            total += loss
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total)
    return params, history
