"""Run a submission where it can do no harm, and answer with plain values.

Start with `Sandbox`. The module `types` defines what crosses the boundary; docs/security.md describes what is protected
from whom, and how.
"""

from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.layers import Layer, Probe
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.session import Session

__all__ = ["Layer", "Probe", "Sandbox", "SandboxError", "SandboxUnavailable", "Session"]
