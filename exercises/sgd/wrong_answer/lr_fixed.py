"""Title: The learning rate is fixed at 0.01, whatever the constructor got.
Nudge: What happens to the argument lr after the constructor got it?
Hint: Use the lr that the constructor got.
Explanation: lr is written into the code as a number, so every SGD moves at the same rate. Keep what the constructor
    got, self.lr = lr, and use self.lr in step.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = 0.01

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g)
        return new_params
