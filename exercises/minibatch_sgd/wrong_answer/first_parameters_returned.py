"""Title: train returns the parameters with which it began.
Nudge: Which parameters does train return?
Hint: The trained ones are in another variable.
Explanation: The loop works on a list of its own, and the list that was passed in is returned: nothing has been
    learnt.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    trained = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(trained, x[batch], y[batch])
            total += loss * len(batch)
            trained = [param - lr * grad for param, grad in zip(trained, grads)]
        history.append(total / n)
    return params, history
