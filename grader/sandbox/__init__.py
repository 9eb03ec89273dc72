"""Runs a submission where it can do no harm and answers with plain values.

`types` is what both sides of the package's border speak; the rest of this package is how it is kept.
"""
