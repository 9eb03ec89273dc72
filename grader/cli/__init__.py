"""The ``grader`` command: grade on your own machine, and talk to a server."""

from grader.cli.entry import main

__all__ = ["main"]
