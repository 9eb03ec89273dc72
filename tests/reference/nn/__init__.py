"""Tests of layers, losses and modules."""
