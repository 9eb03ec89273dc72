"""Title: step does not return the new parameters.
Nudge: What does a call of step give back to its caller?
Hint: End step with return: the caller's list is not changed.
Explanation: The new parameters are collected and then dropped: without a return, a function gives None. End step with
    return new_params.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g)
