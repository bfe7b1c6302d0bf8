# SPDX-License-Identifier: GPL-3.0-or-later
"""From one control point to the next, from one volunteer to another: where the desk is wanted, what it is told."""

from checkin.core.entries import EntryKind
from checkin.core.handover import Handover, handover
from checkin.core.registration_form import tidy_field
from checkin.desk.admission_service import AdmissionService
from checkin.desk.event_file import EventFile


class DeskHandover:
    """Of the desk that stands at `door`."""

    def __init__(self, event: EventFile, door: AdmissionService) -> None:
        self._event, self._door = event, door

    def wanted(self) -> Handover | None:
        """Where the clock says this desk should stand; None while it is well where it is."""
        return handover(self._door.programme, self._door.control_point, self._door.now())

    def note(self) -> str:
        """For whoever stands at this control point: what was left last, else what the programme says."""
        here = self._door.control_point
        left = (e.body for e in reversed(self._event.journal.entries_of_kinds([EntryKind.NOTE_LEFT])))
        return next((str(body.get("text")) for body in left if body.get("control_point") == here.id), here.note)

    def leave_note(self, text: str) -> None:
        """An empty one takes the note away."""
        body = {"control_point": self._door.control_point.id, "text": tidy_field(text)}
        with self._event.writing():
            self._door.append(EntryKind.NOTE_LEFT, "", body)
