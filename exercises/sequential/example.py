class Scale:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        self.x = x
        return self.factor * x

    def backward(self, grad_output):
        self.grad_factor = float(np.sum(grad_output * self.x))
        return self.factor * grad_output


class Shift:
    def __init__(self, amount):
        self.amount = amount

    def forward(self, x):
        return x + self.amount

    def backward(self, grad_output):
        return grad_output


class Square:
    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, grad_output):
        return 2 * self.x * grad_output


net = Sequential([Scale(3.0), Shift(-4.0), Square()])
net.forward(np.array([[2.0]]))
net.backward(np.array([[1.0]]))
net.layers[0].grad_factor
