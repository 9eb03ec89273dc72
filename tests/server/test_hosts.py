"""A site answers only to its own names, whatever host a request asks for."""

from __future__ import annotations

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from server.app import create_app
from server.core.settings import Settings


def test_a_site_that_knows_its_address_answers_to_no_other_host(settings: Settings):
    values = settings.model_dump() | {"public_url": "https://dl.example.org", "behind_proxies": 1}
    app = create_app(Settings(**values))
    client = app.test_client()
    codes = {
        host: client.get("/login", headers={"X-Forwarded-Host": host}).status_code
        for host in ("dl.example.org", "127.0.0.1:8000", "evil.example", "dl.example.org.evil.example")
    }
    assert list(codes.values()) == [200, 200, 400, 400]
    app.extensions["chainrule.engine"].dispose()


@pytest.mark.parametrize(
    ("listens_on", "host", "status"),
    [
        ("127.0.0.1", "evil.example", 400),  # a name to which its owner gives the address 127.0.0.1
        ("127.0.0.1", "localhost.evil.example:8000", 400),
        ("::1", "[::2]:8000", 400),
        ("127.0.0.1", "127.0.0.1:8000", 200),
        ("127.0.0.1", "localhost", 200),
        ("127.0.0.2", "127.0.0.2:8000", 200),
        ("::1", "[::1]:8000", 200),
        ("0.0.0.0", "lab.example", 200),
    ],
)
def test_a_site_on_this_machine_answers_to_no_other_host(settings: Settings, listens_on: str, host: str, status: int):
    app = create_app(settings.model_copy(update={"host": listens_on}))
    assert app.test_client().get("/login", headers={"Host": host}).status_code == status
    app.extensions["chainrule.engine"].dispose()


@pytest.mark.parametrize("host", ["..", "a..b", "a" * 300, "xn--" + "a" * 70, "xn--99999999", "a..b:8000"])
@pytest.mark.parametrize("public_url", ["", "https://dl.example.org"])
def test_a_host_that_is_no_name_is_refused(settings: Settings, host: str, public_url: str):
    app = create_app(settings.model_copy(update={"public_url": public_url}))
    environ = create_environ("/login") | {"HTTP_HOST": host}  # a test client would fail itself
    _body, status, _headers = run_wsgi_app(app, environ)
    assert status == "400 BAD REQUEST"
    app.extensions["chainrule.engine"].dispose()
