"""The course as a file, for whoever may export it."""

from __future__ import annotations

import errno
import tempfile

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from server.accounts.sessions import me
from server.archive import export
from server.core.db import utcnow
from server.core.request import db, sessions
from server.courses import permissions
from server.courses.permissions import Right
from server.text.csv import chunks

blueprint = Blueprint("archive", __name__)


class NoRoom(HTTPException):
    """The archive does not fit into the temporary space of this server."""

    code = 507

    def __init__(self) -> None:
        super().__init__(
            "The archive is larger than the temporary space of this server. An operator can write it where there is "
            "room, with “course export”."
        )


def init_app(app: Flask) -> None:
    """Wire this part into `app`."""
    app.register_blueprint(blueprint)


# It is recorded, so it is a POST.
@blueprint.post("/courses/<course_slug>/archive")
def download(course_slug: str) -> Response:
    """The whole course as an archive."""
    access = permissions.require(db(), me(), course_slug, Right.EDIT_COURSE)
    actor = me()
    db().commit()  # nothing was changed; on SQLite an open transaction would hold up everybody until the file is there
    file = tempfile.TemporaryFile()  # noqa: SIM115 - `chunks` closes it
    try:
        with export.snapshot(sessions()) as session:
            export.write(session, access.course, file, utcnow())
        export.note(db(), access.course, actor)
        db().commit()
        size = file.tell()
        file.seek(0)
    except BaseException as error:
        file.close()
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise NoRoom from error
        raise
    response = Response(chunks(file), mimetype="application/zip")
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{course_slug}-archive.zip"'
    return response
