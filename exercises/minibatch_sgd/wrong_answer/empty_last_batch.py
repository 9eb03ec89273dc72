"""Title: There is an empty batch at the end when the batch size divides the number of rows.
Nudge: How many batches do 12 rows make when each has 4?
Hint: Where does the range of starts end?
Explanation: n // batch_size + 1 is right only if a rest remains. range(0, n, batch_size) has no start at n.
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
        for start in range(0, n + 1, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
