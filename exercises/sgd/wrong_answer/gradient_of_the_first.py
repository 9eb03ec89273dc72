"""Title: Every parameter is moved by the gradient of the first one.
Nudge: Which gradient belongs to the second parameter?
Hint: Take params and grads pair by pair.
Explanation: grads[0] belongs to params[0]. Position i of grads is the gradient of position i of params: walk through
    both lists together.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * grads[0])
        return new_params
