"""A home of its own for every test, a server, and the command as its user runs it."""

import io
import subprocess
import sys
from dataclasses import dataclass

import pytest

from grader.cli import entry
from grader.cli.remote import client
from grader.cli.remote.storage import Login, save_login
from tests.cli.api import TOKEN, serving


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Keep the login of whoever runs the tests out of reach, and the terminal the same everywhere."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return folder


@pytest.fixture
def course(monkeypatch):
    """A server with one user; retries do not make a test wait."""
    monkeypatch.setattr(client, "RETRY_WAITS_S", (0.01, 0.01, 0.01, 0.01))
    with serving() as running:
        yield running


@pytest.fixture
def logged_in(course):
    """The server, with its user's login stored."""
    save_login(Login(course.url, TOKEN, "Ada Lovelace", "ada@example.edu"))
    return course


@pytest.fixture
def grader(capsys, monkeypatch):
    """Run a command in this process."""

    def run(*args, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = entry.run([str(arg) for arg in args])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def grader_process():
    """Run a command as a process of its own."""

    def run(*args, stdin="", timeout=120, **options):
        command = [sys.executable, "-m", "grader", *map(str, args)]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, **options)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
