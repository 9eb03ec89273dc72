"""Commands for accounts: ``user off``, ``on``, ``rename``, …; and ``token create``, ``list`` and ``revoke``."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup, with_appcontext

from server.accounts import details, second_factor, tokens, users
from server.accounts.errors import EmailTaken, SessionsEnded, TooManyTokens, UnusableEmail, UnusableName
from server.accounts.models import ApiToken, Scope, User
from server.core.db import utcnow
from server.core.request import db

token_group = AppGroup("token", help="Manage API tokens.")


def find_account(email: str) -> User:
    """Return the user with this address.

    Raises:
        ClickException: if there is none.
    """
    user = users.find_user(db(), email)
    if user is None:
        raise click.ClickException(f"there is no account with the address {email}")
    return user


def require_active(user: User) -> None:
    """Stop the command if the account is deactivated.

    Raises:
        ClickException: if it is.
    """
    if not user.is_active:
        raise click.ClickException(
            f"{user.email} is deactivated. To reactivate it, run: flask --app server user on {user.email}"
        )


@click.command("off")
@click.argument("email")
@with_appcontext
def switch_off(email: str) -> None:
    """Deactivate an account: end its sessions, revoke its tokens, and refuse every login."""
    session, user = db(), find_account(email)
    revoked = users.switch_off(session, None, user)
    session.commit()
    click.echo(f"{user.email} has been deactivated. All sessions have ended. {_count(revoked)} revoked.")


@click.command("on")
@click.argument("email")
@with_appcontext
def switch_on(email: str) -> None:
    """Reactivate an account. The person must log in again and create new tokens."""
    session, user = db(), find_account(email)
    if user.is_active:
        click.echo(f"{user.email} is already active.")
        return
    users.switch_on(session, None, user)
    session.commit()
    click.echo(f"{user.email} has been reactivated. Earlier sessions and tokens are still invalid.")


@click.command("rename")
@click.argument("email")
@click.option("--name", required=True, help="The new name.")
@with_appcontext
def rename(email: str, name: str) -> None:
    """Change a person's name."""
    session, user = db(), find_account(email)
    try:
        changed = details.rename(session, None, user, name)
    except UnusableName as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    click.echo(f"The name of {user.email} is {'now' if changed else 'already'} {user.name}.")


@click.command("change-address")
@click.argument("old")
@click.argument("new")
@with_appcontext
def change_address(old: str, new: str) -> None:
    """Change the email address of an account from OLD to NEW.

    This ends its sessions, revokes its API tokens, and ends pending links to set a password or confirm an address. The
    password stays the same, so NEW must belong to the same person.
    """
    session, user = db(), find_account(old)
    try:
        changed = details.change_address(session, None, user, new)
    except (UnusableEmail, EmailTaken) as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    if not changed:
        click.echo(f"The address is already {user.email}.")
        return
    click.echo(
        f"The address is now {user.email}. All sessions have ended, all tokens have been revoked, and pending links to "
        "set a password or confirm an address no longer work."
    )


@click.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Turn off two-factor authentication for a person who has lost their phone and recovery codes.

    Afterward, the password alone is enough to log in, so make sure that the request comes from the account's owner.
    """
    session, user = db(), find_account(email)
    was_on = second_factor.remove(session, None, user, action="account.second_factor_reset")
    session.commit()
    click.echo(f"Two-factor authentication for {user.email} {'is now' if was_on else 'was already'} off.")


@token_group.command("create")
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default=Scope.SUBMIT.value,
    show_default=True,
    help="read: read-only; submit: can also send submissions and checks.",
)
def create(email: str, name: str, scope: str) -> None:
    """Create an API token for a person and print it once. Only its hash is stored."""
    session, user = db(), find_account(email)
    require_active(user)
    try:
        token, secret = tokens.create_token(session, user, name, Scope(scope))
    except (SessionsEnded, TooManyTokens) as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    click.echo(secret)
    click.echo(
        f"This token is shown only once and expires on {token.expires_at:%Y-%m-%d}. "
        "Send it as: Authorization: Bearer <token>",
        err=True,
    )


@token_group.command("list")
@click.argument("email")
def list_tokens(email: str) -> None:
    """List a person's unrevoked API tokens, newest first."""
    user = find_account(email)
    found = tokens.tokens_of(db(), user)
    for token in found:
        click.echo(_line(token, utcnow()))
    if not found:
        click.echo(f"{user.email} has no tokens.")


@token_group.command("revoke")
@click.argument("email")
@click.argument("token_id", metavar="[ID]", required=False, type=click.IntRange(min=1, max=2**31 - 1))
@click.option("--all", "revoke_all", is_flag=True, help="Revoke all of the person's tokens.")
def revoke(email: str, token_id: int | None, revoke_all: bool) -> None:
    """Revoke the API token ID of a person, or all of their tokens. ``token list`` shows the IDs."""
    if (token_id is None) is not revoke_all:
        raise click.UsageError("give either the ID of a token or --all")
    session, user = db(), find_account(email)
    if token_id is None:
        count = tokens.revoke_all(session, None, user, because="operator")
        session.commit()
        click.echo(f"{_count(count)} revoked.")
        return
    token = tokens.revoke_token(session, None, user, token_id)
    if token is None:
        raise click.ClickException(
            f"{user.email} has no token {token_id}. To list the tokens, run: token list {user.email}"
        )
    session.commit()
    click.echo(f"Token {token.id} “{_printable(token.name)}” for {user.email} has been revoked.")


def _line(token: ApiToken, now: datetime) -> str:
    used = f"last used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
    ends = "expired" if token.expires_at <= now else "expires"
    dates = f"created {token.created_at:%Y-%m-%d}, {used}, {ends} {token.expires_at:%Y-%m-%d}"
    return f"{token.id}  {token.prefix}…  “{_printable(token.name)}”  {token.scope}  {dates}"


def _printable(name: str) -> str:
    """Return the name that a person chose without characters that could control a terminal."""
    return "".join(character if character.isprintable() else "�" for character in name)


def _count(tokens_revoked: int) -> str:
    return "1 token was" if tokens_revoked == 1 else f"{tokens_revoked} tokens were"
