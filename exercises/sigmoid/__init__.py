"""The exercise ``sigmoid``: a folder that proves itself."""
