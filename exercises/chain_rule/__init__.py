"""The exercise ``chain_rule``: a folder that proves itself."""
