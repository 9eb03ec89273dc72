"""Pages to import a roster: preview, apply, result and undo."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server.accounts import emails
from server.accounts.audit import record
from server.accounts.sessions import me
from server.core import confirm
from server.core.db import utcnow
from server.core.mail import INLINE, mailer
from server.core.request import db
from server.core.uploads import large_form
from server.courses import permissions
from server.courses.layout import render
from server.courses.models import RosterImport
from server.courses.permissions import Access, Right
from server.roster import import_history
from server.roster.errors import UndoOutdated, UnreadableRoster
from server.roster.forms import ImportForm
from server.roster.import_apply import apply_import
from server.roster.import_history import preview_undo, undo_import
from server.roster.import_plan import ACTION_LABELS, Action, Plan, plan_import
from server.roster.link_views import links_file
from server.roster.password_links import Waiting, users_of, waiting_of_import
from server.roster.roster_file import COLUMNS, MAX_BYTES, MAX_LINES, decode, normalize

blueprint = Blueprint("imports", __name__, url_prefix="/import")
_ENROLLING = {Action.CREATE, Action.ENROLL, Action.READMIT}
ROOM = 2 * MAX_BYTES  # a roster and the other fields; elsewhere, a solution is the largest text to send


def _require(course_slug: str) -> Access:
    return permissions.require(db(), me(), course_slug, Right.EDIT_ROSTER)


@blueprint.get("")
def index(course_slug: str) -> str:
    """Show the form and the latest imports."""
    access = _require(course_slug)
    return _index(access, ImportForm(formdata=None))


@blueprint.post("")
@large_form(ROOM, _require)
def preview(course_slug: str) -> str | tuple[str, int]:
    """Show what the import would do, line by line. Nothing is stored."""
    access = _require(course_slug)
    form = ImportForm()
    try:
        text = _text(form)
        found = plan_import(db(), me(), access.course, text, drop_missing=form.drop_missing.data)
    except UnreadableRoster as error:
        form.text.errors = [str(error)]
        return _index(access, form), 422
    return _plan_page(access, found, text)


@blueprint.post("/apply")
@large_form(ROOM, _require)
def do(course_slug: str) -> Response | tuple[str, int]:
    """Apply exactly what the preview showed; if the course has changed since, show a new preview."""
    access = _require(course_slug)
    form = ImportForm()
    text, drop_missing = normalize(form.text.data or ""), bool(form.drop_missing.data)
    try:
        found, done = apply_import(
            db(), me(), access.course, text, drop_missing=drop_missing, digest=confirm.sent_digest()
        )
        db().commit()
    except UnreadableRoster as error:
        form.text.errors = [str(error)]
        return _index(access, form), 422
    except IntegrityError:
        # A person on the list registered at the same moment.
        db().rollback()
        access = _require(course_slug)
        found, done = plan_import(db(), me(), access.course, text, drop_missing=drop_missing), None
    if done is None:
        return _plan_page(access, found, text, is_outdated=True), HTTPStatus.CONFLICT
    flash(f"Import applied: {_count(found.changes, 'person', 'people')} changed. {_mail(access, done)}".strip())
    return redirect(url_for(".result", course_slug=course_slug, import_id=done.id), 303)


@blueprint.get("/<int:import_id>")
def result(course_slug: str, import_id: int) -> str:
    """Show what an import did, and what undoing it would do now."""
    return _result_page(*_import(course_slug, import_id))


@blueprint.post("/<int:import_id>/undo")
def take_back(course_slug: str, import_id: int) -> Response | tuple[str, int]:
    """Undo an import as it was shown; if the course has changed since, show what undoing would do now."""
    access, done = _import(course_slug, import_id)
    try:
        undone = undo_import(db(), me(), access.course, done, shown=confirm.sent_digest())
    except UndoOutdated:
        db().rollback()
        return _result_page(*_import(course_slug, import_id), is_outdated=True), HTTPStatus.CONFLICT
    db().commit()
    if undone is None:
        flash("This import has already been undone.")
    else:
        alone = [f"{reversal.user.name} ({reversal.why_not})" for reversal in undone.left_alone]
        more = f", and {len(alone) - 20} more" if len(alone) > 20 else ""
        left = f" Not undone: {', '.join(alone[:20])}{more}." if alone else ""
        flash(f"The import was undone for {_count(len(undone.reverted), 'person', 'people')}.{left}")
    return redirect(url_for(".result", course_slug=course_slug, import_id=import_id), 303)


@blueprint.post("/<int:import_id>/links")
def links(course_slug: str, import_id: int) -> Response:
    """Send password links for the people in the file who have no password, as CSV."""
    access, done = _import(course_slug, import_id)
    people = users_of(db(), access.course, _waiting(access, done).ids)
    if not people:
        flash("You cannot create a password link for anyone in this import.")
        return redirect(url_for(".result", course_slug=course_slug, import_id=import_id), 303)
    answer = links_file(access.course, people)
    done.links_taken_at = utcnow()
    subject = f"roster_import:{done.id}"
    record(db(), me(), "account.links_made", subject=subject, course_id=access.course.id, links=len(people))
    db().commit()
    return answer


def _text(form: ImportForm) -> str:
    """Return the uploaded file, or else the pasted text."""
    if form.file.data is not None:
        return normalize(decode(form.file.data.read()))
    text = normalize(form.text.data or "")
    if not text.strip():
        raise UnreadableRoster("Choose a file or paste its text.")
    return text


def _mail(access: Access, done: RosterImport) -> str:
    """Email the people whom the import enrolled, after the commit, and return a message about the result."""
    added = {change["user_id"] for change in done.changes["people"] if change["action"] in _ENROLLING}
    people = users_of(db(), access.course, _waiting(access, done).ids & added)
    if not people or not mailer().is_there:
        return ""
    if len(people) > INLINE:
        return f"The import added too many people to email ({len(people)}). Download their password links below."
    failed = mailer().send([emails.welcome(user, access.course.title) for user in people])
    sent = len(people) - len(failed)
    what = _count(sent, "email with a password link", "emails with password links")
    message = f"Sent {what}." if mailer().reaches_people else f"Wrote {what} to the server log."
    message = message if sent else ""
    return (
        f"{message} Email to {', '.join(failed)} could not be sent. Download the password links below."
        if failed
        else message
    )


def _waiting(access: Access, done: RosterImport) -> Waiting:
    return waiting_of_import(db(), me(), access.course, done)


def _import(course_slug: str, import_id: int) -> tuple[Access, RosterImport]:
    access = _require(course_slug)
    done = db().get(RosterImport, import_id)
    if done is None or done.course_id != access.course.id:
        raise NotFound
    return access, done


def _index(access: Access, form: ImportForm) -> str:
    imports = import_history.recent(db(), access.course)
    limits: dict[str, object] = {
        "action_labels": ACTION_LABELS,
        "max_lines": MAX_LINES,
        "max_bytes": MAX_BYTES,
        "columns": COLUMNS,
    }
    return render("roster/imports.html", access, form=form, imports=imports, **limits)


def _plan_page(access: Access, found: Plan, text: str, *, is_outdated: bool = False) -> str:
    return render("roster/plan.html", access, plan=found, text=text, is_outdated=is_outdated, Action=Action)


def _result_page(access: Access, done: RosterImport, *, is_outdated: bool = False) -> str:
    return render(
        "roster/import.html",
        access,
        summary=import_history.summary(db(), done),
        undo=preview_undo(db(), access.course, done) if done.undone_at is None else None,
        waiting=_waiting(access, done),
        inline=INLINE,
        action_labels=ACTION_LABELS,
        has_mail=mailer().is_there,
        is_outdated=is_outdated,
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
