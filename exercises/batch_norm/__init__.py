"""The exercise ``batch_norm``: a folder that proves itself."""
