"""ReLU: max(0, x), element by element.

Worked example:

    layer = ReLU()
    layer.forward(np.array([-1.5, 0.5, 3.0]))     ->  [0.0, 0.5, 3.0]
    layer.backward(np.array([0.3, -2.0, 0.7]))    ->  [0.0, -2.0, 0.7]   the gate is open where x was positive
"""

import numpy as np


class ReLU:
    """The rectified linear unit as a layer."""

    def forward(self, x):
        """Return max(0, x) and save what backward needs.

        Args:
            x: float64 array of any shape; do not modify it.

        Returns:
            A new array of the same shape.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dout, with the shape of the output.

        Returns:
            dL/dx, with the shape of x. Where x was exactly 0, any value between 0 and grad_output is correct.
        """
        raise NotImplementedError("write backward")
