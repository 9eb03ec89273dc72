"""The commands ``user admin``, ``user reset-link`` and ``course enroll``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from server.accounts import audit
from server.accounts.commands import find_account, require_active
from server.accounts.links import confirming_link
from server.core.request import db
from server.courses.models import Course
from server.roster.errors import UnreadableRoster
from server.roster.import_apply import apply_import
from server.roster.import_plan import Action, Plan, plan_import
from server.roster.password_links import waiting_of_import
from server.roster.roster_file import decode


@click.command("admin")
@click.argument("email")
@click.option("--off", is_flag=True, help="Revoke the administrator rights.")
@with_appcontext
def set_admin(email: str, off: bool) -> None:
    """Make a person an administrator, with full access to every course."""
    session, user = db(), find_account(email)
    if user.is_unconfirmed and not off:
        raise click.ClickException(
            f"the address {user.email} is not confirmed, so someone else may have registered it. Its owner can confirm "
            f"it with “Forgot your password?” or with a link from: flask --app server user reset-link {user.email}"
        )
    user.is_admin = not off
    audit.record(session, None, "account.admin_off" if off else "account.admin_on", subject=f"user:{user.id}")
    session.commit()
    click.echo(f"{user.email} is {'no longer an administrator' if off else 'now an administrator'}.")


@click.command("reset-link")
@click.argument("email")
@with_appcontext
def reset_link(email: str) -> None:
    """Print a link to set a new password. It works only once.

    Whoever uses the link is treated as the owner of the address, so give it only to the owner.
    """
    session, user = db(), find_account(email)
    require_active(user)
    audit.record(session, None, "account.link_made", subject=f"user:{user.id}")
    session.commit()
    click.echo(confirming_link(user))


@click.command()
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen without changing anything.")
@click.option("--drop-missing", is_flag=True, help="Remove students who are not in the file.")
@with_appcontext
def enroll(slug: str, file: Path, dry_run: bool, drop_missing: bool) -> None:
    """Enroll people from a CSV file with the columns email and name, and optionally section and role."""
    session = db()
    course = session.scalar(select(Course).filter_by(slug=slug))
    if course is None:
        raise click.ClickException(f"there is no course {slug!r}")
    try:
        text = decode(file.read_bytes())
        if dry_run:
            _report(plan_import(session, None, course, text, drop_missing=drop_missing))
            click.echo("Dry run: nothing was changed.")
            return
        found, done = apply_import(session, None, course, text, drop_missing=drop_missing, digest=None)
    except UnreadableRoster as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    _report(found)
    click.echo(f"Lines changed: {found.changes}. Lines skipped: {found.counts[Action.ERROR]}.")
    if done and (waiting := len(waiting_of_import(session, None, course, done).ids)):
        missing = "1 person has no password yet." if waiting == 1 else f"{waiting} people have no password yet."
        page = f"/courses/{slug}/people/import/{done.id}"
        click.echo(f"{missing} You can download password links from this page of the website: {page}")


def _report(found: Plan) -> None:
    for step in found.steps:
        where = f"line {step.number}" if step.number else "not in the file"
        details = [step.role.value if step.role else "", step.section, step.note]
        details = [" ".join(part.split()) for part in details if part]
        click.echo(
            f"{where}: {step.action.label} {step.name} <{step.email}>{': ' if details else ''}{', '.join(details)}"
        )
    if found.new_sections:
        click.echo(f"New sections: {', '.join(found.new_sections)}")
