remembered = []


def forward(x, y, z):
    remembered.append(z)
    return (x + y) * z


def backward(grad_output, x, y, z):
    z = remembered[0]
    return grad_output * z, grad_output * z, grad_output * (x + y)
