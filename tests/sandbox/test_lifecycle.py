"""Starting, probing, falling back, dying and being replaced; and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

import grader
from grader.sandbox import Layer, Sandbox, SandboxUnavailable, policy
from grader.sandbox.host.zygote_process import PendingFork
from grader.sandbox.types import Call, End, Limits, SandboxEnded, Tier
from tests.sandbox.conftest import LIMITS, OUTER_LAYERS
from tests.sandbox.target import Target

pytestmark = pytest.mark.serial
ROOT = Path(grader.__file__).parents[1]


def tree(sandbox: Sandbox) -> list[psutil.Process]:
    zygote = psutil.Process(sandbox._host._zygote.pid)
    return [zygote, *zygote.children(recursive=True)]


def works(sandbox: Sandbox) -> bool:
    target = Target(sandbox)
    done = target.works()
    target.settle()
    return done


def descriptors() -> int:
    return psutil.Process().num_fds()


def zygotes_descriptors(sandbox: Sandbox) -> int:
    return tree(sandbox)[1 if sandbox.tier is Tier.T1 else 0].num_fds()


def gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=5)
    return not alive


@pytest.mark.parametrize("without", [frozenset(), OUTER_LAYERS], ids=["t1", "t2"])
def test_close_leaves_no_process_no_cgroup_and_no_descriptor(without: frozenset[Layer]) -> None:
    before = descriptors()
    sandbox = Sandbox.start(limits=LIMITS, without=without)
    assert works(sandbox)
    processes, groups = tree(sandbox), sandbox._host._zygote._cgroups
    assert len(processes) >= 2
    sandbox.close()
    assert gone(processes)
    assert not any(Path(group).exists() for group in groups)
    assert descriptors() == before


def test_many_sessions_leak_nothing(sandbox: Sandbox) -> None:
    works(sandbox)
    mine, processes = descriptors(), len(tree(sandbox))
    zygotes = zygotes_descriptors(sandbox)
    for _ in range(30):
        assert works(sandbox)
    assert (descriptors(), len(tree(sandbox))) == (mine, processes)
    assert zygotes_descriptors(sandbox) == zygotes


@pytest.mark.parametrize("without", [frozenset(), OUTER_LAYERS], ids=["t1", "t2"])
def test_a_dead_zygote_is_replaced(without: frozenset[Layer]) -> None:
    with Sandbox.start(limits=LIMITS, without=without) as sandbox:
        assert works(sandbox)
        processes, tier = tree(sandbox), sandbox.tier
        os.kill(sandbox._host._zygote.pid, signal.SIGKILL)
        assert gone(processes)
        assert works(sandbox)
        assert sandbox.tier is tier
        assert sandbox._host._zygote.pid != processes[0].pid


@pytest.mark.parametrize("without", [frozenset(), OUTER_LAYERS], ids=["t1", "t2"])
def test_a_zygote_that_dies_in_a_session_is_our_fault_and_the_next_session_works(without: frozenset[Layer]) -> None:
    with Sandbox.start(limits=LIMITS, without=without) as sandbox:
        with sandbox.session() as session:
            session.load(b"def f():\n    while True: pass", "f.py", ["f"])
            threading.Timer(0.2, os.kill, (sandbox._host._zygote.pid, signal.SIGKILL)).start()
            with pytest.raises(SandboxEnded) as info:
                session.run([Call(None, "f")])
        assert info.value.end is End.INFRASTRUCTURE
        assert works(sandbox)


def test_a_child_killed_from_outside_is_our_fault(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"def f():\n    while True: pass", "f.py", ["f"])
        threading.Timer(0.2, os.kill, (session._contained._child._pid, signal.SIGKILL)).start()
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f")])
    assert info.value.end is End.INFRASTRUCTURE
    assert works(sandbox)


def test_a_dead_spare_is_replaced(sandbox: Sandbox) -> None:
    works(sandbox)
    spare = tree(sandbox)[-1]
    spare.kill()
    time.sleep(0.1)
    assert works(sandbox)


def start_in_a_worker(body: str, **kwargs: object) -> subprocess.Popen[str]:
    source = (
        "from grader.sandbox import *\nfrom grader.sandbox.types import *\nimport os, sys, time\n"
        + textwrap.dedent(body)
    )
    return subprocess.Popen(
        [sys.executable, "-c", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **kwargs,
    )


@pytest.mark.parametrize("without", ["", "Layer.NAMESPACES, Layer.CGROUPS"], ids=["t1", "t2"])
def test_nothing_outlives_a_worker_that_is_killed(without: str) -> None:
    worker = start_in_a_worker(
        f"""
        sandbox = Sandbox.start(without=[{without}])
        session = sandbox.session()
        print("up", flush=True)
        session.load(b"while True: pass", "f.py", [])
        """
    )
    with worker:
        assert worker.stdout.readline() == "up\n"
        processes = psutil.Process(worker.pid).children(recursive=True)
        assert len(processes) >= 2
        worker.kill()
        assert gone(processes)


def test_the_zygote_survives_the_thread_that_started_it() -> None:
    started: list[Sandbox] = []
    thread = threading.Thread(target=lambda: started.append(Sandbox.start(limits=LIMITS)))
    thread.start()
    thread.join()
    with started[0] as sandbox:
        pid = sandbox._host._zygote.pid
        time.sleep(0.2)
        assert works(sandbox)
        assert sandbox._host._zygote.pid == pid


def test_a_daemonic_worker_process_can_start_one() -> None:
    """A prefork worker may have no children by multiprocessing; it is ready within a few seconds."""
    worker = start_in_a_worker(
        """
        import multiprocessing
        def work():
            with Sandbox.start() as sandbox, sandbox.session() as session:
                session.load(b"def f(): return 7", "f.py", ["f"])
                print(session.run([Call(None, "f")])[0].value, flush=True)
        process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        process.start()
        process.join()
        """
    )
    with worker:
        output, errors = worker.communicate(timeout=30)
    assert (output, errors) == ("7\n", "")


def test_a_sandbox_of_another_process_refuses_and_leaves_it_alone(t2: Sandbox) -> None:
    works(t2)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            t2.session()
        except RuntimeError:
            os.write(writer, b"refused")
        t2.close()
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    assert os.read(reader, 100) == b"refused"
    os.close(reader)
    assert works(t2)


@pytest.mark.parametrize("layer", [Layer.SECCOMP, Layer.LANDLOCK, Layer.RLIMITS])
def test_below_the_floor_nothing_starts(layer: Layer) -> None:
    children = len(psutil.Process().children(recursive=True))
    with pytest.raises(SandboxUnavailable) as info:
        Sandbox.start(floor=Tier.T2, without={layer})
    assert info.value.reasons
    assert len(psutil.Process().children(recursive=True)) == children


@pytest.mark.parametrize("floor", list(Tier))
def test_without_the_filter_the_canary_exits_whatever_the_floor(floor: Tier) -> None:
    with pytest.raises(SandboxUnavailable, match=r"canary: open failed for another reason|canary: open was possible"):
        Sandbox.start(floor=floor, without={Layer.SECCOMP})


def test_without_landlock_it_is_tier_t3() -> None:
    with Sandbox.start(floor=Tier.T3, without={Layer.LANDLOCK}) as sandbox:
        assert sandbox.tier is Tier.T3
        assert sandbox.probe.missing["landlock"] == "left out on request"
        assert works(sandbox)


def test_t1_is_refused_where_it_cannot_be_had() -> None:
    with pytest.raises(SandboxUnavailable, match="namespaces: left out on request"):
        Sandbox.start(floor=Tier.T1, without=OUTER_LAYERS)


def test_unsafe_needs_both_words() -> None:
    with pytest.raises(SandboxUnavailable):
        Sandbox.start(floor=Tier.T4, without={Layer.SECCOMP})
    with pytest.raises(SandboxUnavailable):
        Sandbox.start(floor=Tier.T2, without={Layer.SECCOMP}, allow_unsafe=True)


def spares(sandbox: Sandbox) -> int:
    zygote = sandbox._host._zygote
    return sum(isinstance(one, PendingFork) for one in zygote._pending) + len(zygote._forked)


def test_the_next_child_is_made_after_the_first_result(t2: Sandbox) -> None:
    works(t2)
    with t2.session() as session:
        session.load(b"def f(): return 1", "f.py", ["f"])
        session.run([Call(None, "f")])
        assert spares(t2) == 1
        session.run([Call(None, "f")])
        assert spares(t2) == 1
    assert spares(t2) == 1


def test_the_next_child_is_made_while_a_loop_runs(t2: Sandbox) -> None:
    works(t2)
    with t2.session(Limits(cpu_time_s=0.3)) as session:
        seen: list[int] = []
        threading.Timer(0.15, lambda: seen.append(spares(t2))).start()
        with pytest.raises(SandboxEnded):
            session.load(b"while True: pass", "f.py", [])
    assert seen == [1]


def test_the_next_child_is_made_after_a_session_that_did_nothing(t2: Sandbox) -> None:
    with t2.session():
        pass
    assert spares(t2) == 1


UNPRIVILEGED = """
    import ctypes
    from grader.sandbox.linux import kernel
    # Only the right to read files: the interpreter may lie in a folder of root's.
    kernel.prctl(8, 1)  # PR_SET_KEEPCAPS
    os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
    header, data = kernel._CapabilityHeader(kernel._CAPABILITY_VERSION_3, 0), kernel._CapabilityData(4, 4, 4, 0, 0, 0)
    kernel.syscall("capset", ctypes.byref(header), ctypes.byref(data))
    kernel.prctl(47, 2, second=2)  # PR_CAP_AMBIENT_RAISE CAP_DAC_READ_SEARCH
    sandbox = Sandbox.start(without={without})
    print(sandbox.tier, *sandbox.probe.layers, flush=True)
    ends = []
    for source in (b"open('/etc/passwd')", b"import numpy as np\\nnp.ones(1 << 40)", b"while True: pass", b"x = 1"):
        try:
            with sandbox.session(Limits(cpu_time_s=0.3)) as session:
                ends.append(type(session.load(source, "f.py", [])).__name__)
        except SandboxEnded as ended:
            ends.append(str(ended.end))
    print(*ends, flush=True)
    print(os.getresuid(), flush=True)
    sandbox.close()
"""


@pytest.mark.root
@pytest.mark.parametrize("without", ["[Layer.NAMESPACES]", "[]"], ids=["no user namespaces", "user namespaces"])
def test_it_works_for_a_user_without_privileges(without: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to become nobody; the other tests have just shown it")
    with start_in_a_worker(UNPRIVILEGED.replace("{without}", without)) as worker:
        output, errors = worker.communicate(timeout=60)
    assert not errors
    first, ends, uid = output.splitlines()
    assert first.startswith("T2 ")
    assert "uid" not in first
    assert ("namespaces" in first) == (without == "[]")
    assert ends == "LoadFailed LoadFailed cpu_time Loaded"
    assert uid == "(65534, 65534, 65534)"


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="the kernel has no autogroups")
@pytest.mark.skipif(os.geteuid() != 0, reason="others may set ten a second")
def test_the_niceness_of_a_child_counts_although_it_leads_a_session() -> None:
    with Sandbox.start(limits=LIMITS, without=OUTER_LAYERS) as sandbox:
        (child,) = tree(sandbox)[1:]  # the spare one
        assert child.nice() == psutil.Process().nice() + policy.NICENESS
        assert Path(f"/proc/{child.pid}/autogroup").read_text().endswith(f"nice {child.nice()}\n")
