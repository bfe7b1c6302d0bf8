# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sessions run, and which are over. Pure; every time is aware."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from checkin.core.programme.programme import Session

UNTOLD = timedelta(hours=1)
"""What a session that does not say when it ends is taken to last."""


def end_of(session: Session) -> datetime | None:
    """None for a session without a time."""
    return session.ends or (session.starts + UNTOLD if session.starts else None)


def is_over(session: Session, at: datetime) -> bool:
    end = end_of(session)
    return end is not None and end <= at


def is_running(session: Session, at: datetime) -> bool:
    return session.starts is not None and session.starts <= at and not is_over(session, at)


def by_time(sessions: Iterable[Session]) -> list[Session]:
    """As the day goes; what has no time stands last, in the order of the programme."""
    return sorted(sessions, key=lambda s: (s.starts is None, s.starts.timestamp() if s.starts else 0))
