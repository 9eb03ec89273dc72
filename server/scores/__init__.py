"""Scores, late work, overrides, extensions, comments and their history."""
