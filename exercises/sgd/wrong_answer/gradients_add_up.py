"""Title: The gradients of all steps are added up.
Nudge: Which gradients take part in the second step?
Hint: Only the gradient of this step counts: plain SGD remembers nothing.
Explanation: self.total grows by every gradient, so the second step repeats the first one and so on: that is momentum
    without friction. SGD steps by the gradient it is given, lr * g, and keeps no state.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr
        self.total = {}

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.total[i] = self.total.get(i, 0.0) + g
            new_params.append(p - self.lr * self.total[i])
        return new_params
