"""Download scores as files, and upload edited files to override scores."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator, Sequence

from flask import flash, redirect, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from server.accounts.audit import record
from server.accounts.sessions import me
from server.core import confirm
from server.core.db import Sessions
from server.core.fields import errors_of
from server.core.request import db, end_transaction, reads_first, sessions
from server.core.uploads import large_form
from server.courses import permissions
from server.courses.catalog import titles
from server.courses.items import Item, items_of
from server.courses.layout import render
from server.courses.models import Course
from server.courses.permissions import Right
from server.gradebook import export, upload
from server.gradebook.blueprint import blueprint
from server.gradebook.filters import Filters
from server.gradebook.forms import GradebookFilterForm, UploadForm
from server.scores import overrides
from server.scores.errors import ScoreRefused
from server.scores.locks import lock_class
from server.text.csv import chunks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 500  # changes that are listed in a preview


@blueprint.get("/scores.csv")
def scores_csv(course_slug: str) -> Response:
    """Stream the scores of the students that match the filters as CSV."""
    access = permissions.require(db(), me(), course_slug, Right.EXPORT)
    items = items_of(db(), access.course)
    filters = _filters(items)
    lines = _lines(sessions(), access.course, items, filters)
    return _file(Response(lines, mimetype="text/csv"), course_slug, filters, "csv")


def _lines(factory: Sessions, course: Course, items: Sequence[Item], filters: Filters) -> Iterator[str]:
    """Yield the lines, read in a separate session: that of the request ends before they are sent."""
    with factory.reading() as session:
        yield from export.csv_lines(items, export.score_rows(session, course, items, filters), filters.by)


@blueprint.get("/scores.xlsx")
def scores_xlsx(course_slug: str) -> Response:
    """Send the scores of the students that match the filters as a workbook."""
    access = permissions.require(db(), me(), course_slug, Right.EXPORT)
    items = items_of(db(), access.course)
    filters = _filters(items)
    book = export.workbook(items, export.score_rows(db(), access.course, items, filters), filters.by)
    return _file(Response(chunks(book), mimetype=XLSX), course_slug, filters, "xlsx")


def _filters(items: Sequence[Item]) -> Filters:
    """Return the filters in the address; unlike the page, a file cannot say which of them it ignores.

    Raises:
        BadRequest: if a filter is not accepted.
    """
    form = GradebookFilterForm.from_query(slugs=[one.item.slug for one in items])
    problems = errors_of(form)
    if problems:
        raise BadRequest(" ".join(problems))
    return form.to_filters()


def _file(response: Response, course_slug: str, filters: Filters, ending: str) -> Response:
    name = f"{course_slug}-scores{'-filtered' if filters.narrows else ''}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _require(course_slug: str) -> permissions.Access:
    return permissions.require(db(), me(), course_slug, Right.CHANGE_SCORES)


@blueprint.get("/upload")
def upload_form(course_slug: str) -> str:
    """Show the form for an edited file."""
    access = _require(course_slug)
    return _page(access)


@blueprint.post("/upload")
@large_form(8_000_000, _require)
@reads_first
def upload_scores(course_slug: str) -> Response | tuple[str, int]:
    """Preview what a file would change, or apply the file that was previewed."""
    access = _require(course_slug)
    form = UploadForm()
    reason = form.reason.data or ""
    data, preview, picked = b"", None, None
    try:
        data = _data(form)
        end_transaction()  # a workbook takes seconds to read
        table = upload.read_table(data)
        if confirm.sent_digest():  # what was shown must hold until it is applied
            sessions().begin_writing(db())
            access = _require(course_slug)
            lock_class(db(), access.course.id)
        preview = upload.compare(db(), access.course, table)
        if not confirm.was_shown(preview.digest):
            page = _page(access, preview=preview, data=data, reason=reason, is_outdated=confirm.is_outdated())
            return page, confirm.status()
        picked = frozenset(form.keys())
        overrides.require_reason(reason)
        chosen = [one for one in preview.proposals if one.key in picked]
        if not chosen:
            raise ScoreRefused("Select at least one score to change.")
    except ScoreRefused as error:
        return _page(access, preview=preview, picked=picked, data=data, reason=reason, problem=str(error)), 422
    _apply(access, chosen, reason)
    db().commit()
    count = len(chosen)
    flash(f"The file changed {count} score{'' if count == 1 else 's'}.")
    return redirect(url_for("gradebook.index", course_slug=course_slug), 303)


def _apply(access: permissions.Access, chosen: Sequence[upload.ProposedScore], reason: str) -> None:
    setting = [one for one in chosen if not one.is_undo]
    undoing = [(one.user_id, one.item) for one in chosen if one.is_undo]
    made = [overrides.NewOverride(one.user_id, one.item, one.after) for one in setting]
    if made:
        overrides.override(db(), access.course, me(), made, reason)
    overrides.restore_graded(db(), access.course, me(), undoing)
    subject = f"course:{access.course.slug}"
    record(db(), me(), "score.file_applied", subject=subject, course_id=access.course.id, scores=len(chosen))


def _data(form: UploadForm) -> bytes:
    if form.file.data is not None:
        return bytes(form.file.data.read())
    kept = form.kept.data or ""
    if not kept:
        raise ScoreRefused("Choose the edited CSV file or workbook.")
    try:
        return zlib.decompressobj().decompress(base64.b64decode(kept, validate=True), upload.MAX_BYTES + 1)
    except (binascii.Error, zlib.error) as error:
        raise ScoreRefused("The file was damaged in transit. Choose it again.") from error


def _page(
    access: permissions.Access,
    *,
    preview: upload.UploadPreview | None = None,
    picked: frozenset[str] | None = None,
    data: bytes = b"",
    reason: str = "",
    problem: str = "",
    is_outdated: bool = False,
) -> str:
    """Render the page; without `picked`, every proposal that is not a conflict is selected."""
    kept = base64.b64encode(zlib.compress(data)).decode() if preview else ""
    return render(
        "gradebook/upload.html",
        access,
        preview=preview,
        picked=preview.without_conflicts if preview and picked is None else picked,
        sent=[("kept", kept)],
        is_outdated=is_outdated,
        reason=reason,
        problem=problem,
        titles=titles([one.item.slug for one in preview.proposals] if preview else []),
        listed=LISTED,
        max_reason=overrides.MAX_REASON_CHARS,
    )
