"""What a request may send: small forms from everyone, large ones from those who may use the view, few fields."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from server.core import uploads
from server.core.uploads import MAX_FIELDS, MAX_FORM_BYTES, MAX_HEADER_BYTES, MAX_PART_HEADER_BYTES
from server.submissions.models import Draft, Submission
from tests.server.conftest import Visitor

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=bound"
LARGE = ("/courses/dl/gradebook/upload", "/courses/dl/people/import", "/courses/dl/people/import/apply")
ANNOUNCEMENTS = "/courses/dl/announcements"


def part(headers: bytes, value: bytes = b"x") -> bytes:
    return b"--bound\r\n" + headers + b"\r\n\r\n" + value + b"\r\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the forms whose fields were read."""
    found: list[int] = []
    fields, parts = uploads.parse_qsl, uploads._check_parts
    monkeypatch.setattr(uploads, "parse_qsl", lambda body, **more: found.append(len(body)) or fields(body, **more))
    monkeypatch.setattr(uploads, "_check_parts", lambda body, *more: found.append(len(body)) or parts(body, *more))
    return found


@pytest.mark.parametrize("path", ["/login", *LARGE])
@pytest.mark.parametrize("body", ["a&" * 4_000_000, "%41" * 30_000, "a=" + "x" * MAX_FORM_BYTES])
def test_nobody_sends_a_large_form(visit, read: list[int], path: str, body: str):
    answer = visit("ada").client.post(path, data=body, content_type=FORM)
    assert answer.status_code == 413
    assert f"accepts at most {MAX_FORM_BYTES:,}" in answer.text
    assert max(read) < 1000


@pytest.mark.parametrize("path", LARGE)
def test_a_large_form_is_read_only_from_those_who_may_send_it(visit, read: list[int], path: str):
    body = part(b'Content-Disposition: form-data; name="text"', b"x" * 900_000) + b"--bound--\r\n"
    ada, ines = visit("ada"), visit("ines")
    read.clear()
    assert ada.client.post(path, data=body, content_type=PARTS).status_code == 403
    assert visit().client.post(path, data=body, content_type=PARTS).status_code == 401
    assert not read
    assert ines.client.post(path, data=body, content_type=PARTS).status_code == 400  # it has no CSRF token
    assert read == [len(body)]


@pytest.mark.parametrize("separator", ["&", "a&", "a=b&"])
def test_a_form_has_at_most_a_thousand_fields(visit, read: list[int], separator: str):
    visitor = visit()
    token = f"csrf_token={visitor.csrf_token()}"
    accepted = token + "&" + separator * (MAX_FIELDS - 2)
    assert visitor.client.post("/login", data=accepted, content_type=FORM).status_code != 413
    assert len(read) == 1
    answer = visitor.client.post("/login", data=accepted + separator * 2, content_type=FORM)
    assert answer.status_code == 413
    assert f"at most {MAX_FIELDS:,}" in answer.text
    assert len(read) == 1


def test_a_multipart_form_has_at_most_a_thousand_fields(app: Flask):
    one = part(b'Content-Disposition: form-data; name="a"')
    for count, is_read in ((MAX_FIELDS, True), (MAX_FIELDS + 1, False)):
        assert (_status(app, one * count) != 413) is is_read


@pytest.mark.parametrize(
    "headers",
    [
        b"X: y\r\n" * (MAX_PART_HEADER_BYTES // 6),
        b'Content-Disposition: form-data; name="a"' + b'; a="b' * (MAX_PART_HEADER_BYTES // 6),
        b'Content-Disposition: form-data; name="' + b"n" * MAX_PART_HEADER_BYTES + b'"',
    ],
)
def test_the_headers_of_a_part_are_short(app: Flask, headers: bytes):
    assert _status(app, part(headers.rstrip() + b"\r\nX: and more")) == 413
    assert _status(app, b"--bound\r\n" + headers.rstrip() + b"\r\nX: and more") == 413  # they never end


def test_the_headers_of_all_parts_are_short(app: Flask):
    headers = b'Content-Disposition: form-data; name="a"\r\nX: ' + b"y" * 1000
    most = MAX_HEADER_BYTES // len(headers)
    assert _status(app, part(headers) * (most - 1)) != 413
    assert _status(app, part(headers) * (most + 2)) == 413


def _status(app: Flask, body: bytes) -> int:
    """Read a form as for someone who may send a large one."""
    with app.test_request_context(method="POST", data=body + b"--bound--\r\n", content_type=PARTS) as context:
        context.request.max_content_length = context.request.max_form_memory_size = 8_000_000
        try:
            return 200 if context.request.form else 400
        except uploads.RequestEntityTooLarge as error:
            return error.code


def test_the_longest_source_can_be_sent_and_saved(visit, session, settings):
    source = "# é%&=\n" * (settings.max_source_bytes // 8)
    ada: Visitor = visit("ada")
    url = "/courses/dl/exercises/linear"
    assert ada.post(f"{url}/submissions", {"source": source, "purpose": "check"}).status_code == 303
    assert session.query(Submission).one().source == source
    session.rollback()  # on SQLite, the next request would wait for this transaction to end
    draft = {"source": source, "version": 0}
    answer = ada.client.put(f"{url}/draft", json=draft, headers={"X-CSRFToken": ada.csrf_token()})
    assert answer.status_code == 200
    assert session.query(Draft).one().source == source


def test_the_longest_announcement_can_be_sent(visit):
    ines: Visitor = visit("ines")
    page = ines.get(ANNOUNCEMENTS).text
    assert 'enctype="multipart/form-data"' in page
    form = {"title": "Long", "text": "𝛁" * 20_000}
    assert ines.post(ANNOUNCEMENTS, form, content_type="multipart/form-data").status_code == 303


def test_a_file_with_any_bytes_arrives_as_it_is(visit):
    ines: Visitor = visit("ines")
    data = b"email,name\r\n\r\n--\r\n\n" + b"zoe@example.org,Zoe\r\n" * 2
    form = {"file": (io.BytesIO(data), "roster.csv")}
    answer = ines.post("/courses/dl/people/import", form, content_type="multipart/form-data")
    assert "zoe@example.org" in answer.text
