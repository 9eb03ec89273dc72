"""Pages of the announcements, which everyone in the course reads and staff write."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.core.request import db
from server.core.uploads import large_form
from server.course_admin.forms import AnnouncementForm, PageNumberForm
from server.courses import announcements, permissions
from server.courses.layout import render
from server.courses.models import Announcement
from server.courses.permissions import Right

blueprint = Blueprint("announcements", __name__, url_prefix="/courses/<course_slug>/announcements")
ROOM = 100_000  # for a text in the longest characters, and the other fields


def _require(course_slug: str, **_more: object) -> permissions.Access:
    return permissions.require(db(), me(), course_slug, Right.ANNOUNCE)


def init_app(app: Flask) -> None:
    """Register these pages with `app`."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Show the announcements, newest first."""
    return _page(permissions.access_to(db(), me(), course_slug), AnnouncementForm(formdata=None))


@blueprint.post("")
@large_form(ROOM, _require)
def announce(course_slug: str) -> ResponseReturnValue:
    """Publish an announcement, or preview it: nothing is stored then."""
    access = _require(course_slug)
    form = AnnouncementForm()
    if not form.validate_on_submit():
        return _page(access, form), 422
    if form.wants_preview:
        return _page(access, form)
    announcements.announce(db(), access.course, me(), form.title.data, form.text.data)
    return _done(access, "The announcement has been published.")


@blueprint.get("/<int:announcement_id>")
def edit(course_slug: str, announcement_id: int) -> str:
    """Show the form to edit an announcement."""
    access, announcement = _found(course_slug, announcement_id)
    form = AnnouncementForm(formdata=None, data={"title": announcement.title, "text": announcement.text})
    return _edit_page(access, announcement, form)


@blueprint.post("/<int:announcement_id>")
@large_form(ROOM, _require)
def change(course_slug: str, announcement_id: int) -> ResponseReturnValue:
    """Change an announcement, or preview the change: nothing is stored then."""
    access, announcement = _found(course_slug, announcement_id)
    form = AnnouncementForm()
    if not form.validate_on_submit():
        return _edit_page(access, announcement, form), 422
    if form.wants_preview:
        return _edit_page(access, announcement, form)
    announcements.change(db(), me(), announcement, form.title.data, form.text.data)
    return _done(access, "The announcement has been saved.")


@blueprint.post("/<int:announcement_id>/withdraw")
def withdraw(course_slug: str, announcement_id: int) -> Response:
    """Hide an announcement from students."""
    access, announcement = _found(course_slug, announcement_id)
    announcements.withdraw(db(), me(), announcement)
    return _done(access, f"“{announcement.title}” has been withdrawn. Students can no longer see it.")


@blueprint.post("/<int:announcement_id>/restore")
def restore(course_slug: str, announcement_id: int) -> Response:
    """Show a withdrawn announcement again."""
    access, announcement = _found(course_slug, announcement_id)
    announcements.restore(db(), me(), announcement)
    return _done(access, f"“{announcement.title}” is now visible again.")


def _found(course_slug: str, announcement_id: int) -> tuple[permissions.Access, Announcement]:
    access = _require(course_slug)
    announcement = announcements.find(db(), access.course, announcement_id)
    if announcement is None:
        raise NotFound
    return access, announcement


def _page(access: permissions.Access, form: AnnouncementForm) -> str:
    may_announce = access.may(Right.ANNOUNCE)
    page = PageNumberForm.from_query().page.number or 1
    found, pages = announcements.listing(db(), access.course, with_withdrawn=may_announce, page=page)
    return render(
        "course_admin/announcements.html",
        access,
        form=form,
        preview=_preview(form),
        shown=found,
        page=min(page, pages),
        pages=pages,
        may_announce=may_announce,
    )


def _edit_page(access: permissions.Access, announcement: Announcement, form: AnnouncementForm) -> str:
    return render(
        "course_admin/announcement.html", access, form=form, announcement=announcement, preview=_preview(form)
    )


def _preview(form: AnnouncementForm) -> Markup | None:
    return announcements.rendered(form.text.data) if form.wants_preview and not form.errors else None


def _done(access: permissions.Access, message: str) -> Response:
    db().commit()
    flash(message)
    return redirect(url_for(".index", course_slug=access.course.slug), 303)
