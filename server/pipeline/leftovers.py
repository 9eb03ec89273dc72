"""Jobs that dead processes of this machine left running: taken back at once, without waiting for their leases."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from server.pipeline import whereabouts
from server.pipeline.live import Feed
from server.pipeline.setbacks import Setback, recover
from server.pipeline.tickets import TicketOffice
from server.pipeline.work import announce
from server.submissions.models import Job, JobState


def take_back(sessions: sessionmaker[Session], feed: Feed, tickets: TicketOffice, *, max_claims: int) -> list[Setback]:
    """Queue again what processes that are no more had claimed. Run by every pool process when it starts.

    A pool replaces a killed process by a new one at once, so a grading that died with it goes on within a second.
    """
    with sessions() as session:
        names = session.scalars(select(Job.worker).where(Job.state == JobState.RUNNING).distinct()).all()
        session.rollback()
        dead = [name for name in names if name is not None and whereabouts.is_dead(name)]
        if not dead:
            return []
        setbacks = recover(session, Job.worker.in_(dead), "the worker process died", max_claims=max_claims)
    for setback in setbacks:
        announce(feed, setback)
        if setback.state is JobState.QUEUED:
            tickets.publish(setback.lane)
    return setbacks
