"""docker-compose.yml: fits the Compose Specification, gives nothing away, and its commands work."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator

from server.core.settings import Settings
from tests.server.deploy import compose
from tests.services import wait_until

SECRETS = {"CHAINRULE_SECRET_KEY": "s" * 48, "POSTGRES_PASSWORD": "p" * 24}
OURS = {"migrate", "web", "worker", "reconciler"}
BIN = Path(sys.executable).parent


def services() -> dict[str, Any]:
    found: dict[str, Any] = compose.load(SECRETS)["services"]
    return found


def test_it_fits_the_compose_specification() -> None:
    schema = json.loads(Path(__file__).with_name("compose_spec.json").read_text())
    Draft7Validator(schema).validate(compose.load(SECRETS))


def test_a_key_that_occurs_twice_is_refused_as_by_compose() -> None:
    with pytest.raises(ValueError, match="'mem_limit' already defined"):
        compose.parse("web: {image: a, mem_limit: 1g, networks: [inside], mem_limit: 2g}")


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_missing_secret_is_refused(missing: str) -> None:
    with pytest.raises(compose.MissingVariable, match=missing):
        compose.load({**SECRETS, missing: ""})


def test_the_application_refuses_a_default_secret_in_production() -> None:
    environment = services()["web"]["environment"]
    assert environment["CHAINRULE_ENV"] == "production"
    with pytest.raises(ValueError, match="CHAINRULE_SECRET_KEY"):
        Settings(env="production")
    with pytest.raises(ValueError, match="CHAINRULE_SECRET_KEY"):
        Settings(env="production", secret_key="short")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(services()))
def test_every_service_is_confined(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & set(service)
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", ()))
    assert name in OURS or service["user"] not in {"root", "0"}


def test_web_gets_the_processors_before_the_services_that_nobody_waits_for_at_a_page() -> None:
    shares = {name: service.get("cpu_shares", 1024) for name, service in services().items()}
    assert {name for name in shares if shares[name] < 1024} == {"worker", "reconciler"}


def test_our_image_does_not_run_as_root() -> None:
    lines = (compose.ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]


def test_only_web_is_reached_from_outside() -> None:
    found = services()
    assert {name for name, service in found.items() if "ports" in service} == {"web"}
    assert {name for name, service in found.items() if "outside" in service["networks"]} == {"web"}
    assert compose.raw()["networks"]["inside"] == {"internal": True}


def test_everything_that_stays_up_has_a_health_check_and_waits_for_the_schema() -> None:
    for name, service in services().items():
        assert name == "migrate" or service["healthcheck"]["test"][0] == "CMD"
        if name in OURS - {"migrate"}:
            assert service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_variable_is_a_setting() -> None:
    known = {f"CHAINRULE_{name.upper()}" for name in Settings.model_fields}
    for name in OURS:
        assert set(services()[name]["environment"]) <= known


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_in_env_reaches_our_services(name: str) -> None:
    """Addresses are those of the services themselves, and only web needs to know how to send mail."""
    fixed = {"env", "host", "port", "state_dir", "database_url", "redis_url", "session_cookie_secure"}
    mail = {"public_url", "smtp_url", "mail_from"} if name != "web" else set()
    settings = {f"CHAINRULE_{field.upper()}": f"set {field}" for field in Settings.model_fields}
    environment = compose.load({**settings, **SECRETS})["services"][name]["environment"]
    passed = {variable for variable, value in environment.items() if settings.get(variable) == value}
    folder = {"exercises_dir", "secret_key"}
    expected = Settings.model_fields.keys() - fixed - mail - folder
    assert passed == {f"CHAINRULE_{field.upper()}" for field in expected}
    assert not mail or not any("SMTP" in variable for variable in environment)


@pytest.mark.parametrize("name", sorted(OURS))
def test_own_exercises_are_mounted_where_the_services_look(name: str) -> None:
    service = compose.load({**SECRETS, "CHAINRULE_EXERCISES_DIR": "./ours"})["services"][name]
    assert service["volumes"] == ["./ours:/exercises:ro"]
    assert service["environment"]["CHAINRULE_EXERCISES_DIR"] == "/exercises"
    assert services()[name]["environment"]["CHAINRULE_EXERCISES_DIR"] == ""


def test_web_and_worker_cannot_take_all_memory() -> None:
    assert {services()[name]["mem_limit"] for name in ("web", "worker")} == {"2g"}


def test_production_refuses_files_that_were_only_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.core.settings.engine_version", lambda: "0+unknown")
    with pytest.raises(ValueError, match="pip install"):
        Settings(env="production", secret_key="s" * 48)  # type: ignore[arg-type]


def test_the_image_installs_the_distribution(tmp_path: Path) -> None:
    """The files that the Dockerfile copies are enough to build the package, and the image has nothing else of ours."""
    build, _, image = (compose.ROOT / "Dockerfile").read_text().rpartition("\nFROM ")
    copied = [line.split()[1:-1] for line in build.splitlines() if line.startswith("COPY ")]
    ignored = (compose.ROOT / ".dockerignore").read_text().split()
    for name in {name for names in copied for name in names}:
        assert f"!{name}" in ignored
        source = compose.ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / "source").mkdir(exist_ok=True)
            shutil.copy(source, tmp_path / "source")
    assert [line for line in image.splitlines() if line.startswith("COPY ")] == ["COPY --from=build /venv /venv"]
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(command, cwd=tmp_path / "source", check=True, capture_output=True)
    (wheel,) = tmp_path.glob("chainrule-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "installed")}
    program = "import server, grader.version as v; print(server.__file__, v.engine_version())"
    ran = subprocess.run([sys.executable, "-P", "-c", program], env=environment, capture_output=True, text=True)
    assert ran.stdout.split() == [str(tmp_path / "installed/server/__init__.py"), version("chainrule")]


def test_the_image_holds_what_the_lock_pins() -> None:
    def pins(path: str) -> set[str]:
        lines = (compose.ROOT / path).read_text().splitlines()
        return {line.rstrip(" \\") for line in lines if line[:1].isalpha()}

    assert pins("requirements-server.lock") <= pins("requirements.lock")
    assert pins("requirements-build.lock") <= pins("requirements.lock")
    assert {"sqlalchemy", "celery", "numpy"} <= {pin.partition("==")[0] for pin in pins("requirements-server.lock")}


def test_its_commands_serve_on_postgresql_and_redis(tmp_path: Path, postgres_url: str, redis_url: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stack = Stack(tmp_path, port, {"CHAINRULE_DATABASE_URL": postgres_url, "CHAINRULE_REDIS_URL": redis_url})
    url = f"http://127.0.0.1:{port}"
    try:
        assert stack.start("migrate").wait(60) == 0, stack.logs()
        for name in ("web", "worker", "reconciler"):
            stack.start(name)
        for name in ("web", "worker", "reconciler"):
            wait_until(lambda name=name: stack.is_healthy(name), timeout_s=60, what=f"{name} healthy\n{stack.logs()}")  # type: ignore[misc]
        assert httpx.get(f"{url}/readyz").text == "healthy\n"
        stack.run("flask --app server user create ada@example.org --name Ada --password 'a long enough one'")
        token = stack.run("flask --app server token create ada@example.org").splitlines()[0]
        answer = httpx.get(f"{url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.json() == {"email": "ada@example.org", "name": "Ada", "courses": []}
        assert "Secure" in httpx.get(f"{url}/login").headers["Set-Cookie"]
    finally:
        stack.stop()


class Stack:
    """The commands of our services as processes, with other addresses and nothing else changed."""

    def __init__(self, directory: Path, port: int, addresses: dict[str, str]) -> None:
        self._directory = directory
        self._port = str(port)
        self._addresses = addresses
        self._processes: list[subprocess.Popen[bytes]] = []

    def _environment(self, name: str) -> dict[str, str]:
        declared = services()[name]["environment"]
        assert set(self._addresses) <= set(declared)
        return {"PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONPATH": str(compose.ROOT), **declared, **self._addresses}

    def _command(self, words: list[str]) -> list[str]:
        return [word.replace("8000", self._port) for word in words]

    def start(self, name: str) -> subprocess.Popen[bytes]:
        with (self._directory / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                self._command(services()[name]["command"]),
                cwd=self._directory,
                env=self._environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def is_healthy(self, name: str) -> bool:
        kind, *words = services()[name]["healthcheck"]["test"]
        assert kind == "CMD"
        check = subprocess.run(
            self._command(words), env=self._environment(name), cwd=self._directory, capture_output=True
        )
        return check.returncode == 0

    def run(self, line: str) -> str:
        done = subprocess.run(
            shlex.split(line), env=self._environment("web"), cwd=self._directory, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-1500:] for path in self._directory.glob("*.log"))

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
