"""A worker that has nothing: an ordinary user without capabilities, under a filter like Docker's.

``python -m tests.sandbox.unprivileged start N`` gives up what it has, then executes itself as ``serve N``, so that the
worker is a process that never had more; N is the descriptor of a connection. A user who is not root gives up nothing
but the calls that the filter refuses.
"""

from __future__ import annotations

import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from grader.sandbox import Sandbox
from grader.sandbox.linux import kernel, seccomp
from grader.sandbox.types import Tier
from tests.sandbox import docker
from tests.sandbox.conftest import LIMITS
from tests.sandbox.target import Target, serve

NOBODY = 65534
ROOT = Path(__file__).parents[2]
_MS_BIND = 0x1000


def start(connection: int) -> None:
    """Give everything up and become the worker."""
    if os.geteuid() == 0:
        make_readable([ROOT, Path(sys.prefix), Path(sys.base_prefix)])
        kernel.drop_bounding_capabilities()
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        kernel.clear_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install(docker.profile())
    os.set_inheritable(connection, True)
    os.execv(sys.executable, [sys.executable, "-m", "tests.sandbox.unprivileged", "serve", str(connection)])


def others_may_read() -> bool:
    """Whether the files are for everybody; the folders above them need not be."""
    return all(Path(path).stat().st_mode & 0o004 for path in (__file__, np.__file__, os.__file__, sys.executable))


def make_readable(paths: list[Path]) -> None:
    """Let everybody reach `paths`, in this process's own view of the file system; the files stay as they are.

    A folder above them that only its owner may enter is covered by an empty one, in which they are mounted again.
    """
    closed = {folder for path in paths for folder in path.parents if not folder.stat().st_mode & 0o001}
    tops = [folder for folder in closed if not closed.intersection(folder.parents)]
    if not tops:
        return
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    for top in tops:
        inside = [path for path in paths if top in path.parents]
        wanted = [path for path in inside if not set(inside).intersection(path.parents)]
        kept = {path: os.open(path, os.O_PATH) for path in dict.fromkeys(wanted)}
        kernel.mount("none", str(top), "tmpfs", 0, "mode=755")
        for path, descriptor in kept.items():
            path.mkdir(parents=True)
            kernel.mount(f"/proc/self/fd/{descriptor}", str(path), None, _MS_BIND | kernel.MS_REC)
            os.close(descriptor)
    os.chdir(ROOT)  # into the new mount, past the closed door


def work(connection: int) -> None:
    """Be the worker."""
    with Sandbox.start(floor=Tier.T2, limits=LIMITS) as sandbox:
        serve(Target(sandbox), Connection(connection))


if __name__ == "__main__":
    {"start": start, "serve": work}[sys.argv[1]](int(sys.argv[2]))
