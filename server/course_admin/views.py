"""Pages to create a course, change its settings, read its audit log and undo entries of it."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, NotFound

from server.accounts import second_factor
from server.accounts.models import AuditEvent
from server.accounts.sessions import me
from server.core import confirm
from server.core.request import db
from server.course_admin import (
    announcement_views,
    assignment_views,
    audit_page,
    copying,
    editing,
    impersonation,
    impersonation_views,
    snapshots,
)
from server.course_admin.edit_confirmation import FORM_OUTDATED, confirm_or_apply
from server.course_admin.errors import CourseAdminError, MayNotCreate
from server.course_admin.forms import CATALOG, COPY, AuditFilterForm, CopyForm, CourseForm, SettingsForm, suggest
from server.courses import membership, permissions
from server.courses.errors import CourseError
from server.courses.layout import render
from server.courses.models import Course
from server.courses.permissions import Right

blueprint = Blueprint("building", __name__)


def init_app(app: Flask) -> None:
    """Register these pages with `app`, and the view as a student."""
    impersonation.init_app(app)
    for part in (assignment_views, announcement_views, impersonation_views):
        part.init_app(app)
    app.register_blueprint(blueprint)


@blueprint.get("/courses/new")
def new() -> str:
    """Show the form for a new course; ``?copy=slug`` starts with a copy."""
    form, sources = _course_form()
    wanted = CopyForm.from_query().copy.data
    source = next((one for one in sources if one.slug == wanted), None)
    if source is not None:
        form.start.data = f"{COPY}{source.slug}"
        form.title.data = source.title
    usual = copying.usual_zone([source] if source else sources)
    form.timezone.data = usual or form.timezone.data
    return render_template(
        "course_admin/new.html",
        form=form,
        source=source,
        suggested=suggest(form.title.data or ""),
        takes_browser_zone=usual is None,
    )


@blueprint.post("/courses/new")
def create() -> ResponseReturnValue:
    """Create a course; its creator becomes its instructor."""
    form, sources = _course_form()
    if not form.validate_on_submit():
        return render_template(
            "course_admin/new.html", form=form, source=None, suggested=suggest(form.title.data or "")
        ), 422
    source = next((one for one in sources if form.start.data == f"{COPY}{one.slug}"), None)
    try:
        course = _make(form, source)
    except CourseError as error:
        form.slug.errors = [str(error)]
        return render_template("course_admin/new.html", form=form, source=source, suggested=form.wanted_slug), 422
    copying.take_over(db(), course, me(), source)
    db().commit()
    flash(f"Created {course.title}. You are its instructor.")
    return redirect(url_for("assignments.index", course_slug=course.slug), 303)


def _course_form() -> tuple[CourseForm, list[Course]]:
    if not membership.may_create(db(), me()):
        raise MayNotCreate("Only instructors can create courses. Ask an administrator to create your first course.")
    second_factor.require_for_staff(db(), me())
    form, sources = CourseForm(), copying.sources(db(), me())
    form.offer(sources)
    return form, sources


def _make(form: CourseForm, source: Course | None) -> Course:
    slug, title, term, zone = form.wanted_slug, form.title.data, form.term.data, form.timezone.data
    first_due = form.first_due.day
    if source is not None:
        return copying.copy(
            db(), source, slug=slug, title=title, term=term, timezone=zone, first_due=first_due,
            with_announcements=form.announcements.data,
        )  # fmt: skip
    if form.start.data == CATALOG and first_due is not None:
        return copying.create_from_catalog(
            db(), slug=slug, title=title, term=term, timezone=zone, first_due=first_due
        )  # fmt: skip
    return copying.create_empty(db(), slug=slug, title=title, term=term, timezone=zone)


@blueprint.get("/courses/<course_slug>/settings")
def settings(course_slug: str) -> str:
    """Show the settings of the course."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_COURSE)
    values = snapshots.of_course(access.course)
    return _settings_page(access, SettingsForm(data={**values, "help_steps": str(values["help_steps"])}))


