"""Title: Each epoch takes one batch only.
Nudge: How many rows does an epoch use?
Hint: An epoch goes through all rows.
Explanation: One random batch is one step of stochastic gradient descent. An epoch cuts all rows into batches and
    takes a step for each.
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
        for batch in [order[:batch_size]]:
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / len(batch))
    return params, history
