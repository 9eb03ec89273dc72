"""Title: Every step uses all rows instead of the batch.
Nudge: Which rows are handed to loss_and_grads?
Hint: The batch is cut, but is it used?
Explanation: The step of a batch uses the rows of that batch: x[batch] and y[batch]. With all rows every step costs as
    much as the whole epoch should.
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
            loss, grads = loss_and_grads(params, x, y)
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
