"""Manage the state directory: private, locked by one supervisor at a time, and kept between starts."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from server.core.secret_key import FILE
from server.supervisor.errors import CannotStart

LONGEST_SOCKET_PATH = 100  # bytes; the kernels allow 107 (Linux) and 103 (macOS)
USUAL_PORT = 8000
ORDINARY_PORTS = range(1024, 65_536)  # others do not exist, or need privileges
LOG_LIMIT_BYTES = 5 * 1024 * 1024


class StateDirectory:
    """A locked state directory, used as a context manager.

    Attributes:
        path: the absolute path of the directory.
        broker_socket: the Unix socket of the embedded broker, on a path short enough for one.
    """

    def __init__(self, directory: Path) -> None:
        self.path = directory.absolute()
        self.broker_socket = self.path / "valkey.sock"
        self._lock: int | None = None
        self._short_dir: Path | None = None

    def __enter__(self) -> Self:
        self._create()
        self._take_lock()
        if len(os.fsencode(self.broker_socket)) > LONGEST_SOCKET_PATH:
            # mkdtemp creates directories that are private to the user.
            self._short_dir = Path(tempfile.mkdtemp(prefix="chainrule-"))
            self.broker_socket = self._short_dir / "valkey.sock"
        self.broker_socket.unlink(missing_ok=True)  # left by a broker that was killed; the lock proves that it is gone
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._short_dir is not None:
            shutil.rmtree(self._short_dir, ignore_errors=True)
        if self._lock is not None:
            # Unlock explicitly: a process that is being forked may keep the descriptor open for a moment.
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            os.close(self._lock)

    def secret(self) -> str:
        """Return the secret that signs sessions; it is created once and readable only by this user."""
        path = self.path / FILE
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        return path.read_text()

    def log(self, name: str) -> Path:
        """Return the log file of one child; a log over the limit is renamed first."""
        logs = self.path / "logs"
        logs.mkdir(exist_ok=True)
        path = logs / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
            path.replace(path.with_suffix(".old.log"))
        return path

    def _create(self) -> None:
        if set(str(self.path)) & set("?#%"):  # they have a meaning in the URLs of database and broker
            raise CannotStart(f"The path of the state directory, {self.path}, must not contain ?, #, or %.")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if (self.path / "lock").exists() or not any(self.path.iterdir()):  # ours, not a folder of someone else
                self.path.chmod(0o700)
        except OSError as error:
            raise CannotStart(f"The state directory {self.path} cannot be created: {error.strerror}.") from error

    def _take_lock(self) -> None:
        path = self.path / "lock"
        try:
            self._lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = path.read_text().strip() or "unknown"
            raise CannotStart(
                f"The state directory {self.path} is in use by a running platform (process {owner}). "
                "Stop it, or choose another directory with CHAINRULE_STATE_DIR=…"
            ) from error
        except OSError as error:
            raise CannotStart(f"The state directory {self.path} cannot be used: {error.strerror}.") from error
        os.ftruncate(self._lock, 0)
        os.write(self._lock, f"{os.getpid()}\n".encode())


def require_free_port(host: str, port: int) -> None:
    """Require that the port is free.

    Raises:
        CannotStart: if it is taken or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            in_use = error.errno == errno.EADDRINUSE
            other = port + 1 if port + 1 in ORDINARY_PORTS and port in ORDINARY_PORTS else USUAL_PORT
            reason = "is in use by another program" if in_use else f"cannot be used ({error.strerror})"
            raise CannotStart(
                f"Port {port} on {host} {reason}. Choose another port, for example: PORT={other} make run"
            ) from error
