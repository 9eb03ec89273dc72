"""The demo, whose passwords are public, is only where nobody else can reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import schema
from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.demo.course import INSTRUCTOR, PASSWORD
from server.supervisor import prepare
from tests.factories import make_user


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("lab.example", False),
    ],
)
def test_which_hosts_only_this_machine_can_reach(host: str, local: bool) -> None:
    assert Settings(host=host).is_local is local


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A platform that listens on the network, without the class of the demo."""
    for name, value in {"HOST": "0.0.0.0", "STATE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"CHAINRULE_{name}", value)
    return Settings()


def test_a_platform_on_the_network_gets_no_demo(prepared: Settings) -> None:
    prepare.main()
    with make_sessions(make_engine(prepared.database))() as session:
        assert session.query(User).count() == 0


def test_a_platform_with_the_demo_does_not_start_on_the_network(prepared: Settings) -> None:
    engine = make_engine(prepared.database)
    schema.upgrade(engine)
    with make_sessions(engine)() as session:
        user = make_user(session, INSTRUCTOR[0].partition("@")[0], password_hash=hash_password(PASSWORD))
        user.email = INSTRUCTOR[0]
        session.commit()
        with pytest.raises(SystemExit, match="public password"):
            prepare.main()
        user.is_active = False
        session.commit()
    prepare.main()
