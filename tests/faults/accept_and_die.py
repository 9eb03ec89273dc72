"""Accepts a submission and is killed before anybody is told: ``python -m tests.faults.accept_and_die``."""

from __future__ import annotations

import os
import signal

from sqlalchemy import select

from server import models  # noqa: F401 - the process writes rows: it must know every table
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.courses.models import AssignmentExercise
from server.submissions.models import Purpose
from server.submissions.submit import accept

if __name__ == "__main__":
    with make_sessions(make_engine(Settings().database))() as session:
        user = session.scalars(select(User)).one()
        exercise = session.scalars(select(AssignmentExercise).filter_by(slug="linear")).one()
        accept(session, user, exercise, "# 70\n", client_key="once", purpose=Purpose.SUBMIT)
        os.kill(os.getpid(), signal.SIGKILL)
