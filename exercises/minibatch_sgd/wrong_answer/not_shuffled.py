"""Title: The rows are never shuffled.
Nudge: In which order does the second epoch go through the rows?
Hint: What is rng there for?
Explanation: In the order of the data every epoch has the same batches, and sorted data makes them lopsided. Each
    epoch draws a new order from rng.
Stage: properties
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = list(range(n))
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
