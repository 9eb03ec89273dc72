"""Title: step changes the caller's parameters in place.
Nudge: What does the caller's list params hold after the step?
Hint: p -= … changes the array that was passed in; p - … makes a new one.
Explanation: p is the caller's own array, and p -= … writes the new value into it. The contract is to leave the
    arguments as they are: p - … makes a new array, which goes into the new list.
Stage: properties
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            p -= self.lr * g
            new_params.append(p)
        return new_params
