"""A cgroup for each child, in version 2 or 1, where the worker may create them.

Containers mount the hierarchy read-only, hybrid systems have the controllers in version 1, and a version 2 group with
processes in it cannot delegate its controllers. So everything is tried, and the error says what was tried.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.policy import CGROUP_SLACK_BYTES

PREFIX = "chainrule-"
CONTROLLERS = ("memory", "pids")


@dataclass(frozen=True, slots=True)
class Place:
    """The location of this process's groups.

    Attributes:
        version: 1 or 2.
        folders: the folder of each controller; in version 2 they are the same.
    """

    version: int
    folders: Mapping[str, Path]


def locate(own_groups: str, mounts: str) -> Place:
    """Parse the location from the texts of /proc/self/cgroup and /proc/self/mountinfo.

    Raises:
        OSError: if memory and pids are not both mounted.
    """
    paths = {}
    for line in own_groups.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            paths[controller] = path
    found: dict[str, Path] = {}
    unified = None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, (kind, _, options, *_) = before.split(), [*after.split(), "", "", ""]
        root, target = fields[3], fields[4]
        if kind == "cgroup2":
            unified = _folder(target, root, paths.get("", "/"))
        elif kind == "cgroup":
            for controller in set(options.split(",")).intersection(CONTROLLERS):
                found[controller] = _folder(target, root, paths.get(controller, "/"))
    if len(found) == len(CONTROLLERS):
        return Place(1, found)
    if unified is not None and not found:
        return Place(2, dict.fromkeys(CONTROLLERS, unified))
    raise OSError("the memory and pids controllers are not mounted")


def own_place() -> Place:
    """Return the location of this process's groups.

    Raises:
        OSError: if memory and pids are not both mounted.
    """
    return locate(Path("/proc/self/cgroup").read_text(), Path("/proc/self/mountinfo").read_text())


def _folder(target: str, root: str, path: str) -> Path:
    """Return the folder of the group `path` in a hierarchy of which `root` is mounted at `target`."""
    decoded = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), target)
    inside = path.removeprefix(root.rstrip("/")) if path.startswith(root.rstrip("/")) else ""
    return Path(decoded, inside.lstrip("/"))


class Cgroups:
    """Create groups below a folder of ours, through descriptors, so that the file system may be removed.

    Args:
        place: the location of the folder.
        name: the name of the folder, after `PREFIX`.

    Raises:
        OSError: if the folder or its limits cannot be created.
    """

    def __init__(self, place: Place, name: str) -> None:
        self.version = place.version
        self._folders: dict[Path, int] = {}
        self._name = PREFIX + name
        self._count = 0
        try:
            for folder in dict.fromkeys(place.folders.values()):
                self._make(folder)
            self._memory = self._folders[place.folders["memory"] / self._name]
            self._pids = self._folders[place.folders["pids"] / self._name]
            self.create(CGROUP_SLACK_BYTES).remove()  # tried before anything relies on it
        except OSError:
            self.close()
            raise
        self.paths = tuple(map(str, self._folders))

    def _make(self, folder: Path) -> None:
        _remove_left_behind(folder)
        path = folder / self._name
        if self.version == 2:
            _hand_down(folder)
        path.mkdir()
        self._folders[path] = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        if self.version == 2:
            _hand_down(path)

    def close(self) -> None:
        """Close the folder, and remove it if the file system is still there."""
        for path, descriptor in self._folders.items():
            os.close(descriptor)
            with suppress(OSError):  # without the file system, the worker removes it; see `remove_tree`
                path.rmdir()

    def create(self, memory_bytes: int) -> Cgroup:
        """Return a new group for one process with `memory_bytes` and some slack."""
        self._count += 1
        group = Cgroup(self.version, dict.fromkeys((self._memory, self._pids)), str(self._count))
        limit = memory_bytes + CGROUP_SLACK_BYTES
        if self.version == 2:
            group.write(self._memory, "memory.max", limit)
            with suppress(FileNotFoundError):  # a kernel without swap accounting
                group.write(self._memory, "memory.swap.max", 0)
        else:
            group.write(self._memory, "memory.limit_in_bytes", limit)
        group.write(self._pids, "pids.max", 1)
        return group


class Cgroup:
    """The group of one child, in one or two hierarchies."""

    def __init__(self, version: int, folders: Mapping[int, None], name: str) -> None:
        self._version = version
        self._folders = tuple(folders)
        self._name = name
        for folder in self._folders:
            os.mkdir(name, dir_fd=folder)

    def write(self, folder: int, file: str, value: int) -> None:
        """Write a number into one of the group's files."""
        descriptor = os.open(f"{self._name}/{file}", os.O_WRONLY | os.O_CLOEXEC, dir_fd=folder)
        try:
            os.write(descriptor, str(value).encode())
        finally:
            os.close(descriptor)

    def join(self) -> None:
        """Move the calling process into the group."""
        for folder in self._folders:
            self.write(folder, "cgroup.procs", 0)

    def oom_kills(self) -> int:
        """Return how many processes the kernel killed for exceeding the group's memory limit."""
        file = "memory.events" if self._version == 2 else "memory.oom_control"
        descriptor = os.open(f"{self._name}/{file}", os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._folders[0])
        try:
            match = re.search(rb"^oom_kill (\d+)$", os.read(descriptor, 4096), re.MULTILINE)
        finally:
            os.close(descriptor)
        return int(match[1]) if match else 0

    def remove(self) -> None:
        """Remove the group; its process must have ended and been reaped."""
        for folder in self._folders:
            os.rmdir(self._name, dir_fd=folder)


def remove_tree(path: str) -> None:
    """Remove a folder of groups that a zygote left behind, except groups still in use."""
    folder = Path(path)
    with suppress(OSError):  # already gone, or still in use and left for the next start
        for group in folder.iterdir():
            if group.is_dir():
                group.rmdir()
        folder.rmdir()


def _remove_left_behind(folder: Path) -> None:
    for path in folder.glob(f"{PREFIX}*"):
        pid = path.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            remove_tree(str(path))


def _hand_down(folder: Path) -> None:
    control = folder / "cgroup.subtree_control"
    missing = set(CONTROLLERS) - set(control.read_text().split())
    if missing:
        control.write_text(" ".join(f"+{controller}" for controller in sorted(missing)))
