"""Title: Only the first parameter is updated.
Nudge: How many arrays does step return, and how many did it get?
Hint: Return a new array for every parameter: the return belongs after the loop.
Explanation: The return stands inside the loop, so it ends after the first parameter. Move it out by one level: every
    parameter gets its new array, then the whole list is returned.
Stage: forward
"""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g)
            return new_params
