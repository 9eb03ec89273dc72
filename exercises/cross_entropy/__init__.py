"""The exercise ``cross_entropy``: a folder that proves itself."""
