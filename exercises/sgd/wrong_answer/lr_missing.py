"""Title: The gradient is subtracted without the learning rate.
Nudge: How does the step change when lr is halved?
Hint: The step is lr times the gradient.
Explanation: p - g is a step with lr = 1, whatever the constructor got; on most surfaces that jumps across the valley.
    The step is lr * g.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - g)
        return new_params
