# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor made of the programme, written in one transaction, together with what others wrote meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.errors import UserError
from checkin.core.programme.difference import ProgrammeDifference, difference_of
from checkin.core.programme.draft import Draft
from checkin.core.programme.entries import changes
from checkin.core.programme.merge import merged
from checkin.core.programme.mistakes import mistakes
from checkin.core.programme.programme import Programme
from checkin.core.programme.settling import remembering_titles, settled
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.programme.late_programme import understand_lists
from checkin.storage.connection import write


@dataclass(frozen=True, slots=True)
class SavedProgramme:
    """`programme` is what it is now; `theirs` what somebody else had changed since it was opened."""

    programme: Programme
    theirs: ProgrammeDifference


def save_programme(
    event: EventFile, draft: Draft, *, at: datetime, desk: str, authority: Authority | None = None
) -> SavedProgramme:
    """Only what differs is written. `authority`: who allowed it and why, where that was asked.

    Raises `UserError`, writing nothing, if the two changes together make a mistake (two points with one name).
    """
    with write(event.db):
        now = event.programme()
        new = remembering_titles(merged(draft.opened, settled(draft.now, draft.opened, now), now), now)
        if mistakes(new):
            raise UserError(_TOGETHER)
        allowed = authority.body() if authority else {}
        rows = [(kind, subject, body | allowed) for kind, subject, body in changes(event.planned(), new)]
        event.journal.append_all(rows, at=at, desk=desk)
        understand_lists(event, at=at, desk=desk)
    return SavedProgramme(new, difference_of(draft.opened, now))


_TOGETHER = Words(
    "programme editor",
    "Somebody else has changed the programme meanwhile, and together the two have a mistake: one name twice, or a time "
    "before another. Nothing was saved; close, look at the programme, and change it again.",
)
