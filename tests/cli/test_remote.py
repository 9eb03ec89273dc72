"""The HTTP client against a real server: what is sent, what is tried again, what a failure reads like."""

import sys

import pytest

from grader.cli.errors import Misused, NotRight, NotYourCode
from grader.cli.remote.client import NoServer, Remote, server_url
from grader.cli.remote.storage import Login
from tests.cli.api import TOKEN


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://chainrule.example.edu/", "https://chainrule.example.edu"),
        ("chainrule.example.edu", "https://chainrule.example.edu"),
        ("https://example.edu:8443/chainrule/", "https://example.edu:8443/chainrule"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.2", "http://127.0.0.2"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_address_is_understood(typed, url):
    assert server_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    ["http://example.edu", "http://10.0.0.1:8000", "http://localhost.example.edu", "http://127.0.0.1.example.edu"],
)
def test_token_is_not_sent_in_clear_text_unless_allowed(typed):
    with pytest.raises(Misused, match="unencrypted") as caught:
        server_url(typed)
    assert "--insecure" in caught.value.hint
    assert server_url(typed, insecure=True) == typed


@pytest.mark.parametrize(
    "typed", ["", "ftp://example.edu", "https://", "https://u:p@example.edu", "https://a.edu/?q=1"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Misused):
        server_url(typed)


def connect(course, token=TOKEN):
    return Remote(Login(course.url, token))


def test_token_travels_as_a_bearer(course):
    with connect(course) as remote:
        assert remote.me()["email"] == "ada@example.edu"


def test_unknown_token_is_said_with_what_to_do(course):
    with connect(course, "chr_wrong") as remote, pytest.raises(NotRight, match="does not accept this token") as caught:
        remote.me()
    assert f"Create a new token on your account page, then log in again: grader login {course.url}" == caught.value.hint


@pytest.mark.parametrize("failure", [None, 502, 503, 504, 429])
def test_passing_failure_is_tried_again_under_the_same_key(course, failure):
    course.failures = [failure, failure]
    with connect(course) as remote:
        accepted = remote.submit("linear", "x = 1", "key")
    assert accepted["id"] == "sub1"
    bodies = [body for method, _, body in course.requests if method == "POST"]
    assert bodies == [{"source": "x = 1", "client_key": "key", "purpose": "submit"}] * 3
    assert len(course.submissions) == 1


def test_retry_is_told(course):
    told = []
    course.failures = [503]
    with Remote(Login(course.url, TOKEN), told.append) as remote:
        remote.me()
    assert "is not ready; trying again" in told[0]


@pytest.mark.parametrize("failure", [400, 403, 404, 409, 413, 422])
def test_refusal_is_not_repeated_and_keeps_the_server_s_sentence(course, failure):
    course.failures = [failure]
    with connect(course) as remote, pytest.raises(NotRight, match=f"Refused with {failure}"):
        remote.submit("linear", "x = 1", "key")
    assert len(course.requests) == 1


def test_long_wait_is_a_refusal(course):
    course.failures, course.retry_after = [429], "3600"
    with connect(course) as remote, pytest.raises(NotRight, match="Refused with 429"):
        remote.me()


@pytest.mark.parametrize("failure", [500, 503])
def test_failing_server_is_not_the_code_s_fault(course, failure):
    course.failures = [failure] * 9
    with connect(course) as remote, pytest.raises(NotYourCode, match=f"failed .{failure}"):
        remote.me()


def test_redirect_does_not_carry_the_token_away(course):
    course.failures = [302]
    with connect(course) as remote, pytest.raises(Misused, match=r"redirects to https://elsewhere\.example"):
        remote.me()
    assert len(course.requests) == 1


def test_silent_port_is_one_sentence(course):
    course.failures = [None] * 9
    with connect(course) as remote, pytest.raises(NotYourCode, match="cannot be reached"):
        remote.me()


def test_identifier_cannot_leave_its_place_in_the_path(course):
    with connect(course) as remote, pytest.raises(NotRight):
        remote.submission("../me?x=1")
    assert course.requests[0][1] == "/api/v1/submissions/..%2Fme%3Fx%3D1"


@pytest.mark.parametrize("variable", ["ALL_PROXY", "https_proxy"])
def test_socks_proxy_says_what_to_install_or_unset(monkeypatch, variable):
    monkeypatch.setitem(sys.modules, "socksio", None)  # whether it is installed or not
    monkeypatch.setenv(variable, "socks5://127.0.0.1:1080")
    with pytest.raises(Misused, match=f"^{variable} names a SOCKS proxy") as caught:
        Remote(Login("https://example.edu", TOKEN))
    assert caught.value.hint == f"Run: pip install 'httpx[socks]', or unset {variable}."


@pytest.mark.parametrize("proxy", ["socks://127.0.0.1:1080", "http://[::1", "http://a:b:c"])
def test_proxy_that_is_not_valid_is_named(monkeypatch, proxy):
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(Misused, match="The proxy settings in ALL_PROXY cannot be used") as caught:
        Remote(Login("https://example.edu", TOKEN))
    assert caught.value.hint == "Correct or unset ALL_PROXY."


def test_exception_of_a_proxy_that_is_not_valid_is_named_too(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "[::1")
    with pytest.raises(Misused, match="The proxy settings in HTTPS_PROXY and NO_PROXY cannot be used"):
        Remote(Login("https://example.edu", TOKEN))


@pytest.mark.parametrize("name", ["missing.pem", "empty.pem"])
def test_certificates_that_cannot_be_read_are_named(monkeypatch, tmp_path, name):
    (tmp_path / "empty.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
    with pytest.raises(Misused, match="The certificates in SSL_CERT_FILE cannot be read: ") as caught:
        Remote(Login("https://example.edu", TOKEN))
    assert caught.value.hint == "Correct or unset SSL_CERT_FILE."


@pytest.mark.parametrize("server", ["https://é*.edu", "https://" + "a" * 70 + ".edu"])
def test_name_that_no_host_can_have_is_no_server(server):
    with (
        pytest.raises(NoServer, match="does not respond like a Chainrule server"),
        Remote(Login(server, TOKEN)) as remote,
    ):
        remote.me()
