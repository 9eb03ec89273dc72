"""Sequential: layers in a row, forward through them in order, backward in reverse.

Worked example, with layers that multiply, shift and square (any layers will do):

    net = Sequential([Scale(3.0), Shift(-4.0), Square()])
    net.forward(np.array([[2.0]]))     ->  [[4.0]]     2 * 3 = 6, 6 - 4 = 2, 2 squared = 4
    net.backward(np.array([[1.0]]))    ->  [[12.0]]    1 * 2 * 2 = 4, 4, 4 * 3 = 12
    net.layers[0].grad_factor          ->  8.0         4 * 2, left there by the backward of the layer itself
"""

import numpy as np


class Sequential:
    """A network whose layers follow one another.

    Args:
        layers: list of objects with forward(x) and backward(grad_output); it may be empty. They stay the caller's:
            keep these very objects, in this order, in self.layers.
    """

    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        """Return what comes out of the last layer, after one forward of each.

        Args:
            x: float64 array, the input of the first layer.

        Returns:
            Array, the output of the last layer; x if there are no layers.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input, after one backward of each layer.

        Args:
            grad_output: dL/dy, of the shape of the output.

        Returns:
            dL/dx, of the shape of the input; grad_output if there are no layers.
        """
        raise NotImplementedError("write backward")
