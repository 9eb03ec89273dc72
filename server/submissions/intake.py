"""Take in a source from a page or the API: rate limit, acceptance, then a ticket for the workers."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import cast

import redis
import structlog
from flask import Flask, current_app
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from exercises import UnknownExercise
from server.accounts.models import User
from server.core.db import Sessions, utcnow
from server.core.settings import Settings
from server.courses.models import AssignmentExercise
from server.submissions.errors import DayUsedUp, MinuteUsedUp
from server.submissions.models import JobState, Lane, Purpose
from server.submissions.policy import Policy
from server.submissions.progress import Feed
from server.submissions.submit import Accepted, Also, accept, is_known
from server.submissions.tickets import TicketPublisher

DRAFTS_PER_MINUTE = 90  # an editor saves a second after the last key, and a person may have several open

log = structlog.get_logger(__name__)


class RateLimits:
    """Counts uses in Redis by user and minute, never by address: a whole lab shares one."""

    def __init__(self, client: redis.Redis) -> None:
        storage = RedisStorage("redis://", connection_pool=client.connection_pool, wrap_exceptions=True)
        self._limiter = FixedWindowRateLimiter(storage)

    def spend(self, what: str, user_id: int, *, per_minute: int) -> None:
        """Count one use. Without Redis nothing is counted: an outage of ours must not refuse work.

        Raises:
            TooMany: once the user has used up the minute.
        """
        wait_s = self._wait_s(RateLimitItemPerMinute(per_minute), what, user_id)
        if wait_s:
            raise MinuteUsedUp(f"You can send at most {per_minute} {what} a minute. Try again in {wait_s} s.", wait_s)

    def spend_storage(self, user_id: int, size_bytes: int, *, mb_per_day: int) -> None:
        """Count a source that will be stored for good.

        Raises:
            TooMany: once the user has used up the day.
        """
        kb = math.ceil(size_bytes / 1000)
        wait_s = self._wait_s(RateLimitItemPerDay(mb_per_day * 1000), "stored", user_id, cost=kb)
        if wait_s:
            hours = math.ceil(wait_s / 3600)
            raise DayUsedUp(f"You can send at most {mb_per_day} MB of code a day. Try again in {hours} h.", wait_s)

    def _wait_s(self, limit: RateLimitItem, what: str, user_id: int, *, cost: int = 1) -> int:
        """Count a use; return 0, or how many seconds to wait if there are none left."""
        key = (what, str(user_id))
        try:
            if self._limiter.hit(limit, *key, cost=cost):
                return 0
            resets_at = self._limiter.get_window_stats(limit, *key).reset_time
        except (StorageError, redis.RedisError) as error:
            log.warning("a rate was not counted", what=what, error=str(error))
            return 0
        return max(1, math.ceil(resets_at - time.time()))


@dataclass(frozen=True, slots=True)
class Intake:
    """What is needed to take in a source; one for each application."""

    settings: Settings
    sessions: Sessions
    tickets: TicketPublisher
    feed: Feed
    rates: RateLimits

    def receive(
        self,
        session: Session,
        user: User,
        exercise: AssignmentExercise,
        source: str,
        *,
        client_key: str,
        purpose: Purpose,
        also: Also | None = None,
    ) -> Accepted:
        """Accept a source and publish a ticket for it. Commits.

        The ticket may be lost: the reconciler publishes another.

        Args:
            session: may be one that only reads; from here on it writes.
            user: the author.
            exercise: where it is handed in.
            source: the text of the file.
            client_key: chosen by the client; a retried request is the same submission.
            purpose: a graded attempt or a check.
            also: writes more in the transaction of the submission.

        Raises:
            SubmissionRefused: with a sentence for the author.
            NotFound: if the exercise is not installed.
        """
        received_at = utcnow()  # before anything that may have to wait for the database
        # A repeated request is not a further use. `accept` looks again under its lock, which is not held while Redis
        # is asked.
        is_repeated = is_known(session, user, client_key)
        self.sessions.begin_writing(session)
        if not is_repeated:
            self._count(user, purpose, len(source.encode(errors="replace")))
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
                also=also,
            )
        except UnknownExercise as error:
            raise NotFound("This exercise is not installed on this server.") from error
        if accepted.created:
            self._publish(accepted)
        return accepted

    def count_draft(self, user: User) -> None:
        """Count a saved draft.

        Raises:
            TooMany: once the user has used up the minute.
        """
        self.rates.spend("drafts", user.id, per_minute=DRAFTS_PER_MINUTE)

    def _count(self, user: User, purpose: Purpose, size_bytes: int) -> None:
        self.rates.spend_storage(user.id, size_bytes, mb_per_day=self.settings.source_mb_per_day)
        if purpose is Purpose.CHECK:
            self.rates.spend("checks", user.id, per_minute=self.settings.checks_per_minute)
        else:
            self.rates.spend("submissions", user.id, per_minute=self.settings.submissions_per_minute)

    def _publish(self, accepted: Accepted) -> None:
        if not self.tickets.publish(Lane.INTERACTIVE):
            return  # the broker is away; the streams are on the same one
        for public_id in accepted.superseded:
            self.feed.done(public_id, {"state": JobState.SUPERSEDED.value})


def init_app(app: Flask) -> None:
    """Create the intake of `app`."""
    settings: Settings = app.extensions["chainrule.settings"]
    rates = RateLimits(app.extensions["chainrule.redis"])
    app.extensions["chainrule.intake"] = Intake(
        settings, app.extensions["chainrule.sessions"], TicketPublisher(settings), Feed.of(settings), rates
    )


def current_intake() -> Intake:
    """Return the intake of the current application."""
    return cast(Intake, current_app.extensions["chainrule.intake"])
