"""The exercise ``logistic_regression``: a folder that proves itself."""
