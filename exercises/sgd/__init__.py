"""The exercise ``sgd``: a folder that proves itself."""
