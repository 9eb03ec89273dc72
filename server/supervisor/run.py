"""Start the parts of the platform in order, watch them, and stop them in reverse order."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from pydantic import ValidationError

from server.core.settings import Settings
from server.supervisor import broker
from server.supervisor.child import Child
from server.supervisor.containment import choose_floor
from server.supervisor.errors import CannotStart
from server.supervisor.state_directory import StateDirectory, require_free_port

EXIT_CANNOT_START = 2
WEB_START_S = 60.0
TICK_S = 0.1


class Stop(BaseException):
    """The user or the system asked to stop; not an Exception, so that no handler on the way catches it."""


def main() -> int:
    """Run the embedded platform until it is stopped; return the exit code."""
    try:
        settings = Settings()
    except ValidationError as error:
        for item in error.errors(include_url=False):
            _say(f"{_variable(item['loc'])}: {item['msg']}", to_errors=True)
        return EXIT_CANNOT_START
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    os.umask(0o077)  # the database, the logs and the queue are for this user only
    try:
        with StateDirectory(settings.state_dir) as state:
            require_free_port(settings.host, settings.port)
            Platform(settings, state).run()
    except CannotStart as error:
        _say(str(error), to_errors=True)
        return EXIT_CANNOT_START
    except Stop:
        pass
    return 0


def _variable(place: Sequence[int | str]) -> str:
    """Return the name under which the user set a setting; the port has two."""
    name = ".".join(map(str, place)) or "settings"
    is_short = name == "CHAINRULE_PORT" and "PORT" in os.environ and name not in os.environ
    return "PORT" if is_short else name


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # Handle this once: a second Ctrl+C must not interrupt the shutdown.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stop


class Platform:
    """The child processes of the supervisor."""

    def __init__(self, settings: Settings, state: StateDirectory) -> None:
        self._settings = settings
        self._state = state
        self._children: list[Child] = []
        self._environment = self._make_environment()

    def run(self) -> None:
        """Start and watch all children, and end them whatever happens."""
        try:
            self._start_broker()
            logins = self._prepare()
            self._add("web", [sys.executable, "-m", "gunicorn", "-c", "python:server.gunicorn",
                              "--bind", _address(self._settings), "server:create_app()"], patience_s=6)  # fmt: skip
            floor, warning = choose_floor(self._settings, self._environment)
            self._environment["CHAINRULE_SANDBOX_FLOOR"] = floor
            self._add("worker", [sys.executable, "-m", "server.worker.consumer"], patience_s=30)
            self._add("reconciler", [sys.executable, "-m", "server.worker.reconciler"], patience_s=5)
            self._wait_for_web()
            self._greet(logins, warning)
            while True:
                self._tend()
                time.sleep(TICK_S)
        finally:
            self._end()

    def _make_environment(self) -> dict[str, str]:
        environment = dict(os.environ)
        environment["CHAINRULE_STATE_DIR"] = str(self._state.path)
        environment["CHAINRULE_REDIS_URL"] = self._redis_url
        if not self._settings.secret_key.get_secret_value():
            environment["CHAINRULE_SECRET_KEY"] = self._state.secret()
        return environment

    @property
    def _redis_url(self) -> str:
        return self._settings.redis_url or f"unix://{self._state.broker_socket}?db=0"

    def _add(self, name: str, command: list[str], *, patience_s: float) -> Child:
        child = Child(
            name, command, environment=self._environment, log=self._state.log(name), patience_s=patience_s
        )  # fmt: skip
        self._children.append(child)
        child.start()
        return child

    def _start_broker(self) -> None:
        if self._settings.redis_url:
            return
        program = broker.find()
        line = broker.command(program, self._state.broker_socket, self._state.path)
        self._add("broker", line, patience_s=5)
        broker.wait_until_ready(self._redis_url)

    def _prepare(self) -> str:
        _say("Preparing the database. The first start also creates the demo course, which takes a moment …")
        log = self._state.log("prepare")
        with log.open("ab") as errors:
            done = subprocess.run(
                [sys.executable, "-m", "server.supervisor.prepare"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                check=False,
            )
        if done.returncode != 0:
            raise CannotStart(f"The database could not be prepared: {_last_line(log)} (see {log})")
        return done.stdout.decode()

    def _wait_for_web(self) -> None:
        ends_at = time.monotonic() + WEB_START_S
        web = next(child for child in self._children if child.name == "web")
        while not _answers(self._settings):
            if web.exit_code() is not None or time.monotonic() > ends_at:
                raise CannotStart(f"The web server did not start: {_last_line(web.log)} (see {web.log})")
            time.sleep(0.05)

    def _greet(self, logins: str, warning: str) -> None:
        _say(f"\nChainrule is at http://{_address(self._settings)}\n")
        if logins:
            _say(logins)
        if warning:
            _say(warning, to_errors=True)
        _say(f"Data and logs are in {self._state.path}. Press Ctrl+C to stop.")

    def _tend(self) -> None:
        now = time.monotonic()
        for child in self._children:
            said = child.tend(now)
            if said:
                _say(said, to_errors=True)

    def _end(self) -> None:
        """End the children in reverse order, the broker last, so that gradings can still report their progress."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        later = [child for child in self._children if child.name == "broker"]
        first = [child for child in reversed(self._children) if child.name != "broker"]
        for group in (first, later):
            for child in group:
                child.terminate()
            for child in group:
                child.wait()


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def _answers(settings: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "there was no output"


def _say(text: str, *, to_errors: bool = False) -> None:
    print(text, file=sys.stderr if to_errors else sys.stdout, flush=True)
