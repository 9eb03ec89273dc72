"""The commands of ``flask --app server``: schema, courses, paused exercises, people, tokens and the demo."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo, with_appcontext
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from server import schema
from server.accounts import commands as accounts
from server.accounts.errors import EmailTaken, UnusablePassword
from server.accounts.users import create_user
from server.archive import commands as archive
from server.core.db import utcnow
from server.core.request import db, sessions, settings
from server.courses.creation import create_course
from server.courses.errors import CourseError
from server.courses.models import Course, Enrollment, Role
from server.demo.course import logins
from server.roster import commands as roster
from server.scores.commands import recompute_course
from server.seeding.commands import seed_command
from server.submissions.visibility import HelpSteps
from server.worker import pauses


class TableGroup(AppGroup):
    """Commands that need the tables of the database."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; if it fails because the database was never set up, say so in one sentence."""
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            engine: Engine = ctx.ensure_object(ScriptInfo).load_app().extensions["chainrule.engine"]
            with engine.connect() as connection:
                if schema.current(connection) is not None:
                    raise
            raise click.ClickException(
                "The database has no tables yet. Create them with: flask --app server db upgrade"
            ) from error


database = AppGroup("db", help="Manage the database schema.")
courses = TableGroup("course", help="Manage courses.")
exercise_group = TableGroup(
    "exercise", help="Manage exercises that are paused because the grader kept failing on them."
)
users = TableGroup("user", help="Manage people.")


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    courses.add_command(roster.enroll)
    courses.add_command(archive.export_course)
    courses.add_command(archive.import_file)
    courses.add_command(recompute_course)
    users.add_command(accounts.switch_off)
    users.add_command(accounts.switch_on)
    users.add_command(accounts.rename)
    users.add_command(accounts.change_address)
    users.add_command(accounts.reset_second_factor)
    users.add_command(roster.set_admin)
    users.add_command(roster.reset_link)
    for command in (database, courses, exercise_group, users, accounts.token_group, make_demo, seed_command):
        app.cli.add_command(command)


@database.command("upgrade")
def upgrade() -> None:
    """Upgrade the database to the newest schema, if it is not up to date."""
    engine: Engine = current_app.extensions["chainrule.engine"]
    with engine.connect() as connection:
        before = schema.current(connection)
    after = schema.upgrade(engine)
    click.echo(f"The schema is {'already' if before == after else 'now'} at {after}.")


@database.command("current")
def current() -> None:
    """Show which schema the database has and which one this code expects."""
    engine: Engine = current_app.extensions["chainrule.engine"]
    with engine.connect() as connection:
        found = schema.current(connection)
    has = f"schema {found}" if found else "no schema"
    click.echo(f"The database has {has}. This code expects schema {schema.newest()}.")
    if found != schema.newest():
        raise click.ClickException("run: flask --app server db upgrade")


@click.command("demo")
@with_appcontext
def make_demo() -> None:
    """Add the demo course with its class and its history, or whatever is missing from it."""
    if settings().env == "production":
        raise click.ClickException("the demo passwords are public, so the demo is not available in production")
    from server.demo.seed import seed_demo  # imports the grader, which the web application does not need

    added = seed_demo(sessions(), settings())
    click.echo(f"The demo course is ready. {added} submissions were added and graded.")
    for line in logins(db()):
        click.echo(line)


@courses.command("create")
@click.argument("slug")
@click.option("--title", required=True, help="The title of the course.")
@click.option(
    "--first-due",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The due date of the first unit, in UTC.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=7,
    show_default=True,
    help="Days between the due dates of consecutive units.",
)
def new_course(slug: str, title: str, first_due: datetime, days: int) -> None:
    """Add a course with every unit of the catalog. Enroll people with: user create --course SLUG."""
    session = db()
    due_at = first_due.replace(hour=23, minute=59, tzinfo=UTC)
    try:
        course = create_course(session, slug=slug, title=title, first_due_at=due_at, days_a_unit=days)
    except CourseError as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    click.echo(f"{course.title} is at /courses/{course.slug}, with {len(course.assignments)} units.")


@courses.command("help-steps")
@click.argument("slug")
@click.argument("steps", type=click.IntRange(min(HelpSteps), max(HelpSteps)))
def set_help_steps(slug: str, steps: int) -> None:
    """Set how much help a course gives.

    STEPS is 0 for no help, 1 for a question, 2 for the mistake and a hint, or 3 for an explanation as well.

    The setting applies to every report, old and new. Staff always see everything.
    """
    session = db()
    found = session.scalar(select(Course).filter_by(slug=slug))
    if found is None:
        raise click.ClickException(f"there is no course {slug!r}")
    found.help_steps = steps
    session.commit()
    click.echo(f"The help level of {found.title} is set to “{HelpSteps(steps).name.lower()}”.")


@exercise_group.command("paused")
def list_paused() -> None:
    """List the paused exercises, with the reason for each pause."""
    for pause in pauses.current(db()):
        click.echo(f"{pause.slug} (version {pause.exercise_version}) since {pause.paused_at:%Y-%m-%d %H:%M} UTC")
        click.echo(f"  {pause.reason}")


@exercise_group.command("resume")
@click.argument("slug")
def resume(slug: str) -> None:
    """Resume grading of an exercise. Waiting submissions are graded within seconds."""
    session = db()
    if not pauses.resume(session, slug, utcnow()):
        raise click.ClickException(f"{slug} is not paused")
    session.commit()
    click.echo(f"Grading of {slug} has resumed.")


@users.command("create")
@click.argument("email")
@click.option("--name", default="", help="The person's name; defaults to the part of the email address before the @.")
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="The password; if it is omitted, the command prompts for it.",
)
@click.option("--course", help="The slug of a course to enroll the person in.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.STUDENT.value, show_default=True)
def new_user(email: str, name: str, password: str, course: str | None, role: str) -> None:
    """Add a person, and optionally enroll them in a course."""
    session = db()
    try:
        user = create_user(session, email=email, name=name or email.partition("@")[0], password=password)
    except (EmailTaken, UnusablePassword) as error:
        raise click.ClickException(str(error)) from error
    if course is not None:
        found = session.scalar(select(Course).filter_by(slug=course))
        if found is None:
            raise click.ClickException(f"there is no course {course!r}")
        session.add(Enrollment(course_id=found.id, user_id=user.id, role=Role(role)))
    session.commit()
    click.echo(f"{user.email} can now log in{f' and is {Role(role).with_article} in {course}' if course else ''}.")
