"""Tests of regrades."""
