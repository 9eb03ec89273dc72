"""Users, passwords and tokens."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import argon2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import passwords, tokens, users
from server.accounts.errors import EmailTaken, UnusablePassword, WrongPassword
from server.accounts.models import AuditEvent, User
from server.core.db import utcnow
from tests.server.classroom import PASSWORD, Classroom


def ada(session: Session) -> User:
    user = users.find_user(session, "ada@example.org")
    assert user
    return user


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org", "  ada@example.org "])
def test_a_user_is_found_however_the_address_is_written(session: Session, email: str):
    assert users.authenticate(session, email, PASSWORD) == ada(session)


def test_a_wrong_password_an_unknown_user_and_an_inactive_one_are_refused_alike(session: Session):
    assert users.authenticate(session, "ada@example.org", PASSWORD + "!") is None
    assert users.authenticate(session, "nobody@example.org", PASSWORD) is None
    ada(session).is_active = False
    assert users.authenticate(session, "ada@example.org", PASSWORD) is None


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_an_unknown_user_costs_exactly_one_verification_as_a_known_one_does(
    session: Session, monkeypatch: pytest.MonkeyPatch, email: str
):
    passwords.password_matches(None, "warm")  # the hash of nobody is made once in a process
    calls = []
    verify = argon2.PasswordHasher.verify
    monkeypatch.setattr(
        argon2.PasswordHasher, "verify", lambda self, stored, given: calls.append(stored) or verify(self, stored, given)
    )
    users.authenticate(session, email, "a wrong password")
    assert len(calls) == 1
    parameters = argon2.extract_parameters(calls[0])
    assert parameters == argon2.extract_parameters(ada(session).password_hash)


def test_even_the_password_of_nobody_does_not_log_in(session: Session):
    assert users.authenticate(session, "nobody@example.org", "the password of a user who does not exist") is None


def test_a_hash_costs_at_least_what_rfc_9106_asks_where_memory_is_short(real_hasher: argon2.PasswordHasher):
    assert real_hasher.memory_cost >= 64 * 1024  # KiB
    assert real_hasher.time_cost >= 3


def test_passwords_are_stored_as_argon2id_only(session: Session):
    assert ada(session).password_hash.startswith("$argon2id$")
    assert PASSWORD not in ada(session).password_hash


def test_a_hash_with_old_parameters_is_renewed_at_login(session: Session):
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    ada(session).password_hash = old
    assert users.authenticate(session, "ada@example.org", PASSWORD)
    assert ada(session).password_hash != old
    assert users.authenticate(session, "ada@example.org", PASSWORD)


def test_an_address_is_taken_in_any_capitals(session: Session):
    with pytest.raises(EmailTaken, match="already registered"):
        users.create_user(session, email="Ada@EXAMPLE.org", name="Another", password="long enough for this")


@pytest.mark.parametrize("password", ["short", "x" * 1001, "new@example.org"])
def test_an_unusable_password_is_refused_with_the_reason(session: Session, password: str):
    with pytest.raises(UnusablePassword, match=r"characters|address"):
        users.create_user(session, email="new@example.org", name="New", password=password)


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaa", "abababababab", "password123456", "1Q2W3E4R5T", "Homelesspa", "homelesspa!", "Qwertyuiop12"],
)
def test_a_password_that_guessers_try_early_is_refused(password: str):
    with pytest.raises(UnusablePassword, match="most common"):
        passwords.hash_password(password)


@pytest.mark.parametrize("password", ["correct horse battery staple", "8301947561", "pass the salt, word"])
def test_an_uncommon_password_is_accepted_whatever_its_characters(password: str):
    assert passwords.hash_password(password)


def test_the_list_of_common_passwords_has_none_that_the_minimum_length_refuses():
    assert len(passwords._common()) > 1500
    assert min(map(len, passwords._common())) == passwords.MIN_LENGTH


def test_a_new_password_needs_the_old_one_and_raises_the_epoch(session: Session):
    user = ada(session)
    with pytest.raises(WrongPassword):
        users.change_password(session, user, current="not it at all", new="another long one")
    assert user.session_epoch == 0
    users.change_password(session, user, current=PASSWORD, new="another long one")
    assert user.session_epoch == 1
    assert users.authenticate(session, user.email, PASSWORD) is None
    assert users.authenticate(session, user.email, "another long one") == user


def test_a_token_is_found_by_its_secret_and_only_its_hash_is_kept(session: Session):
    token, secret = tokens.create_token(session, ada(session), "laptop")
    assert secret.startswith("chr_")
    assert len(secret) > 40
    assert token.token_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in (token.prefix, token.name)
    found = tokens.find_token(session, secret)
    assert found is token
    assert found.user == ada(session)


def test_a_wrong_a_revoked_and_an_inactive_users_token_are_not_found(session: Session):
    token, secret = tokens.create_token(session, ada(session), "laptop")
    session.commit()
    assert tokens.find_token(session, secret[:-1]) is None
    assert tokens.find_token(session, "") is None
    ada(session).is_active = False
    assert tokens.find_token(session, secret) is None
    ada(session).is_active = True
    tokens.revoke_token(session, ada(session), ada(session), token.id)
    assert tokens.find_token(session, secret) is None


def test_the_time_of_use_is_due_once_a_minute_and_never_goes_back(session: Session):
    token, _ = tokens.create_token(session, ada(session), "laptop")
    now = utcnow()
    assert tokens.is_use_due(token, now)
    for at in (now, now - timedelta(minutes=5)):  # a request that took long writes its use last
        tokens.write_use(session, token.id, at)
        session.refresh(token)
        assert token.last_used_at == now
    assert not tokens.is_use_due(token, now + timedelta(seconds=59))
    assert tokens.is_use_due(token, now + timedelta(minutes=1))


def test_nobody_revokes_anothers_token(session: Session, room: Classroom):
    token, secret = tokens.create_token(session, ada(session), "laptop")
    ben = users.find_user(session, "ben@example.org")
    assert ben
    assert tokens.revoke_token(session, ben, ben, token.id) is None
    assert tokens.find_token(session, secret) is token


def test_what_happens_to_an_account_is_in_the_audit_log(session: Session):
    token, _ = tokens.create_token(session, ada(session), "laptop")
    tokens.revoke_token(session, ada(session), ada(session), token.id)
    users.change_password(session, ada(session), current=PASSWORD, new="another long one")
    session.flush()
    actions = [event.action for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert actions == ["token.created", "token.revoked", "account.password_changed"]
