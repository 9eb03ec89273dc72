"""Where groups can be made: found in every arrangement of hierarchies, or refused with what was tried."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.sandbox.linux import cgroups
from grader.sandbox.linux.cgroups import Cgroups, Place, locate

V2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"
V1 = """31 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
32 25 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids"""
TOGETHER = "31 25 0:28 / /cg rw shared:9 - cgroup cgroup rw,memory,pids"


@pytest.mark.parametrize(
    ("own", "mounts", "version", "memory", "pids"),
    [
        ("0::/user.slice/a.scope", V2, 2, "/sys/fs/cgroup/user.slice/a.scope", None),
        ("0::/", V2, 2, "/sys/fs/cgroup", None),
        ("4:memory:/a/b\n8:pids:/\n0::/", V1, 1, "/sys/fs/cgroup/memory/a/b", "/sys/fs/cgroup/pids"),
        ("4:pids,memory:/a\n0::/", TOGETHER, 1, "/cg/a", None),
        ("4:memory:/a\n8:pids:/p\n0::/x", f"{V1}\n{V2}", 1, "/sys/fs/cgroup/memory/a", "/sys/fs/cgroup/pids/p"),
        # A container sees its own group as the root of the mount, whatever the file says.
        ("4:memory:/docker/1\n8:pids:/docker/1", V1.replace(" / /", " /docker/1 /"), 1, "/sys/fs/cgroup/memory", None),
        ("0::/../other", V2.replace(" / /", " /docker/1 /"), 2, "/sys/fs/cgroup", None),
        ("0::/", V2.replace("/sys/fs/cgroup", "/with\\040space"), 2, "/with space", None),
    ],
)
def test_the_place_is_found(own: str, mounts: str, version: int, memory: str, pids: str | None) -> None:
    place = locate(own, mounts)
    assert place.version == version
    assert str(place.folders["memory"]) == memory
    if pids:
        assert str(place.folders["pids"]) == pids


@pytest.mark.parametrize("mounts", ["", V1.splitlines()[0], "30 24 0:27 / /proc rw - proc proc rw"])
def test_missing_controllers_are_a_reason(mounts: str) -> None:
    with pytest.raises(OSError, match="not mounted"):
        locate("0::/", mounts)


def test_a_folder_that_cannot_be_written_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        Cgroups(Place(1, dict.fromkeys(cgroups.CONTROLLERS, tmp_path / "gone")), "1-a")


def test_a_version_2_group_without_controllers_is_a_reason(tmp_path: Path) -> None:
    # A plain folder stands for a group in which the kernel does not offer the file.
    with pytest.raises(OSError, match="subtree_control"):
        Cgroups(Place(2, dict.fromkeys(cgroups.CONTROLLERS, tmp_path)), "1-a")


def test_folders_of_dead_workers_are_removed_and_of_living_ones_kept(tmp_path: Path) -> None:
    dead, alive, other = (
        tmp_path / name for name in ("chainrule-999999999-a", f"chainrule-{os.getpid()}-a", "mine-1-a")
    )
    for folder in (dead, alive, other):
        (folder / "1").mkdir(parents=True)
    cgroups._remove_left_behind(tmp_path)
    assert [folder.exists() for folder in (dead, alive, other)] == [False, True, True]
