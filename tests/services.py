"""Private PostgreSQL clusters and Redis servers for tests: in temporary directories, on Unix sockets, never shared."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import make_url

from server import schema
from server.core.db import make_engine
from tests.conftest import missing


def wait_until(condition: Callable[[], object], *, timeout_s: float, what: str) -> None:
    """Return as soon as `condition` holds; fail with `what` after `timeout_s`."""
    ends_at = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > ends_at:
            pytest.fail(f"not within {timeout_s:g} s: {what}")
        time.sleep(0.05)


CLUSTER: pytest.StashKey[Postgres] = pytest.StashKey()


class Postgres:
    """A separate cluster, run by an unprivileged user because postgres refuses to run as root."""

    def __init__(self, bin_dir: Path) -> None:
        self._bin = bin_dir
        # Not pytest's tmp_path: the unprivileged user could not enter it.
        self.dir = Path(tempfile.mkdtemp(prefix="chainrule-pg-", dir="/tmp"))
        self._user = _unprivileged() if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.dir, self._user)
        self._databases = 0
        self._ready: str | None = None

    def _run(self, program: str, *args: str) -> None:
        # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
        with (self.dir / "out.log").open("a") as out:
            done = subprocess.run(
                [self._bin / program, *args],
                user=self._user,
                cwd=self.dir,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            pytest.fail(f"{program} ended with {done.returncode}:\n{(self.dir / 'out.log').read_text()[-2000:]}")

    def create(self) -> None:
        self._run("initdb", "-D", "data", "-U", "chainrule", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = (
            f"listen_addresses = ''\nunix_socket_directories = '{self.dir}'\nmax_connections = 200\nfsync = off\n"
        )
        with (self.dir / "data" / "postgresql.conf").open("a") as conf:
            conf.write(settings)

    def start(self) -> None:
        self._run("pg_ctl", "-D", "data", "-l", "server.log", "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", "data", "-m", mode, "-w", "stop")

    def put_schema(self, url: str) -> None:
        """Migrate an empty database to the latest schema quickly, by copying one that was migrated before."""
        if self._ready is None:
            ready = self.new_database()
            engine = make_engine(ready)
            schema.upgrade(engine)
            engine.dispose()
            self._ready = make_url(ready).database
        name = make_url(url).database
        with psycopg.connect(f"host={self.dir} user=chainrule dbname=postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {self._ready}")

    def new_database(self) -> str:
        """Create an empty database; return its SQLAlchemy URL."""
        self._databases += 1
        name = f"chainrule_{self._databases}"
        with psycopg.connect(f"host={self.dir} user=chainrule dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://chainrule@/{name}?host={self.dir}"

    def remove(self) -> None:
        # Without waiting: nobody will use this cluster again.
        with contextlib.suppress(Exception, pytest.fail.Exception):
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "-W", "stop")
        shutil.rmtree(self.dir, ignore_errors=True)


class Redis:
    """A separate server without persistence, on a Unix socket."""

    def __init__(self, program: str) -> None:
        self._program = program
        self.dir = Path(tempfile.mkdtemp(prefix="chainrule-redis-", dir="/tmp"))
        self.socket = self.dir / "redis.sock"
        self.url = f"unix://{self.socket}?db=0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"],
            cwd=self.dir,
            stdout=subprocess.DEVNULL,
        )
        with redis.Redis.from_url(self.url) as client:
            wait_until(lambda: _answers(client), timeout_s=10, what="redis answers")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """Kill the server with SIGKILL; what was not persisted is lost."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart_empty(self) -> None:
        self.kill()
        self.start()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.dir, ignore_errors=True)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def _unprivileged() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    if not known & {"postgres", "nobody"}:
        missing("an unprivileged user to run PostgreSQL as")
    return "postgres" if "postgres" in known else "nobody"


def postgres_bin() -> Path:
    """Return the directory of the newest installed PostgreSQL; skip if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        missing("PostgreSQL")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """Provide one running cluster for all tests that need only their own databases.

    For pytest this is a separate fixture in each folder that imports it, so the cluster is stored with the whole run.
    """
    stash = request.config.stash
    if CLUSTER not in stash:
        cluster = Postgres(postgres_bin())
        request.config.add_cleanup(cluster.remove)
        cluster.create()
        cluster.start()
        stash[CLUSTER] = cluster
    return stash[CLUSTER]


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """Provide an empty database on a private PostgreSQL."""
    return postgres.new_database()


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """Provide a private, empty Redis server that the test may kill and restart."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        missing("redis-server")
    server = Redis(program)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def redis_url(redis_server: Redis) -> str:
    """Provide the URL of a private, empty Redis server."""
    return redis_server.url
