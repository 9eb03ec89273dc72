"""Title: The learning rate multiplies the parameter as well as the gradient.
Nudge: Where does a parameter go whose gradient is 0?
Hint: Only the gradient is multiplied by lr: p - lr * g.
Explanation: lr * (p - g) shrinks the parameter itself to lr times its value in every step. Only the gradient is scaled:
    p - lr * g leaves a parameter with gradient 0 where it is.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(self.lr * (p - g))
        return new_params
