"""Title: step returns the update instead of the new parameters.
Nudge: Is what comes back near the parameters, or near zero?
Hint: Subtract the update from the parameter.
Explanation: The list holds the change without the parameter it belongs to. The new parameter is p - lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(-self.lr * g)
        return new_params
