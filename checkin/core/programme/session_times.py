# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sessions run, and which are over. Pure; every time is aware."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from checkin.core.programme.programme import Session

DEFAULT_SESSION_LENGTH = timedelta(hours=1)
"""What a session that does not say when it ends is taken to last."""


def session_end(session: Session) -> datetime | None:
    """None for a session without a time."""
    return session.ends or (session.starts + DEFAULT_SESSION_LENGTH if session.starts else None)


def is_session_over(session: Session, at: datetime) -> bool:
    end = session_end(session)
    return end is not None and end <= at


def is_running(session: Session, at: datetime) -> bool:
    return session.starts is not None and session.starts <= at and not is_session_over(session, at)


def sort_by_time(sessions: Iterable[Session]) -> list[Session]:
    """As the day goes; what has no time stands last, in the order of the programme."""
    return sorted(sessions, key=lambda s: (s.starts is None, s.starts.timestamp() if s.starts else 0))
