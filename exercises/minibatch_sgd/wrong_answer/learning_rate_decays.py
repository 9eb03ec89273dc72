"""Title: The learning rate shrinks from epoch to epoch.
Nudge: How long are the steps of the second epoch?
Hint: The exercise asks for the same lr in every step.
Explanation: lr / (1 + epoch) is a schedule, which may be useful, but nobody asked for it here.
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
            params = [param - lr / (1 + len(history)) * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
