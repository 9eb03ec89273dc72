"""Benchmarks: how long each part of the platform takes, measured side by side in one run."""
