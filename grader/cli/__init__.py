"""The ``grader`` command: the engine of the platform on one's own machine, and a door to its server."""

from grader.cli.entry import main

__all__ = ["main"]
