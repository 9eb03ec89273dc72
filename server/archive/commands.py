"""The commands ``course export`` and ``course import``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from server.archive import export
from server.archive.errors import ArchiveError
from server.archive.restore import import_course
from server.core.db import utcnow
from server.core.request import db, sessions
from server.courses.models import Course


@click.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_course(slug: str, file: Path) -> None:
    """Write a whole course, with its members and all their work, to a file that can be imported elsewhere."""
    if file.exists():
        raise click.ClickException(f"the file {file} already exists")
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    with export.snapshot(sessions()) as session:
        course = session.scalar(select(Course).filter_by(slug=slug))
        if course is None:
            raise click.ClickException(f"there is no course {slug!r}")
        # Readable only by its owner, and renamed to its final name only when it is complete.
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as part:
            try:
                export.write(session, course, part, utcnow())
                Path(part.name).rename(file)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    export.record_export(db(), course, None)
    db().commit()
    click.echo(f"Wrote {course.title} to {file} ({file.stat().st_size:,} bytes).")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", help="The short name of the new course in its URL; by default, the one in the archive.")
@with_appcontext
def import_file(file: Path, slug: str | None) -> None:
    """Restore a course from an exported file, completely or not at all.

    People are matched by email address. A person without an account gets one without a password.
    """
    with file.open("rb") as archive:
        try:
            done = import_course(db(), archive, slug)
            db().commit()
        except ArchiveError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{done.course.title} is at /courses/{done.course.slug}.")
    click.echo(f"People: {done.people}. New accounts without a password: {done.made}.")
    click.echo(f"Submissions: {done.submissions}. Gradings: {done.gradings}. Scores: {done.scores}, all unchanged.")
    if done.waiting:
        click.echo(f"Submissions that will be graded now: {done.waiting}.")
    if done.renewed:
        click.echo(f"Submissions that got a new ID because theirs was already in use: {done.renewed}.")
