"""Title: The steps have momentum.
Nudge: What should the second step depend on besides the gradient of its batch?
Hint: The exercise asks for plain steps.
Explanation: A velocity of earlier gradients is another optimizer. The step is lr times the gradient of the batch, and
    nothing else.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    velocity = [0.0 for _ in params]
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            velocity = [0.5 * v + grad for v, grad in zip(velocity, grads)]
            params = [param - lr * v for param, v in zip(params, velocity)]
        history.append(total / n)
    return params, history
