"""Every step of the lock-down notices when it did nothing, and then no submission is let in."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from tests.sandbox.test_lifecycle import ROOT

# A fresh process that locks itself down with one step made harmless, and says what came of it.
SCRIPT = """
import os, platform, resource, signal, socket, sys
from grader.sandbox.linux import landlock, kernel, seccomp
from grader.sandbox.child import lockdown
from grader.sandbox import policy
from grader.sandbox.layers import Layer
from grader.sandbox.child.lockdown import LockDownFailed, Plan, lock_down

ours, theirs = socket.socketpair()
null, rpc, output = os.open("/dev/null", os.O_RDWR), os.dup(theirs.fileno()), os.dup(1)
result = os.dup(1)
pid = os.fork()
if pid == 0:
    plan = Plan(
        layers=frozenset(Layer) - {layer for layer in Layer if layer in (LAYERS_LEFT_OUT)},
        address_space_bytes=1 << 32, cpu_time_s=5, uid=65534 if os.geteuid() == 0 else None,
        landlock_abi=landlock.abi(), program=seccomp.program(platform.machine()), join_cgroups=lambda: None,
        parent_pid=os.getppid(),
    )
    def nothing(*args, **kwargs): return None
    TAMPER
    try:
        lock_down(plan, null, rpc, output)
        said = "locked down" + str(LOOK)
    except LockDownFailed as error:
        said = str(error)
    for descriptor in (result, 1):
        try:
            os.write(descriptor, said.encode())
            break
        except OSError:
            pass
    os._exit(0)
os.wait()
"""


def lock(tamper: str = "pass", look: str = "''", left_out: str = "()") -> str:
    script = SCRIPT.replace("TAMPER", tamper).replace("LOOK", look).replace("LAYERS_LEFT_OUT", left_out)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_untouched_it_locks_down() -> None:
    assert lock() == "locked down"


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to give up")


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        ("landlock.restrict = nothing", "landlock: open / was possible"),
        ("seccomp.install = nothing", "canary: open failed for another reason"),
        ("seccomp.install = nothing; lockdown._limit = nothing; landlock.restrict = nothing; "
         "lockdown._landlock = nothing", "canary: open was possible"),
        ("policy.ALLOW['openat'] = policy.ALLOW['open'] = ''; plan = replaced(plan)", "canary: "),
        ("policy.ALLOW['socket'] = ''; plan = replaced(plan)", "canary: socket failed for another reason"),
        ("policy.ALLOW['clone'] = policy.ALLOW['fork'] = ''; plan = replaced(plan)", "canary: fork "),
        ("resource.setrlimit = nothing", "set limits: RLIMIT_AS is not what was set"),
        pytest.param("os.setresuid = nothing", "drop privileges: still another user", marks=AS_ROOT),
        pytest.param("os.setresgid = nothing", "drop privileges: still another user", marks=AS_ROOT),
        pytest.param(
            "kernel.clear_capabilities = nothing; plan = replaced(plan, uid=None)",
            "drop privileges: capabilities remain", marks=AS_ROOT,
        ),
        ("plan = replaced(plan, parent_pid=1)", "tie to the parent: the zygote is gone"),
        ("plan = replaced(plan, landlock_abi=99, layers=plan.layers)", "locked down"),
        ("rpc = 2", "arrange descriptors: a descriptor lies where another must go"),
        ("plan = replaced(plan, join_cgroups=lambda: os.rmdir('/none'))", "join the cgroups: [Errno 2]"),
        ("kernel.prctl = nothing", "landlock"),
    ],
)  # fmt: skip
def test_a_step_that_did_nothing_is_noticed(tamper: str, says: str) -> None:
    replaced = (
        "import dataclasses\n"
        "    def replaced(plan, **changes):\n"
        "        changes.setdefault('program', seccomp.program(platform.machine()))\n"
        "        return dataclasses.replace(plan, **changes)\n    "
    )
    assert lock(replaced + tamper).startswith(says)


@pytest.mark.parametrize(
    ("look", "found"),
    [
        ("sorted(fd for fd in range(64) if there(fd))", "[0, 1, 2, 3]"),
        ("signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL", "True"),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, ())", "set()"),
        ("os.getresuid() == (65534,) * 3 or os.geteuid() != 0", "True"),
        ("kernel.libc.prctl(39, 0, 0, 0, 0)", "-1"),
    ],
)
def test_what_is_left_afterward(look: str, found: str) -> None:
    there = (
        "def there(fd):\n"
        "        try: os.lseek(fd, 0, 1)\n"
        "        except OSError as error: return error.errno != 9\n"
        "        return True"
    )
    assert found in lock(there, look)
