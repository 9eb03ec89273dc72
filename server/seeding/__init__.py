"""Seed a course of any size with the work of its class, for benchmarks and for looking at full pages."""
