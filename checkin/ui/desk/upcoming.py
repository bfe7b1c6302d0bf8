# SPDX-License-Identifier: GPL-3.0-or-later
"""The next session of the programme, in one line of text."""

from datetime import datetime

from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.language import clock_time, translate


def next_session_text(programme: Programme, now: datetime) -> str:
    """Return the session that begins next with its number of speakers; "" after the last one."""
    coming = [(s.starts, s) for s in programme.sessions if s.starts and s.starts > now]
    if not coming:
        return ""
    starts, session = min(coming, key=lambda pair: pair[0])
    speakers = sum(s.session == session.id for s in programme.speakers)
    when = clock_time(starts)
    if speakers:
        words = Message("pace", "{time} · speakers: {speakers} · {title}")
        return translate(words, title=session.title, time=when, speakers=speakers)
    return f"{when} · {session.title}"
