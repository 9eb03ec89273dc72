"""Title: Only the first parameter moves.
Nudge: How many parameters are there, and how many gradients?
Hint: Go through the whole list.
Explanation: Every parameter takes its step with its own gradient; here the others stay where they were.
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
            params = [params[0] - lr * grads[0], *params[1:]]
        history.append(total / n)
    return params, history
