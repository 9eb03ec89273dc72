"""The zygote: a warm interpreter that forks one locked-down child for each submission.

It is started as a new process, never forked from a worker, so that its memory holds no secrets of the worker. It
receives orders over a socket (JSON, with descriptors) and never sees a submission: the worker talks to the children
directly.

Orders: ``{"do": "fork", "memory_bytes", "cpu_time_s"}`` with the child's two descriptors, answered with the pid and a
pidfd; ``{"do": "reap", "pid"}`` for a child that was killed, answered with how it ended and what it used.
"""

from __future__ import annotations

import gc
import io
import json
import os
import platform
import select
import signal
import socket
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from grader.sandbox import codec, policy
from grader.sandbox.child import imports
from grader.sandbox.child.lockdown import RPC, Plan, default_signals, lock_down
from grader.sandbox.child.request_loop import capture_output, output_stream, rehearse, send, serve
from grader.sandbox.layers import Layer
from grader.sandbox.linux import cgroups, kernel, landlock, namespaces, seccomp
from grader.sandbox.linux.cgroups import Cgroup, Cgroups
from grader.sandbox.wire import EXIT_HARNESS, EXIT_LOCKDOWN

_MAY_CHANGE = 1 << kernel.CAP_SETUID | 1 << kernel.CAP_SETGID | 1 << kernel.CAP_KILL
_MAX_ORDER_BYTES = 4096


def main(control: int, worker_pid: int, name: str, without: Collection[str]) -> None:
    """Become the zygote that serves the socket `control`; return when the worker closes it or ends.

    Args:
        control: the descriptor of a SOCK_SEQPACKET socket.
        worker_pid: the process that started this one; when it ends, so does everything here.
        name: a unique name for the cgroup folder.
        without: layers to leave out, for tests.
    """
    worker = os.pidfd_open(worker_pid)
    if os.getppid() != worker_pid:
        return
    default_signals()
    # Before anything is given up: in a user namespace, even root may be unable to read the interpreter's files.
    stream = _warm_up()
    missing = {Layer(layer): "left out on request" for layer in without}
    other_users = True
    if Layer.NAMESPACES not in missing:
        try:
            other_users = not namespaces.leave()
        except OSError as error:
            missing[Layer.NAMESPACES] = str(error)
        else:
            _go_inside()
    if Layer.UID not in missing and not (other_users and kernel.effective_capabilities() & _MAY_CHANGE == _MAY_CHANGE):
        missing[Layer.UID] = "no permission to switch to another user and end that user's processes"
    zygote = Zygote(socket.socket(fileno=control), worker, missing, stream)
    zygote.prepare(name)
    zygote.serve()


def _warm_up() -> io.TextIOWrapper:
    imports.warm()
    rehearse()
    stream = output_stream()
    sys.path.clear()
    sys.path_importer_cache.clear()
    tasks = len(list(Path("/proc/self/task").iterdir()))
    if tasks != 1:
        raise RuntimeError(f"{tasks} tasks before the first fork: a library started threads")
    gc.collect()
    gc.freeze()
    return stream


def _go_inside() -> None:
    """Fork into the new pid namespace; the process outside only waits."""
    outside = os.pidfd_open(os.getpid())
    if inside := os.fork():
        kernel.close_descriptors_from(3)
        os.waitpid(inside, 0)
        os._exit(0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL, "prctl(PR_SET_PDEATHSIG)")
    if select.select([outside], [], [], 0)[0]:
        os._exit(1)
    os.close(outside)


