"""The login is kept for its owner alone."""

import json
import stat
import sys

import pytest

from grader.cli.errors import Misused, NotYourCode
from grader.cli.remote import storage
from grader.cli.remote.outbox import client_key
from grader.cli.remote.storage import Login

LOGIN = Login("https://example.edu", "chr_secret", "Ada", "ada@example.edu")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_login_is_readable_by_its_owner_alone():
    storage.login_path().parent.mkdir(parents=True)
    storage.login_path().write_text("{}")
    storage.login_path().chmod(0o644)
    storage.save_login(LOGIN)
    assert stat.S_IMODE(storage.login_path().stat().st_mode) == 0o600
    assert storage.read_login() == LOGIN
    assert [item.name for item in storage.login_path().parent.iterdir()] == ["login.json"]


def test_token_is_not_in_the_repr():
    assert "chr_secret" not in repr(LOGIN)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"server": "x"}', "\xff", "null"])
def test_damaged_login_asks_for_a_new_one(content):
    storage.login_path().parent.mkdir(parents=True)
    storage.login_path().write_text(content, encoding="latin-1")
    with pytest.raises(Misused, match="does not contain a login"):
        storage.read_login()


def test_missing_login_says_how_to_log_in():
    with pytest.raises(Misused, match="not logged in") as caught:
        storage.read_login()
    assert "grader login URL" in caught.value.hint


def test_forgetting_deletes_the_token():
    storage.save_login(LOGIN)
    assert storage.forget_login()
    assert not storage.login_path().exists()
    assert not storage.forget_login()


def test_unwritable_place_is_one_sentence(home):
    (home / ".config").write_text("a file where a folder belongs")
    with pytest.raises(NotYourCode, match="Cannot write"):
        storage.save_login(LOGIN)


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
        assert third in json.loads(storage.outbox_path().read_text()).values()
    assert first == second != third
    assert json.loads(storage.outbox_path().read_text()) == {}


def test_other_file_exercise_or_server_has_another_key():
    places = [("s", "linear", "x"), ("s", "linear", "y"), ("s", "adam", "x"), ("t", "linear", "x")]
    assert len({key_of_a_lost_request(*place) for place in places}) == 4
