def forward(x, y, z):
    return x * z + y * z


def backward(grad_output, x, y, z):
    from_sum = z * grad_output
    return from_sum, from_sum, x * grad_output + y * grad_output