class Zygote:
    """Fork children and reap them.

    Args:
        control: the socket that orders come from.
        worker: a pidfd that becomes readable when the worker has ended.
        missing: the layers that are unavailable, each with the reason.
        stream: the stream that children print to.
    """

    def __init__(
        self, control: socket.socket, worker: int, missing: dict[Layer, str], stream: io.TextIOWrapper
    ) -> None:
        self._control = control
        self._worker = worker
        self._missing = missing
        self._stream = stream
        self._children: dict[int, Cgroup | None] = {}
        self._proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._statm = os.open("self/statm", os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._proc)
        self._null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
        self._cgroups: Cgroups | None = None
        self._pids: namespaces.ChildPids | None = None
        self._landlock_abi = 0
        self._program = b""

    def prepare(self, name: str) -> None:
        """Find the available layers, close off the file system, and report."""
        with suppress(OSError):  # protects the rest of the machine; not a layer
            Path("/proc/self/oom_score_adj").write_text("1000")
        if Layer.CGROUPS not in self._missing:
            with self._finding(Layer.CGROUPS):
                self._cgroups = Cgroups(cgroups.own_place(), name)
        with self._finding(Layer.LANDLOCK):
            self._landlock_abi = landlock.abi()
        with self._finding(Layer.SECCOMP):
            self._program = seccomp.program(platform.machine())
        if Layer.NAMESPACES not in self._missing:
            self._pids = namespaces.ChildPids(self._proc)
            namespaces.empty_root()
        kernel.drop_bounding_capabilities()  # once for all children; each of them checks again
        self._answer({"missing": self._missing, "cgroups": self._cgroups.paths if self._cgroups else ()})

    @contextmanager
    def _finding(self, layer: Layer) -> Iterator[None]:
        """Record why a layer is unavailable."""
        try:
            yield
        except OSError as error:
            self._missing.setdefault(layer, str(error))

    def serve(self) -> None:
        """Carry out orders until the worker closes the socket or ends; leave nothing behind."""
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        poller.register(self._worker, select.POLLIN)
        while not any(descriptor == self._worker for descriptor, _ in poller.poll()):
            data, descriptors, _, _ = socket.recv_fds(self._control, _MAX_ORDER_BYTES, 2, socket.MSG_CMSG_CLOEXEC)
            if not data:
                break
            order: dict[str, Any] = json.loads(data)
            if order.pop("do") == "fork":
                self._fork(*descriptors, **order)
            else:
                self._answer(self._reap(**order))
        for pid in list(self._children):
            os.kill(pid, signal.SIGKILL)
            self._reap(pid)
        if self._cgroups:
            self._cgroups.close()

    def _answer(self, answer: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        socket.send_fds(self._control, [json.dumps(answer).encode()], descriptors)

    def _fork(self, rpc: int, output: int, memory_bytes: int, cpu_time_s: int) -> None:
        group = self._cgroups.create(memory_bytes) if self._cgroups else None
        plan = Plan(
            layers=frozenset(set(Layer) - set(self._missing)),
            address_space_bytes=self._address_space_bytes() + memory_bytes,
            cpu_time_s=cpu_time_s,
            uid=None if Layer.UID in self._missing else policy.CHILD_UID,
            landlock_abi=self._landlock_abi,
            program=self._program,
            join_cgroups=group.join if group else _stay,
            parent_pid=None if self._pids else os.getpid(),
        )
        pid = self._pids.fork() if self._pids else os.fork()
        if pid == 0:
            _live(plan, self._stream, self._null, rpc, output)
        self._children[pid] = group
        os.close(rpc)
        os.close(output)
        pidfd = os.pidfd_open(pid)
        self._answer({"pid": pid}, [pidfd])
        os.close(pidfd)

    def _address_space_bytes(self) -> int:
        # Through a descriptor opened before the file system was removed; at the fork, the child's size is the same.
        return int(os.pread(self._statm, 64, 0).split()[0]) * os.sysconf("SC_PAGESIZE")

    def _reap(self, pid: int) -> dict[str, Any]:
        _, status, usage = os.wait4(pid, 0)
        group = self._children.pop(pid)
        oom_kills = 0
        if group:
            oom_kills = group.oom_kills()
            group.remove()
        return {
            "exit_code": os.waitstatus_to_exitcode(status),
            "cpu_time_s": usage.ru_utime + usage.ru_stime,
            "max_rss_bytes": usage.ru_maxrss * 1024,
            "oom_kills": oom_kills,
        }


def _stay() -> None:
    """Join no cgroup."""


def _live(plan: Plan, stream: io.TextIOWrapper, null: int, rpc: int, output: int) -> NoReturn:
    """Run as a child, from the fork to the end of the process."""
    # Local names: a submission can empty every module, and even then control must not return to the zygote's code.
    end, code = os._exit, EXIT_HARNESS
    try:
        try:
            lock_down(plan, null, rpc, output)
            capture_output(stream)
            rehearse()
            send(RPC, codec.encode(("ready", sorted(map(str, plan.layers)))))
        except BaseException as error:  # noqa: BLE001 - the boundary of a process
            _report_failure(error, rpc)
            end(EXIT_LOCKDOWN)
        serve(RPC, RPC, stream)
    finally:
        end(code)


def _report_failure(error: BaseException, rpc: int) -> None:
    for descriptor in (rpc, RPC):  # whichever is the channel by now
        with suppress(OSError):
            send(descriptor, codec.encode(("failed", str(error)[:1000])))
            return
