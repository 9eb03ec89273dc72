"""Download a course as an archive."""

from __future__ import annotations

import errno
import tempfile

from flask import Blueprint, Flask
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.archive import export
from server.archive.errors import NoSpace
from server.core.db import utcnow
from server.core.request import db, sessions
from server.courses import permissions
from server.courses.permissions import Right
from server.text.csv import chunks

blueprint = Blueprint("archive", __name__)


def init_app(app: Flask) -> None:
    """Register the page with `app`."""
    app.register_blueprint(blueprint)


# It is recorded, so it is a POST.
@blueprint.post("/courses/<course_slug>/archive")
def download(course_slug: str) -> Response:
    """Send the whole course as an archive."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_COURSE)
    actor = me()
    db().commit()  # on SQLite an open transaction would block all others until the file is written
    file = tempfile.TemporaryFile()  # noqa: SIM115 - `chunks` closes it
    try:
        with export.snapshot(sessions()) as session:
            export.write(session, access.course, file, utcnow())
        export.record_export(db(), access.course, actor)
        db().commit()
        size = file.tell()
        file.seek(0)
    except BaseException as error:
        file.close()
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise NoSpace from error
        raise
    response = Response(chunks(file), mimetype="application/zip")
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{course_slug}-archive.zip"'
    return response
