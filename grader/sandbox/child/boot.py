"""The entry point of a sandbox process: run by path in a fresh interpreter, never imported.

The packages of this distribution import the exercises and the reference. Neither may be in the memory of a process that
will run a submission, so `grader` and `grader.sandbox` are bare packages here, without their ``__init__``.
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
    sys.argv[:], sys.orig_argv[:] = [""], []  # hide the paths of this machine
    # Modules of the standard library would reseed their generators and renew their locks after each fork, before the
    # child could do anything. A child seeds for itself, and in a single-threaded process no other thread holds a lock.
    os.register_at_fork = lambda **_: None
    main = importlib.import_module(
        {"zygote": "grader.sandbox.child.zygote", "plain": "grader.sandbox.child.plain"}[role]
    ).main
    for forbidden in FORBIDDEN:
        if forbidden in sys.modules:
            raise SystemExit(f"{forbidden} must not be in this process")
    main(**options)
