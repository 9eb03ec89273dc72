"""Runs a submission where it can do no harm and answers with plain values.

`Sandbox` is where to begin; `types` is what both sides of the package's border speak; docs/security.md says what is
kept from whom, and how.
"""

from grader.sandbox.errors import SandboxError, SandboxUnavailable
from grader.sandbox.layers import Layer, Probe
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.session import Session

__all__ = ["Layer", "Probe", "Sandbox", "SandboxError", "SandboxUnavailable", "Session"]
