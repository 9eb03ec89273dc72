"""The login is kept for its owner alone."""

import json
import stat
import sys

import pytest

from grader.cli import config
from grader.cli.config import Login
from grader.cli.errors import Misused, NotYourCode
from grader.cli.outbox import client_key

LOGIN = Login("https://example.edu", "chr_secret", "Ada", "ada@example.edu")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_login_is_readable_by_its_owner_alone():
    config.login_path().parent.mkdir(parents=True)
    config.login_path().write_text("{}")
    config.login_path().chmod(0o644)
    config.save_login(LOGIN)
    assert stat.S_IMODE(config.login_path().stat().st_mode) == 0o600
    assert config.read_login() == LOGIN
    assert [item.name for item in config.login_path().parent.iterdir()] == ["login.json"]


def test_token_is_not_in_the_repr():
    assert "chr_secret" not in repr(LOGIN)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"server": "x"}', "\xff", "null"])
def test_damaged_login_asks_for_a_new_one(content):
    config.login_path().parent.mkdir(parents=True)
    config.login_path().write_text(content, encoding="latin-1")
    with pytest.raises(Misused, match="holds no login"):
        config.read_login()


def test_missing_login_says_how_to_log_in():
    with pytest.raises(Misused, match="not logged in") as caught:
        config.read_login()
    assert "grader login URL" in caught.value.hint


def test_forgetting_deletes_the_token():
    config.save_login(LOGIN)
    assert config.forget_login()
    assert not config.login_path().exists()
    assert not config.forget_login()


def test_unwritable_place_is_one_sentence(home):
    (home / ".config").write_text("a file where a folder belongs")
    with pytest.raises(NotYourCode, match="cannot be written"):
        config.save_login(LOGIN)


def key_of_a_lost_request(server, slug, source):
    try:
        with client_key(server, slug, source) as key:
            raise NotYourCode("the network is gone")
    except NotYourCode:
        return key


def test_key_is_the_same_until_the_server_has_answered():
    first = key_of_a_lost_request("s", "linear", "x")
    with client_key("s", "linear", "x") as second:
        pass
    with client_key("s", "linear", "x") as third:
        assert third in json.loads(config.outbox_path().read_text()).values()
    assert first == second != third
    assert json.loads(config.outbox_path().read_text()) == {}


def test_other_file_exercise_or_server_has_another_key():
    places = [("s", "linear", "x"), ("s", "linear", "y"), ("s", "adam", "x"), ("t", "linear", "x")]
    assert len({key_of_a_lost_request(*place) for place in places}) == 4