@blueprint.post("/courses/<course_slug>/settings")
def change_settings(course_slug: str) -> ResponseReturnValue:
    """Change the settings; first show which scores would change."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_COURSE)
    form = SettingsForm()
    form.offer(access.course.timezone)
    if confirm.wants_form():
        return _settings_page(access, form)
    if not form.validate_on_submit():
        return _settings_page(access, form), 422
    if form.version.data != confirm.digest(snapshots.of_course(access.course)):
        return _settings_page(access, form, FORM_OUTDATED), 422
    try:
        return confirm_or_apply(
            access,
            editing.change_course(access.course, form.values()),
            next_url=url_for(".settings", course_slug=course_slug),
            message="The settings have been saved.",
            title="Settings",
        )
    except CourseAdminError as error:
        db().rollback()
        return _settings_page(access, form, str(error)), 422


def _settings_page(access: permissions.Access, form: SettingsForm, error: str | None = None) -> str:
    form.offer(access.course.timezone)
    values = snapshots.of_course(access.course)
    last = editing.last_undoable(db(), access.course, f"course:{access.course.id}", values)
    return render(
        "course_admin/settings.html",
        access,
        form=form,
        error=error,
        version=confirm.digest(values),
        last=last,
        details=audit_page.changed(access.course, last.data["before"], last.data["after"]) if last else [],
    )


@blueprint.get("/courses/<course_slug>/audit")
def log(course_slug: str) -> str:
    """Show who did what in the course, newest first."""
    access = permissions.require(db(), me(), course_slug, Right.SEE_AUDIT)
    form = AuditFilterForm.from_query()
    filters = audit_page.Filters(
        who=form.who.number,
        action=form.readable("action"),
        since=form.since.day,
        until=form.until.day,
        before=form.before.number,
    )
    return render(
        "course_admin/audit.html",
        access,
        page=audit_page.page(db(), access.course, filters),
        filters=filters,
        kept=form.kept,
        form=form,
        actors=audit_page.actors(db(), access.course),
        actions=audit_page.actions(db(), access.course),
    )


@blueprint.get("/courses/<course_slug>/audit/<int:event_id>/undo")
def ask_undo(course_slug: str, event_id: int) -> str:
    """Ask before undoing, and show what that restores."""
    access, event = _event(course_slug, event_id)
    try:
        edit = editing.undo(db(), access.course, event)
    except CourseAdminError as error:
        return _undo_page(access, event, str(error))
    return _undo_page(access, event, None, edit)


@blueprint.post("/courses/<course_slug>/audit/<int:event_id>/undo")
def undo(course_slug: str, event_id: int) -> ResponseReturnValue:
    """Undo an edit."""
    access, event = _event(course_slug, event_id)
    try:
        edit = editing.undo(db(), access.course, event)
        return confirm_or_apply(
            access,
            edit,
            next_url=url_for(".log", course_slug=course_slug),
            message=f"Undone: {audit_page.label(event.action)}.",
            title="Undo",
            undoes=event,
        )
    except CourseAdminError as error:
        db().rollback()
        return _undo_page(access, event, str(error)), 422


def _event(course_slug: str, event_id: int) -> tuple[permissions.Access, AuditEvent]:
    access = permissions.require(db(), me(), course_slug, Right.EDIT_ASSIGNMENTS)
    query = select(AuditEvent).where(AuditEvent.course_id == access.course.id, AuditEvent.id == event_id)
    event = db().scalar(query)
    if event is None:
        raise NotFound
    if event.action.startswith("course.") and not access.may(Right.EDIT_COURSE):
        raise Forbidden
    return access, event


def _undo_page(
    access: permissions.Access, event: AuditEvent, error: str | None, edit: editing.Edit | None = None
) -> str:
    details = []
    if edit is not None and edit.before and edit.after:
        details = audit_page.changed(access.course, edit.before, edit.after)
    return render(
        "course_admin/undo.html",
        access,
        event=event,
        label=audit_page.label(event.action),
        name=(event.data.get("after") or event.data.get("before") or {}).get("title", ""),
        error=error,
        details=details,
    )
