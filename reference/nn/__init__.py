"""Neural networks as thin compositions of the primitives, with PyTorch's names."""
