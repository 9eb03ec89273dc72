"""The command that seeds a course of any size."""

from __future__ import annotations

import time

import click
from flask.cli import with_appcontext

from server.core.db import utcnow
from server.core.request import sessions, settings
from server.courses.errors import CourseError
from server.seeding.course import PASSWORD, address
from server.seeding.size import Size


@click.command("seed")
@click.argument("slug")
@click.option("--students", type=click.IntRange(min=1, max=99_999), default=1000, show_default=True)
@click.option("--exercises", type=click.IntRange(min=1, max=99), default=40, show_default=True)
@click.option(
    "--attempts",
    type=click.IntRange(min=1, max=50),
    default=10,
    show_default=True,
    help="The average number of attempts per student and exercise.",
)
@click.option("--sections", type=click.IntRange(min=0, max=99), default=20, show_default=True)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed always creates the same class.",
)
@with_appcontext
def seed_command(slug: str, students: int, exercises: int, attempts: int, sections: int, seed: int) -> None:
    """Create the course SLUG with a generated class and all of its work, for benchmarks or exploration."""
    if settings().env == "production":
        raise click.ClickException(
            "everyone in a seeded course has a public password, so this command is not available in production"
        )
    from server.seeding.seed import AddressesTaken, seed_course  # imports what only this command needs

    begun = time.monotonic()

    def show_progress(done: int, submissions: int) -> None:
        if done % 1000 == 0 or done == students:
            spent = time.monotonic() - begun
            click.echo(f"{done:,} of {students:,} students, {submissions:,} submissions, {spent:.0f} s")

    size = Size(students, exercises, attempts, sections, seed)
    try:
        seed_course(sessions(), slug, size, utcnow(), show_progress)
    except (CourseError, AddressesTaken) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The course is at /courses/{slug}. Creating it took {time.monotonic() - begun:.0f} s.")
    for role, who in (("instructor", "teacher"), ("student", "student00001")):
        click.echo(f"  {role:<11} {address(slug, who)}  password: {PASSWORD}")
