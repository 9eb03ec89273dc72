"""Operator command: recompute a course's scores after an update that changed a rule."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from server.core.request import db
from server.courses.models import Course
from server.scores import scoring
from server.scores.preview import Preview, all_user_ids, preview_edit
from server.text.points import points_or_dash

REASON = "recomputed after an update"


@click.command("recompute")
@click.argument("slug")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Store the new scores; without this option, they are only listed."
)
@with_appcontext
def recompute_course(slug: str, is_applied: bool) -> None:
    """List the scores of a course that the current rules would change; with --apply, store the new scores.

    Rules can change in an update. The changelog lists such changes under Scores.
    """
    session = db()
    course = session.scalar(select(Course).filter_by(slug=slug))
    if course is None:
        raise click.ClickException(f"There is no course “{slug}”.")
    preview = preview_edit(session, course.id, lambda: None)
    _print(preview)
    if is_applied:  # even if no points change, an exercise may be solved or stuck by another rule
        changed = scoring.recompute(session, course.id, all_user_ids(session, course.id), scoring.Cause(REASON))
        session.commit()
        if not preview.is_empty:
            click.echo(f"{_count(changed, 'score')} changed. The history of each score gives the reason “{REASON}”.")
    elif not preview.is_empty:
        click.echo("Nothing was stored. To store these scores, add --apply.")


def _print(preview: Preview) -> None:
    if preview.is_empty:
        click.echo("No scores or totals would change.")
        return
    for change in preview.changes:
        before, after = points_or_dash(change.from_points), points_or_dash(change.to_points)
        click.echo(f"{change.student}\t{change.slug}\t{before} → {after}")
    click.echo(f"{_count(len(preview.changes), 'score')} and {_count(len(preview.totals), 'total')} would change.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
