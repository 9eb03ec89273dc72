"""The base class of the errors that people see.

Every domain has an ``errors`` module whose classes descend from `Refused`:

    Refused
    ├── accounts.errors      AccountError
    ├── courses.errors       CourseError
    ├── submissions.errors   SubmissionRefused
    ├── scores.errors        ScoreRefused
    ├── regrades.errors      RegradeRefused
    ├── roster.errors        RosterError
    ├── course_admin.errors  CourseAdminError
    └── archive.errors       ArchiveError

A view that can show the message beside a form catches the error. All others are handled by `server.core.error_pages`,
which answers with the status of the error, as a page or as problem details. This module does not import Flask, because
workers raise these errors too.

To refuse something in a service, add a class to the domain's ``errors`` module and raise it with a sentence::

    class InUse(CourseAdminError):
        status = 409
        title = "Still in use"

    raise InUse("Students have submitted to this assignment. Close it instead.")
"""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """A request that is refused.

    The message is one or more sentences for the person who asked: what was found, and what is allowed.

    Attributes:
        status: the HTTP status of the response.
        title: a short title for a heading or for problem details.
        retry_after_s: whole seconds to wait before trying again; None if waiting does not help.
    """

    status: ClassVar[int] = 422
    title: ClassVar[str] = "Not accepted"
    retry_after_s: int | None = None
