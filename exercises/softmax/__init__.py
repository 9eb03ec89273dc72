"""The exercise ``softmax``: a folder that proves itself."""
