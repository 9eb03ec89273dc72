"""The steps by which a freshly forked child locks itself down before it sees a submission; their order matters.

Privileged steps come first; then the privileges are dropped; the filter, which would forbid the steps themselves, comes
last. Finally, the child attempts three things that must fail.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass

from grader.sandbox import policy
from grader.sandbox.layers import Layer
from grader.sandbox.linux import kernel, landlock, seccomp

RPC = 3
"""The descriptor for requests and answers; 0 is null, and 1 and 2 are the captured output."""


class LockDownFailed(Exception):  # noqa: N818
    """A step failed, so this process must not see a submission."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of a lockdown; made by the zygote.

    Attributes:
        layers: the required layers; if one is unavailable, the lockdown fails.
        address_space_bytes: the limit of the whole address space, including the warm interpreter.
        cpu_time_s: the kernel's own limit, a backstop for the one that is watched from outside.
        uid: the user and group to switch to, or None to keep the current ones.
        landlock_abi: the ABI version that the kernel offers.
        program: the seccomp filter.
        join_cgroups: moves the calling process into its cgroups.
        parent_pid: the zygote, or None where a pid namespace hides it (and ends with it).
    """

    layers: frozenset[Layer]
    address_space_bytes: int
    cpu_time_s: int
    uid: int | None
    landlock_abi: int
    program: bytes
    join_cgroups: Callable[[], None]
    parent_pid: int | None


def default_signals() -> None:
    """Reset every handler but SIGPIPE's, which the zygote needs ignored; done once, since children inherit handlers."""
    for number in signal.valid_signals() - {signal.SIGPIPE}:
        if signal.getsignal(number) not in (signal.SIG_DFL, None):
            signal.signal(number, signal.SIG_DFL)


def lock_down(plan: Plan, null: int, rpc: int, output: int) -> None:
    """Lock this process down permanently; afterwards it can compute, print, answer and exit.

    Raises:
        LockDownFailed: with the name of the failed step. The caller must exit.
    """
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("join the cgroups", plan.join_cgroups),
        ("leave the session", lambda: _detach(plan)),
        ("arrange descriptors", lambda: _arrange_descriptors(null, rpc, output)),
        ("set limits", lambda: _set_limits(plan)),
        ("drop privileges", lambda: _drop_privileges(plan)),
        ("tie to the parent", lambda: _tie_to_parent(plan)),
        ("no new privileges", _no_new_privileges),
        ("landlock", lambda: _landlock(plan)),
        ("limit descriptors", lambda: _limit("NOFILE", policy.MAX_DESCRIPTORS)),
        ("seccomp", lambda: _seccomp(plan)),
        ("canary", _canary),
    )
    for name, step in steps:
        try:
            step()
        except (OSError, ValueError, LockDownFailed) as error:
            raise LockDownFailed(f"{name}: {error}") from error


def _detach(plan: Plan) -> None:
    os.setsid()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.nice(policy.NICENESS)


def _arrange_descriptors(null: int, rpc: int, output: int) -> None:
    if min(null, rpc, output) <= RPC:
        raise LockDownFailed("a descriptor lies where another must go")
    for source, target in ((null, 0), (output, 1), (output, 2), (rpc, RPC)):
        os.dup2(source, target, inheritable=False)
    kernel.close_descriptors_from(RPC + 1)
    os.chdir("/")


def _set_limits(plan: Plan) -> None:
    if Layer.RLIMITS not in plan.layers:
        return
    _limit("AS", plan.address_space_bytes)
    _limit("CPU", plan.cpu_time_s, plan.cpu_time_s + 1)
    _limit("STACK", policy.STACK_BYTES)
    for name in policy.RLIMITS_ZERO:
        if name != "NPROC":  # step 6: setresuid would compare it with the new user's processes
            _limit(name, 0)


def _limit(name: str, soft: int, hard: int | None = None) -> None:
    """Lower a resource limit, never raise it, and verify the new value."""
    kind: int = getattr(resource, f"RLIMIT_{name}")
    _, ceiling = resource.getrlimit(kind)
    unlimited = ceiling == resource.RLIM_INFINITY
    hard = soft if hard is None else hard
    wanted = (soft, hard) if unlimited else (min(soft, ceiling), min(hard, ceiling))
    resource.setrlimit(kind, wanted)
    if resource.getrlimit(kind) != wanted:
        raise LockDownFailed(f"RLIMIT_{name} is not what was set")


def _drop_privileges(plan: Plan) -> None:
    kernel.drop_bounding_capabilities()
    if plan.uid is not None:
        os.setgroups([])
        os.setresgid(plan.uid, plan.uid, plan.uid)
        os.setresuid(plan.uid, plan.uid, plan.uid)
        if {*os.getresuid(), *os.getresgid(), *os.getgroups()} != {plan.uid}:
            raise LockDownFailed("still another user")
    kernel.clear_capabilities()
    if kernel.effective_capabilities():
        raise LockDownFailed("capabilities remain")


def _tie_to_parent(plan: Plan) -> None:
    if Layer.RLIMITS in plan.layers:
        _limit("NPROC", 0)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0, "prctl(PR_SET_DUMPABLE)")
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, "prctl(PR_SET_PDEATHSIG)")
    if plan.parent_pid is not None and os.getppid() != plan.parent_pid:
        raise LockDownFailed("the zygote is gone")


def _no_new_privileges() -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, "prctl(PR_SET_NO_NEW_PRIVS)")


def _landlock(plan: Plan) -> None:
    if Layer.LANDLOCK in plan.layers:
        landlock.restrict(plan.landlock_abi)
        # Check now, while nothing else could be the cause: later this would fail for other reasons as well.
        _must_fail("open /", errno.EACCES, lambda: os.close(os.open("/", os.O_RDONLY)))


def _seccomp(plan: Plan) -> None:
    if Layer.SECCOMP in plan.layers:
        seccomp.install(plan.program)


def _canary() -> None:
    # Accept only the filter's error numbers: a full descriptor table (EMFILE) or a process limit (EAGAIN) is no proof.
    _must_fail("open", errno.EACCES, lambda: os.close(os.open("/", os.O_RDONLY)))
    _must_fail("socket", errno.EACCES, lambda: socket.socket(socket.AF_UNIX).close())
    _must_fail("fork", errno.EPERM, _fork)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _must_fail(what: str, code: int, attempt: Callable[[], None]) -> None:
    try:
        attempt()
    except OSError as error:
        if error.errno == code:
            return
        raise LockDownFailed(f"{what} failed for another reason: {error}") from error
    raise LockDownFailed(f"{what} was possible")
