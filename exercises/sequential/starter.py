"""Sequential: run forward through a stack of layers in order and backward in reverse order.

Worked example, with layers that multiply, shift and square their input:

    net = Sequential([Scale(3.0), Shift(-4.0), Square()])
    net.forward(np.array([[2.0]]))     ->  [[4.0]]     2 * 3 = 6, 6 - 4 = 2, 2 squared = 4
    net.backward(np.array([[1.0]]))    ->  [[12.0]]    1 * 2 * 2 = 4, 4, 4 * 3 = 12
    net.layers[0].grad_factor          ->  8.0         4 * 2, stored there by the layer's own backward method
"""

import numpy as np


class Sequential:
    """A network made of a stack of layers.

    Args:
        layers: list of objects with forward(x) and backward(grad_output), possibly empty. Store these same objects, in
            the same order, in self.layers.
    """

    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        """Return the output of the last layer after calling forward once on each layer.

        Args:
            x: float64 array, the input of the first layer.

        Returns:
            The output of the last layer, or x if there are no layers.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input after calling backward once on each layer.

        Args:
            grad_output: dL/dy, with the shape of the output.

        Returns:
            dL/dx, with the shape of the input, or grad_output if there are no layers.
        """
        raise NotImplementedError("write backward")
