# SPDX-License-Identifier: GPL-3.0-or-later
"""Saving the programme editor's draft in one transaction, merged with what others wrote meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.programme.id_assignment import assign_ids, keep_old_titles
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_difference import ProgrammeDifference, compare_programmes
from checkin.core.programme.programme_draft import ProgrammeDraft
from checkin.core.programme.programme_entries import change_entries
from checkin.core.programme.programme_merge import merge_programmes
from checkin.core.programme.programme_mistakes import mistakes
from checkin.core.supervisor import Authority
from checkin.services.event_file import EventFile
from checkin.services.programme.list_reinterpretation import reinterpret_lists
from checkin.services.programme.sealed_programme import sealed_rows


@dataclass(frozen=True, slots=True)
class SavedProgramme:
    """The programme as saved; `theirs` is what others had changed since the editor opened it."""

    programme: Programme
    theirs: ProgrammeDifference


def save_programme(
    event: EventFile, draft: ProgrammeDraft, *, at: datetime, desk: str, authority: Authority | None = None
) -> SavedProgramme:
    """Merge a draft with the present programme and write the difference.

    `authority` is who allowed it and why, where that was asked. Raises `UserError`, writing nothing, if both changes
    together are invalid (two control points with one name).
    """
    with event.transaction():
        now = event.programme()
        new = keep_old_titles(merge_programmes(draft.opened, assign_ids(draft.now, draft.opened, now), now), now)
        if mistakes(new):
            raise UserError(_TOGETHER)
        allowed = authority.body() if authority else {}
        rows = [(kind, subject, body | allowed) for kind, subject, body in change_entries(event.planned(), new)]
        signer = authority.supervisor if authority else None
        event.journal.append_all(sealed_rows(event, rows, signer), at=at, desk=desk)
        reinterpret_lists(event, at=at, desk=desk)
    return SavedProgramme(new, compare_programmes(draft.opened, now))


_TOGETHER = Message(
    "programme editor",
    "Someone else has changed the programme in the meantime, and the two versions do not fit together: a name "
    "used twice, or times in the wrong order. Nothing was saved; close, look at the programme, and change it "
    "again.",
)
