"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g *= lr changes the array that was passed in; lr * g makes a new one.
Explanation: g is the caller's own array, and g *= self.lr overwrites it: whoever logs the gradients next sees them
    scaled. self.lr * g makes a new array.
Stage: properties
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            g *= self.lr
            new_params.append(p - g)
        return new_params
