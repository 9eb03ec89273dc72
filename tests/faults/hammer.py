"""Accepts, claims and finishes as fast as it can: ``python -m tests.faults.hammer NAME``."""

from __future__ import annotations

import sys
from contextlib import suppress

from sqlalchemy import select

from server import models  # noqa: F401 - the process writes rows: it must know every table
from server.accounts.models import User
from server.core.db import make_engine, make_sessions
from server.core.settings import Settings
from server.courses.models import AssignmentExercise
from server.submissions.errors import TooMany
from server.submissions.models import Lane, Purpose
from server.submissions.submit import accept
from server.worker.claims import claim_next
from server.worker.finish import finish
from tests.server.world import report

ROUNDS = 40


def main(name: str) -> None:
    sessions = make_sessions(make_engine(Settings().database))
    with sessions() as session:
        user = User(email=f"{name}@example.org", name=name, password_hash="-")
        session.add(user)
        session.commit()
    for number in range(ROUNDS):
        # Others may still be grading the latest ones; that is a refusal, and not a locked database.
        with sessions() as session, suppress(TooMany):
            user = session.scalars(select(User).filter_by(name=name)).one()
            exercise = session.scalars(select(AssignmentExercise).filter_by(slug="linear")).one()
            accept(session, user, exercise, "# 70\n", client_key=f"{number}", purpose=Purpose.SUBMIT)
        with sessions() as session:
            claim = claim_next(session, Lane.INTERACTIVE, worker=name, lease_s=60)
        if claim is not None:
            with sessions() as session:
                assert finish(session, claim, report(70)) is not None


if __name__ == "__main__":
    main(sys.argv[1])
