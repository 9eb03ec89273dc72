"""The exercise ``adam``: a folder that proves itself."""
