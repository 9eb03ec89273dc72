import numpy as np


class Softmax:
    """Builds the Jacobian of every row."""

    def forward(self, x):
        shifted = x - x.max(-1)[..., None]
        self.p = np.exp(shifted - np.log(np.exp(shifted).sum(-1))[..., None])
        return self.p

    def backward(self, grad_output):
        identity = np.eye(self.p.shape[-1])
        jacobian = np.einsum("...i,ij->...ij", self.p, identity) - np.einsum("...i,...j->...ij", self.p, self.p)
        return np.einsum("...ij,...i->...j", jacobian, grad_output)
