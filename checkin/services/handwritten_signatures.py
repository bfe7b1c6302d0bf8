# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures written on this desk's screen, for a half-day or a session (docs/adr/0034)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checkin.core.attendance.recorded_signatures import (
    RecordedSignature,
    signature_entries,
    signatures_by_occasion,
    signed_body,
)
from checkin.core.entries import Entry, EntryKind
from checkin.core.signatures.signature import Signature
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile, zone_of

if TYPE_CHECKING:
    from checkin.core.attendance.sign_in_sheet import Occasion


class Signing:
    """Signature operations of one desk."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    @property
    def is_wanted(self) -> bool:
        """Whether this desk has a screen to sign on, and asks for signatures."""
        return self._admission.takes_signatures

    @is_wanted.setter
    def is_wanted(self, wanted: bool) -> None:
        self._admission.takes_signatures = wanted

    def occasions(self) -> "tuple[Occasion, ...]":
        """Return what can be signed for here and now, the likeliest first; empty if the programme has no times."""
        from checkin.core.attendance.sign_in_sheet import occasions_to_sign
        from checkin.core.attendance.stays import EventOccasions

        programme = self._admission.programme
        all_of_it = EventOccasions.of(programme, zone_of(programme.event))
        return occasions_to_sign(programme, all_of_it, self._admission.control_point, self._admission.now())

    def signed(self, attendee_id: str) -> Mapping[str, RecordedSignature]:
        """Return the person's signatures by the id of the half-day or session."""
        return signatures_by_occasion(self._event.journal.about(attendee_id))

    def sign(self, attendee_id: str, occasion: str, signature: Signature) -> Entry:
        """Record a signature. An earlier one stays in the journal and no longer counts."""
        body = signed_body(occasion, signature)
        with self._event.transaction():
            return self._admission.append(EntryKind.SIGNED, self._event.journal.person(attendee_id), body)

    def undo(self, attendee_id: str, occasion: str) -> Entry | None:
        """Undo the person's signatures for an occasion; return the last undo, None if there was none.

        Each merged record of the person gets an undo of its own.
        """
        with self._event.transaction():
            entries = signature_entries(self._event.journal.about(attendee_id), occasion)
            undone = None
            for subject in sorted({entry.subject for entry in entries}):
                targets = [entry.id.hex() for entry in entries if entry.subject == subject]
                undone = self._admission.append(EntryKind.UNDONE, subject, {"targets": targets})
        return undone
