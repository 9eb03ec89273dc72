"""The exercise ``leaky_relu``: a folder that proves itself."""
