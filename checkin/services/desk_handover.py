# SPDX-License-Identifier: GPL-3.0-or-later
"""Handing a desk over: the control point where the clock wants it next, and the note for the next volunteer."""

from checkin.core.entries import EntryKind
from checkin.core.handover import Handover, handover, latest_over
from checkin.core.people.registration_form import tidy_field
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile


class DeskHandover:
    """Handover queries and notes of one desk."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def wanted(self) -> Handover | None:
        """Return the control point where the desk should stand by now; None while it is in the right place."""
        return handover(self._admission.programme, self._admission.control_point, self._admission.now())

    def stand_at_latest(self) -> None:
        """Stand at the latest of the control points that the desk's own one was the first of, once all have closed."""
        admission = self._admission
        admission.position.move_to(latest_over(admission.programme, admission.control_point, admission.now()).id)

    def note(self) -> str:
        """Return the note for the volunteer at this control point: the last one left, else the programme's."""
        here = self._admission.control_point
        left = (e.body for e in reversed(self._event.journal.entries_of_kinds([EntryKind.NOTE_LEFT])))
        return next((str(body.get("text")) for body in left if body.get("control_point") == here.id), here.note)

    def leave_note(self, text: str) -> None:
        """Leave a note at this control point. An empty text removes it."""
        body = {"control_point": self._admission.control_point.id, "text": tidy_field(text)}
        with self._event.transaction():
            self._admission.append(EntryKind.NOTE_LEFT, "", body)
