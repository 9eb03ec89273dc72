"""Title: The parameters decay in every step.
Nudge: Where does a parameter go whose gradient is 0?
Hint: Plain SGD has no weight decay: the new parameter is p minus the step.
Explanation: p * (1 - 0.01 * lr) pulls every parameter towards 0, which is a penalty on its size. Plain SGD has none:
    with a gradient of 0 a parameter stays where it is. The new value is p - lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p * (1 - 0.01 * self.lr) - self.lr * g)
        return new_params
