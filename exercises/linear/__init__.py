"""The exercise ``linear``: a folder that proves itself."""
