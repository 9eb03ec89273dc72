"""The state directory: one supervisor at a time, private, and usable under a long name."""

from __future__ import annotations

import errno
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from server.supervisor.errors import CannotStart
from server.supervisor.state_directory import LOG_LIMIT_BYTES, StateDirectory, require_free_port


def test_a_second_supervisor_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    with (
        StateDirectory(tmp_path),
        pytest.raises(CannotStart, match="in use by a running platform"),
        StateDirectory(tmp_path),
    ):
        pass
    with StateDirectory(tmp_path):
        pass


def test_a_lock_is_not_inherited_by_children(tmp_path: Path) -> None:
    """A child that outlives a killed supervisor must not keep the next one out."""
    look = (
        "import os\n"
        "for fd in os.listdir('/proc/self/fd'):\n"
        "    try: print(os.fstat(int(fd)).st_ino)\n"
        "    except OSError: pass"
    )
    with StateDirectory(tmp_path):
        held = subprocess.check_output([sys.executable, "-c", look], close_fds=False, text=True)
        assert str((tmp_path / "lock").stat().st_ino) not in held.split()


def test_the_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    with StateDirectory(tmp_path / "state") as directory:
        secret = directory.secret()
        assert len(secret) >= 48
        assert directory.secret() == secret
        assert stat.S_IMODE((tmp_path / "state" / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_an_empty_directory_that_others_may_read_becomes_private_and_another_folder_stays(tmp_path: Path) -> None:
    for name in ("empty", "shared"):
        (tmp_path / name).mkdir(mode=0o755)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "shared" / "notes").touch()
    for name, mode in (("empty", 0o700), ("shared", 0o755)):
        with StateDirectory(tmp_path / name):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode


def test_a_long_path_gets_a_short_private_socket(tmp_path: Path) -> None:
    with StateDirectory(tmp_path / ("long" * 30)) as directory:
        path = directory.broker_socket
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.parent.exists()


def test_a_short_path_keeps_its_socket_in_the_state_directory(tmp_path: Path) -> None:
    if len(str(tmp_path)) > 80:
        pytest.skip("the temporary directory has a long name here")
    with StateDirectory(tmp_path) as directory:
        assert directory.broker_socket.parent == tmp_path


@pytest.mark.parametrize("character", "?#%")
def test_characters_that_end_a_url_are_refused(tmp_path: Path, character: str) -> None:
    with pytest.raises(CannotStart, match="must not contain"), StateDirectory(tmp_path / f"a{character}b"):
        pass


def test_a_state_directory_that_cannot_be_created_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="cannot be created"), StateDirectory(tmp_path / "file" / "state"):
        pass


def test_an_overgrown_log_is_renamed(tmp_path: Path) -> None:
    with StateDirectory(tmp_path) as directory:
        directory.log("web").write_bytes(b"x" * (LOG_LIMIT_BYTES + 1))
        assert not directory.log("web").exists()
        assert (tmp_path / "logs" / "web.old.log").exists()


def test_a_taken_port_is_named_with_another_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} .* in use .*PORT={port + 1} make run"):
            require_free_port("127.0.0.1", port)
    require_free_port("127.0.0.1", port)


@pytest.mark.parametrize(("port", "other"), [(80, 8000), (1023, 8000), (1024, 1025), (65_535, 8000)])
def test_instead_of_a_port_that_needs_privileges_one_that_does_not_is_suggested(
    monkeypatch: pytest.MonkeyPatch, port: int, other: int
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(CannotStart, match=rf"Port {port} .* \(Permission denied\).*PORT={other} make run"):
        require_free_port("127.0.0.1", port)
