"""Title: The rows are shuffled, their targets are not.
Nudge: Which target belongs to row order[0]?
Hint: Use one order for both.
Explanation: x[batch] needs y[batch]. With the targets in the order of the data nearly every row gets the target of
    another one, and there is nothing left to learn.
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
            loss, grads = loss_and_grads(params, x[batch], y[start : start + batch_size])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
