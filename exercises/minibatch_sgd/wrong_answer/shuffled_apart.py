"""Title: Rows and targets are shuffled with two different permutations.
Nudge: Which target belongs to row order[0]?
Hint: Draw one order, and use it for both.
Explanation: Two calls of rng.permutation give two different orders. One order has to index x and y.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        other = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[other[start : start + batch_size]])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
