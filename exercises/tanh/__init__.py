"""The exercise ``tanh``: a folder that proves itself."""
