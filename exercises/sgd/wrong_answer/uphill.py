"""Title: The step goes uphill: it is added instead of subtracted.
Nudge: Does the loss become smaller after the step?
Hint: The gradient points uphill; subtract the step.
Explanation: The gradient points to where the loss grows fastest, so x + lr * g climbs. Gradient descent goes the other
    way: x - lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p + self.lr * g)
        return new_params
