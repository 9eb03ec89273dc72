"""Pages of the sections of a course."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.courses import permissions
from server.courses.layout import render
from server.courses.models import Section
from server.courses.permissions import Access, Right
from server.roster import sections
from server.roster.errors import RosterError
from server.roster.forms import SectionForm
from server.roster.sections import section_sizes

blueprint = Blueprint("sections", __name__, url_prefix="/sections")


@blueprint.get("")
def index(course_slug: str) -> str:
    """List the sections with their sizes."""
    return _page(permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER))


@blueprint.post("")
def add(course_slug: str) -> Response | tuple[str, int]:
    """Add a section."""
    standing = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    form = SectionForm()
    try:
        section = sections.add(db(), me(), access.course, form.name.data or "")
    except RosterError as error:
        return _page(standing, error=str(error), typed=form.name.data or ""), 422
    return _done(standing, f"Added section “{section.name}”.")


@blueprint.post("/<int:section_id>")
def rename(course_slug: str, section_id: int) -> Response | tuple[str, int]:
    """Rename a section."""
    standing, section = _section(course_slug, section_id)
    form = SectionForm()
    try:
        sections.rename(db(), me(), access.course, section, form.name.data or "")
    except RosterError as error:
        return _page(standing, error=str(error), at=section_id, typed=form.name.data or ""), 422
    return _done(standing, f"Renamed the section to “{section.name}”.")


@blueprint.post("/<int:section_id>/remove")
def remove(course_slug: str, section_id: int) -> Response | tuple[str, int]:
    """Remove an empty section."""
    standing, section = _section(course_slug, section_id)
    try:
        sections.remove(db(), me(), access.course, section)
    except RosterError as error:
        return _page(standing, error=str(error), at=section_id, typed=section.name), 422
    return _done(standing, f"Removed section “{section.name}”.")


def _section(course_slug: str, section_id: int) -> tuple[Access, Section]:
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)
    section = db().get(Section, section_id)
    if section is None or section.course_id != access.course.id:
        raise NotFound
    return access, section


def _page(standing: Access, *, error: str = "", at: int | None = None, typed: str = "") -> str:
    lines = section_sizes(db(), standing.course)
    return render("roster/sections.html", standing, lines=lines, error=error, at=at, typed=typed)


def _done(standing: Access, message: str) -> Response:
    db().commit()
    flash(message)
    return redirect(url_for(".index", course_slug=standing.course.slug), 303)
