"""Title: Every epoch begins with the first parameters again.
Nudge: With which parameters does the second epoch begin?
Hint: Copy the parameters once, before all epochs.
Explanation: The copy is made inside the loop over epochs, from the caller's parameters: what an epoch has learnt is
    thrown away by the next one.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    given = params
    for _ in range(epochs):
        params = [param.copy() for param in given]
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
