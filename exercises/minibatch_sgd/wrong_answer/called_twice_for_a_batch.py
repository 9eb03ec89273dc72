"""Title: loss_and_grads is called twice for each batch.
Nudge: How often is loss_and_grads called for one batch?
Hint: One call returns both the loss and the gradients.
Explanation: The first call is for the loss, the second for the gradients: twice the work. Keep both parts of one
    answer.
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
            loss = loss_and_grads(params, x[batch], y[batch])[0]
            grads = loss_and_grads(params, x[batch], y[batch])[1]
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
