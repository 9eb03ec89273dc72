"""Title: All elements of a parameter move by the mean of its gradient.
Nudge: How many different numbers does the step of one matrix contain?
Hint: Each element has a gradient of its own: subtract element by element.
Explanation: g.mean() is one number, so all elements of p move by the same amount. The gradient has the shape of the
    parameter, and the update is element by element: p - lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g.mean())
        return new_params
