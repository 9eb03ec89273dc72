"""Where a source comes in over HTTP: rate, acceptance, and then the word to workers and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from exercises import UnknownExercise
from server.accounts.models import User
from server.core.db import utcnow
from server.core.settings import Settings
from server.courses.models import AssignmentExercise
from server.submissions.models import JobState, Lane, Purpose
from server.submissions.policy import Policy
from server.submissions.progress import Feed
from server.submissions.queue import TicketPublisher
from server.submissions.rates import Rates
from server.submissions.submit import Accepted, accept, find_by_key


@dataclass(frozen=True, slots=True)
class Reception:
    """What is needed to take a source in; one for each application."""

    settings: Settings
    tickets: TicketPublisher
    feed: Feed
    rates: Rates

    def receive(
        self,
        session: Session,
        user: User,
        exercise: AssignmentExercise,
        source: str,
        *,
        client_key: str,
        purpose: Purpose,
    ) -> Accepted:
        """Accept a source, then tell: what is told may fail, for the reconciler tells again.

        Raises:
            SubmissionRefused: with a sentence for the author.
            NotFound: if the exercise is not installed.
        """
        received_at = utcnow()  # before anything that may have to wait for the database
        known = find_by_key(session, user, client_key)
        session.commit()  # nothing was changed: no lock is held while Redis is asked
        if known is None:  # a repeated request is not a further use
            self._count(user, purpose)
        try:
            accepted = accept(
                session,
                user,
                exercise,
                source,
                client_key=client_key,
                purpose=purpose,
                policy=Policy.of(self.settings),
                received_at=received_at,
            )
        except UnknownExercise as error:
            raise NotFound("The course names this exercise, but this installation does not have it.") from error
        if accepted.created:
            self._tell(accepted)
        return accepted

    def _count(self, user: User, purpose: Purpose) -> None:
        if purpose is Purpose.CHECK:
            self.rates.spend("checks", user.id, per_minute=self.settings.checks_per_minute)
        else:
            self.rates.spend("submissions", user.id, per_minute=self.settings.submissions_per_minute)

    def _tell(self, accepted: Accepted) -> None:
        if not self.tickets.publish(Lane.INTERACTIVE):
            return  # the broker is away; the stream is on the same one
        for public_id in accepted.superseded:
            self.feed.done(public_id, {"state": JobState.SUPERSEDED.value})


def init_app(app: Flask) -> None:
    """Make the application's reception."""
    settings: Settings = app.extensions["chainrule.settings"]
    rates = Rates(app.extensions["chainrule.redis"])
    app.extensions["chainrule.reception"] = Reception(settings, TicketPublisher(settings), Feed.of(settings), rates)


def reception() -> Reception:
    """The reception of the current application."""
    return cast(Reception, current_app.extensions["chainrule.reception"])
