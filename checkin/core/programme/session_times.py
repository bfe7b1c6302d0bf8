# SPDX-License-Identifier: GPL-3.0-or-later
"""Session times: which sessions run, and which are over. Pure; every time is aware."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from checkin.core.programme.programme import Session

DEFAULT_SESSION_LENGTH = timedelta(hours=1)
"""The assumed length of a session without an end."""


def session_end(session: Session) -> datetime | None:
    """Return the end of a session, assumed if need be; None for a session without times."""
    return session.ends or (session.starts + DEFAULT_SESSION_LENGTH if session.starts else None)


def is_session_over(session: Session, at: datetime) -> bool:
    end = session_end(session)
    return end is not None and end <= at


def is_running(session: Session, at: datetime) -> bool:
    return session.starts is not None and session.starts <= at and not is_session_over(session, at)


def sort_by_time(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions in order of time; those without a time come last, in the order of the programme."""
    return sorted(sessions, key=lambda s: (s.starts is None, s.starts.timestamp() if s.starts else 0))
