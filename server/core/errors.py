"""The root of the errors that people are told about.

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

A page that can show the message beside a form catches it there. What nobody catches is answered by
`server.core.error_pages`, with the error's status, as a page or as problem details. This module imports no Flask:
workers raise these errors too.
"""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """A request that cannot be carried out.

    The text is one or more sentences for the person who asked: what was found, and what is allowed.

    Attributes:
        status: the HTTP status that says the same.
        title: a few words for a heading or a problem detail.
        retry_after_s: whole seconds to wait before trying again, where waiting helps.
    """

    status: ClassVar[int] = 422
    title: ClassVar[str] = "Not accepted"
    retry_after_s: int | None = None
