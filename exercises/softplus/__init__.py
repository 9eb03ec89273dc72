"""The exercise ``softplus``: a folder that proves itself."""
