"""Password links for everyone in a course who has none, as a file."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from server.accounts.audit import record
from server.accounts.models import User
from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.models import Course
from server.courses.permissions import Right
from server.roster import password_links

blueprint = Blueprint("links", __name__, url_prefix="/links")


@blueprint.post("")
def download(course_slug: str) -> Response:
    """Send password links for the students of the course who have no password, as CSV."""
    course = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER).course
    people = password_links.users_of(db(), course, password_links.waiting_in(db(), me(), course).ids)
    if not people:
        flash("Everyone for whom you can create a password link already has a password.")
        return redirect(url_for("roster.index", course_slug=course_slug), 303)
    answer = links_file(course, people)
    subject = f"course:{course.id}"
    record(db(), me(), "account.links_made", subject=subject, course_id=course.id, links=len(people))
    db().commit()
    return answer


def links_file(course: Course, people: Collection[User]) -> Response:
    """Return the response with the links of these people, to download.

    Raises:
        RosterError: if there are too many.
    """
    answer = Response(password_links.links_csv(db(), course, people), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{course.slug}-password-links.csv"'
    return answer
