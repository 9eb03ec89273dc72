"""Title: The caller's parameters are changed in place.
Nudge: What do the caller's arrays hold after train?
Hint: -= changes the array itself.
Explanation: param -= lr * grad works on the very array that the caller passed in. Copy the arrays first, or make new
    ones: param - lr * grad.
Stage: properties
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            for param, grad in zip(params, grads):
                param -= lr * grad
        history.append(total / n)
    return params, history
