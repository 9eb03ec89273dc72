"""Title: The caller's list of parameters is filled with other arrays.
Nudge: What does the caller's list hold after train?
Hint: params[i] = … replaces an entry of the list that was passed in.
Explanation: The arrays are new, but the list is the caller's: assign to a list of your own.
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
            for i, grad in enumerate(grads):
                params[i] = params[i] - lr * grad
        history.append(total / n)
    return params, history
