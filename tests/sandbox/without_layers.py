"""What each layer is there for: the attacks that succeed, or end differently, when it alone is taken away.

``python -m tests.sandbox.without_layers`` prints the table and exits with 1 if a layer turns out to stop nothing. It
takes a minute or two; `test_layers` is the short form. It wants tier T1, as root.

For each layer there are two kinds of proof. *Alone*: attacks that get past every other layer, because those were
opened on purpose, are stopped by this one and succeed without it. *Among the others*: of the whole table, which attacks
end in another way when only this layer is missing (another layer may still stop them).
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import Layer, Sandbox, SandboxUnavailable
from grader.sandbox.types import End, Tier
from tests.sandbox import weakened
from tests.sandbox.attacks import ATTACKS, Attack
from tests.sandbox.target import Target
from tests.sandbox.test_attacks import how_it_ended, play

OPEN = "os.close(0)  # the limit on descriptors leaves room for four\n"
NAMESPACES, CGROUPS, LANDLOCK, SECCOMP, UID, RLIMITS = (Layer[name] for name in (
    "NAMESPACES", "CGROUPS", "LANDLOCK", "SECCOMP", "UID", "RLIMITS",
))  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One attack on one layer, with the others out of its way.

    Attributes:
        layer: which must stop it.
        attack: what; `stopped_by` is how the layer does.
        open_layers: others that are left out both times.
        open_calls: what the filter lets through both times.
    """

    layer: Layer
    attack: Attack
    open_layers: frozenset[Layer] = frozenset()
    open_calls: tuple[str, ...] = ()


def case(
    layer: Layer,
    name: str,
    body: str,
    stopped_by: object,
    layers: tuple[Layer, ...] = (),
    calls: tuple[str, ...] = (),
) -> Case:
    return Case(layer, Attack(name, body, stopped_by), frozenset(layers), calls)


READ_FILE = OPEN + "return 'root' in open('/etc/passwd').read()"
READ_VICTIM = OPEN + "return open('{victim}').read() == 'precious'"
CONNECT = OPEN + "with socket.socket() as s: s.connect(('127.0.0.1', {port}))\nreturn True"
FORK = "if os.fork() == 0: os._exit(0)\nreturn True"
ALLOCATE = "return sum(np.ones(1 << 20).size for _ in [0]) > 0 and np.ones(50 << 20).size > 0"  # 400 MB

CASES = (
    case(SECCOMP, "memory_file", OPEN + "return os.memfd_create('x') >= 0", End.POLICY),
    case(SECCOMP, "machine_code", "return len(mmap.mmap(-1, 4096, prot=7)) == 4096", "PermissionError"),
    case(SECCOMP, "another_name", "return libc.prctl(15, b'zygote', 0, 0, 0) == 0", False),
    case(LANDLOCK, "read_a_file", READ_FILE, "PermissionError", (NAMESPACES, CGROUPS), weakened.FILES),
    case(LANDLOCK, "connect", CONNECT, "PermissionError", (NAMESPACES, CGROUPS), weakened.NETWORK),
    case(NAMESPACES, "read_a_file", READ_FILE, "FileNotFoundError", (LANDLOCK,), weakened.FILES),
    case(NAMESPACES, "connect", CONNECT, "OSError", (LANDLOCK,), weakened.NETWORK),
    case(UID, "read_the_workers_file", READ_VICTIM, "PermissionError", (LANDLOCK, NAMESPACES), weakened.FILES),
    case(UID, "signal_the_zygote", "os.kill({zygote}, 0)\nreturn True", "PermissionError", (LANDLOCK, NAMESPACES),
         weakened.SIGNALS),
    case(RLIMITS, "allocate", ALLOCATE, ("MemoryError", "_ArrayMemoryError"), (CGROUPS,)),
    case(RLIMITS, "fork", FORK, "BlockingIOError", (CGROUPS,), weakened.TASKS),
    case(CGROUPS, "allocate", ALLOCATE, End.MEMORY, (RLIMITS,)),
    case(CGROUPS, "fork", FORK, "BlockingIOError", (RLIMITS,), weakened.TASKS),
)  # fmt: skip


@contextmanager
def surroundings() -> Iterator[tuple[int, Path]]:
    """Something to connect to, and a file that only the worker's user may read."""
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        victim = Path(folder, "victim")
        victim.write_text("precious")
        victim.chmod(0o600)
        yield server.getsockname()[1], victim


def try_case(case: Case) -> tuple[object, object]:
    """Return how the attack of a case ends with its layer, and without it."""
    ends = []
    for without in (case.open_layers, case.open_layers | {case.layer}):
        with surroundings() as (port, victim), weakened.weakened_sandbox(without, case.open_calls) as sandbox:
            body = case.attack.body.replace("{victim}", str(victim))
            attack = Attack(case.attack.name, body, case.attack.stopped_by)
            ends.append(how_it_ended(play(Target(sandbox), attack, port)))
    return ends[0], ends[1]


def ends_differently(layer: Layer) -> list[str]:
    """Return the attacks of the table that end otherwise when only `layer` is missing."""
    # Without the filter only those that do no harm where they succeed.
    attacks = [attack for attack in ATTACKS if attack.provable or layer is not SECCOMP]
    with surroundings() as (port, _), weakened.weakened_sandbox({layer}) as sandbox:
        target = Target(sandbox)
        return [attack.name for attack in attacks if how_it_ended(play(target, attack, port)) not in attack.endings]


def what_a_worker_does(layer: Layer) -> str:
    """Return how strong a worker is that lacks `layer`, or that it refuses to start."""
    try:
        with Sandbox.start(floor=Tier.T2, without={layer}) as sandbox:
            return f"has {sandbox.tier}"
    except SandboxUnavailable:
        return "refuses"


def main() -> int:
    """Print the table."""
    os.environ.setdefault("CHAINRULE_MARK", f"chainrule-{os.getpid()}")
    os.environ["CHAINRULE_CANARY"] = "secret"
    print(
        "layer       | a worker | alone it stops, and without it succeed | end differently without it, among the others"
    )
    useless = []
    for layer in Layer:
        alone = []
        for tried in (case for case in CASES if case.layer is layer):
            stopped, free = try_case(tried)
            if stopped in tried.attack.endings and free is True:
                alone.append(tried.attack.name)
            else:
                print(f"{layer}: {tried.attack.name} ended with {stopped!r}, and without it with {free!r}")
        worker, among = what_a_worker_does(layer), ends_differently(layer)
        shown = ", ".join(among[:6]) + (f" and {len(among) - 6} more" if len(among) > 6 else "")
        shown = shown or "none: another layer stops the same"
        print(f"{layer:<11} | {worker:<8} | {', '.join(alone) or 'nothing'} | {shown}", flush=True)
        if not alone:
            useless.append(layer)
    if useless:
        print(f"no test fails without: {', '.join(useless)}")
    return 1 if useless else 0


if __name__ == "__main__":
    sys.exit(main())
