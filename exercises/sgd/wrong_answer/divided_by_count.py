"""Title: The step is divided by the number of parameters.
Nudge: Does the step of one parameter depend on how many others there are?
Hint: Each parameter moves on its own: the length of the list plays no part.
Explanation: lr / len(params) makes every step shorter when the list gets longer. Averages belong to the loss and are
    already in the gradient; the step is lr * g for every parameter.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr / len(params) * g)
        return new_params
