"""The test file for a plain pytest run; it lies next to the submission, `linear.py`."""

from checks import check_backward, check_forward, check_numeric_gradient
from linear import Linear


def test_forward() -> None:
    """Check the output."""
    check_forward(Linear)


def test_backward() -> None:
    """Check the gradients against their formulas."""
    check_backward(Linear)


def test_numeric_gradient() -> None:
    """Check the gradients against central differences."""
    check_numeric_gradient(Linear)
