"""The exercise ``jacobians``: a folder that proves itself."""
