"""The ``insight`` commands."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from server.core.request import db
from server.courses.models import Course
from server.insight.rebuild import rebuild

group = AppGroup("insight", help="Manage the counts behind the Insights pages.")


@group.command("rebuild")
@click.argument("slug")
def rebuild_counts(slug: str) -> None:
    """Recompute the counts of a course from its gradings, after an upgrade or a change of its time zone.

    Gradings that finish in the meantime wait briefly, one exercise at a time.
    """
    session = db()
    course = session.scalar(select(Course).filter_by(slug=slug))
    if course is None:
        raise click.ClickException(f"there is no course {slug!r}")
    title = course.title
    counted = rebuild(session, course.id)
    click.echo(f"{title}: {counted} graded attempt{'' if counted == 1 else 's'} counted.")
