class SGD:
    def __init__(self, lr):
        self.rate = lr

    def step(self, params, grads):
        return [param - self.rate * grad for param, grad in zip(params, grads)]
