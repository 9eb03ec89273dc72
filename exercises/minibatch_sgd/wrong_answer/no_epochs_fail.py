"""Title: With no epochs, train fails.
Nudge: What should train return after no epoch at all?
Hint: A name that is set inside a loop does not exist when the loop never runs.
Explanation: With epochs = 0 the result is a copy of the parameters and an empty history. The last loss is used after
    the loop, but no loss was ever computed.
Stage: properties
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
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    history[-1] = float(history[-1])
    return params, history
