"""The exercise ``xor_mlp``: a folder that proves itself."""
