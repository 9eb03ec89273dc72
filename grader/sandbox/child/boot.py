"""Where a sandbox process begins: run by path in a fresh interpreter, never imported.

The packages of this distribution import the exercises and the oracle. None of that may be in the memory of a process
that turns into a submission's, so `grader` and `grader.sandbox` are bare packages here, without their ``__init__``.
"""

import importlib
import json
import os
import sys
import types
from pathlib import Path

FORBIDDEN = ("reference", "exercises", "server", "grader.checks", "grader.diagnosis")

folder = Path(__file__).resolve().parents[1]
for name, path in (("grader", folder.parent), ("grader.sandbox", folder)):
    package = types.ModuleType(name)
    package.__path__ = [str(path)]
    sys.modules[name] = package

if __name__ == "__main__":
    role, options = sys.argv[1], json.loads(sys.argv[2])
    sys.argv[:], sys.orig_argv[:] = [""], []  # where things lie on this machine is nobody's business
    # Modules of the standard library would have each fork seed their generators and renew their locks again, before it
    # could do anything. A child seeds for itself, and where there is one thread nobody else holds a lock.
    os.register_at_fork = lambda **_: None
    main = importlib.import_module(
        {"zygote": "grader.sandbox.child.zygote", "plain": "grader.sandbox.child.plain"}[role]
    ).main
    for forbidden in FORBIDDEN:
        if forbidden in sys.modules:
            raise SystemExit(f"{forbidden} must not be in this process")
    main(**options)
