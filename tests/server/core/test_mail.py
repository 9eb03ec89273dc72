"""Mail over real sockets."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from server.core.mail import Mail, Mailer
from server.core.settings import Settings
from tests.server.roster.conftest import postbox
from tests.server.roster.smtp import Postbox

__all__ = ["postbox"]


def mailer(url: str, **more) -> Mailer:
    return Mailer(Settings(smtp_url=SecretStr(url), public_url="https://x.org", mail_from="C <c@x.org>", **more))


def test_a_mail_arrives_as_it_was_written(postbox: Postbox):
    text = "Grüße,\n.\nein Punkt\n"
    assert mailer(f"smtp://127.0.0.1:{postbox.port}?tls=none").send([Mail("a@x.org", "Über\nBcc: b@x.org", text)]) == []
    to, mail = postbox.wait()
    assert to == "a@x.org"
    assert mail["Subject"] == "Über Bcc: b@x.org"  # a line break makes no header
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == text


def test_one_refused_address_does_not_stop_the_others(postbox: Postbox):
    mails = [Mail(to, "s", "t") for to in ("a@x.org", "bad@x.org", "c@x.org")]
    assert mailer(f"smtp://127.0.0.1:{postbox.port}?tls=none").send(mails) == ["bad@x.org"]
    assert [postbox.wait()[0] for _ in range(2)] == ["a@x.org", "c@x.org"]
    assert postbox.connections == 1


def test_without_tls_nothing_is_sent_unless_the_settings_say_so(postbox: Postbox):
    assert mailer(f"smtp://127.0.0.1:{postbox.port}").send([Mail("a@x.org", "s", "t")]) == ["a@x.org"]
    assert postbox.mails == []


def test_a_server_that_is_away_is_told(capsys):
    assert mailer("smtp://user:geheim@127.0.0.1:1").send([Mail("a@x.org", "s", "t")]) == ["a@x.org"]
    written = capsys.readouterr()
    assert "mail server" in written.out + written.err
    assert "geheim" not in written.out + written.err


def test_development_writes_mail_to_the_log_and_production_sends_none(capsys):
    assert Mailer(Settings()).send([Mail("a@x.org", "s", "the text")]) == []
    written = capsys.readouterr()
    assert "the text" in written.out + written.err
    production = Mailer(Settings(env="production", secret_key=SecretStr("s" * 40)))
    assert not production.is_there
    assert production.send([Mail("a@x.org", "s", "the secret")]) == ["a@x.org"]
    written = capsys.readouterr()
    assert "the secret" not in written.out + written.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"smtp_url": "smtp://mail.x.org"}, "PUBLIC_URL must be set"),
        ({"smtp_url": "http://mail.x.org", "public_url": "https://x.org"}, "SMTP_URL must"),
        ({"smtp_url": "smtp://", "public_url": "https://x.org"}, "SMTP_URL must"),
        ({"public_url": "x.org"}, "must have the form https://host"),
    ],
)
def test_settings_that_could_not_work_are_refused(given: dict[str, str], said: str):
    with pytest.raises(ValidationError, match=said):
        Settings(**given)
